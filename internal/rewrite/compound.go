package rewrite

import (
	"context"
	"fmt"
	"strings"
)

// A compound is a table that is made of others.
type compound struct {
	name    string
	members []Table
	ascii   bool
}

// Name returns the name of the table.
func (t *compound) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t *compound) Indexed() bool { return t.members[0].Indexed() }

// key returns what the members are asked for: the first of them decides whether
// the case of a key is folded for the others, too.
func (t *compound) key(key string) string {
	if t.Indexed() {
		return fold(key, t.ascii)
	}
	return key
}

// unionTable joins the answers of all its members with commas.
type unionTable struct{ compound }

// Lookup asks all members; an error of any is an error of all. An empty answer
// leaves nothing but its comma, and not even that in front.
func (t *unionTable) Lookup(ctx context.Context, key string) (Result, error) {
	key = t.key(key)
	var out Result
	for _, m := range t.members {
		res, err := m.Lookup(ctx, key)
		out.Notes = append(out.Notes, res.Notes...)
		switch {
		case err != nil:
			return Result{Notes: out.Notes}, err
		case !res.Found:
		case out.Value == "":
			out.Value, out.Line = res.Value, res.Line
		default:
			out.Value += "," + res.Value
		}
	}
	if out.Value == "" {
		return Result{Notes: out.Notes}, nil
	}
	out.Found, out.Table = true, t.name
	return out, nil
}

// pipeTable asks its members in turn, each for the answer of the one before.
type pipeTable struct{ compound }

// Lookup returns the answer of the last member; a miss anywhere is a miss.
func (t *pipeTable) Lookup(ctx context.Context, key string) (Result, error) {
	key = t.key(key)
	var out Result
	for _, m := range t.members {
		res, err := m.Lookup(ctx, key)
		out.Notes = append(out.Notes, res.Notes...)
		if err != nil || !res.Found {
			return Result{Notes: out.Notes}, err
		}
		out.Line, key = res.Line, res.Value
	}
	out.Found, out.Value, out.Table = true, key, t.name
	return out, nil
}

// members opens the tables of a unionmap: or pipemap:.
func (o *opener) members(name, kind, place string) ([]Table, error) {
	bad := badTable(name, fmt.Sprintf("bad syntax: \"%s\"; need \"%s:{type:name...}\"", name, kind))
	inner, ok := braced(place)
	specs := splitList(inner)
	if !ok || len(specs) == 0 {
		return nil, bad
	}
	if o.depth++; o.depth > maxTableDepth {
		return nil, badTable(name, "tables are nested too deeply")
	}
	defer func() { o.depth-- }()
	for _, s := range specs {
		if !strings.Contains(s, ":") {
			return nil, bad
		}
	}
	var tables []Table
	for _, s := range specs {
		t, err := o.open(s)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// maxTableDepth bounds tables inside tables.
const maxTableDepth = 20
