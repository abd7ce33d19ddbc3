package rewrite

import (
	"context"

	"mailsink/internal/rewrite/pattern"
)

// A Lookup is one question to a table on the way of an address, whether or not
// it was answered.
type Lookup struct {
	Table   string // as the configuration names it
	Key     string
	Found   bool
	Line    int // of the rule that answered; 0 where the table has no lines
	Value   string
	Skipped bool   // the key is a part of an address, which tables of this type are not asked about
	Err     string // why the table could not answer
	// Tried are the rules of a table of patterns, in order, up to the one that
	// answered; at most maxTried.
	Tried []Tried
}

// Tried is what became of one rule.
type Tried struct {
	Line    int
	Pattern string
	Matched bool
	If      bool // the rule is an if: without a match, all up to its endif is passed over
}

// maxTried bounds the rules that a Lookup names.
const maxTried = 200

// notedKey is where a context keeps who is told of lookups.
type notedKey struct{}

// Noting returns a context under which a Router tells note of every lookup, in
// order. It is for those who ask why an address goes where it goes; memories of
// routes are not to be asked under it.
func Noting(ctx context.Context, note func(Lookup)) context.Context {
	return context.WithValue(ctx, notedKey{}, note)
}

// Noted reports whether somebody is told of the lookups under a context.
func Noted(ctx context.Context) bool { return ctx.Value(notedKey{}) != nil }

// askNoted asks a table, and tells of it where somebody wants to know.
func askNoted(ctx context.Context, t Table, key string) (Result, error) {
	res, err := t.Lookup(ctx, key)
	if note, ok := ctx.Value(notedKey{}).(func(Lookup)); ok {
		l := Lookup{Table: t.Name(), Key: key, Found: err == nil && res.Found, Tried: triedOf(t, key)}
		if l.Found {
			l.Line, l.Value = res.Line, res.Value
		}
		if l.Found && res.Table != "" {
			l.Table = res.Table
		}
		if err != nil {
			l.Err = err.Error()
		}
		note(l)
	}
	return res, err
}

// passOver tells that a table was not asked about a part of an address.
func passOver(ctx context.Context, t Table, key string) {
	if note, ok := ctx.Value(notedKey{}).(func(Lookup)); ok {
		note(Lookup{Table: t.Name(), Key: key, Skipped: true})
	}
}

// triedOf returns what became of the rules of a table; none for one without
// patterns.
func triedOf(t Table, key string) []Tried {
	if checked, ok := t.(checkedTable); ok {
		t = checked.Table
	}
	if rules, ok := t.(*ruleTable); ok {
		return rules.tried(key)
	}
	return nil
}

// tried goes through the rules as lookup does.
func (t *ruleTable) tried(key string) []Tried {
	m := pattern.NewMatcher()
	m.Reset(key)
	q := ruleQuery{table: t, matcher: m}
	var list []Tried
	for i := 0; i < len(t.rules) && len(list) < maxTried; i++ {
		r := &t.rules[i]
		if r.op == opEndif {
			continue
		}
		_, matched := q.matches(r)
		list = append(list, Tried{Line: r.line, Pattern: r.raw.String(), Matched: matched, If: r.op == opIf})
		switch {
		case r.op == opIf && !matched:
			i = r.skip
		case r.op == opMatch && matched:
			return list
		}
	}
	return list
}

// String returns the pattern as a table has it.
func (p rawPattern) String() string {
	not := ""
	if p.negated {
		not = "!"
	}
	return not + "/" + p.text + "/" + p.flags
}
