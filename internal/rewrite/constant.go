package rewrite

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// staticTable gives every key the same value.
type staticTable struct{ name, value string }

// Name returns the name of the table.
func (t staticTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t staticTable) Indexed() bool { return true }

// Lookup answers a key.
func (t staticTable) Lookup(context.Context, string) (Result, error) {
	return Result{Found: true, Value: t.value, Table: t.name}, nil
}

// randomTable gives every key one of its values.
type randomTable struct {
	name   string
	values []string
}

// Name returns the name of the table.
func (t randomTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t randomTable) Indexed() bool { return false }

// Lookup answers a key.
func (t randomTable) Lookup(context.Context, string) (Result, error) {
	return Result{Found: true, Value: t.values[rand.IntN(len(t.values))], Table: t.name}, nil
}

// failTable cannot answer: fail:, and tables that could not be opened.
type failTable struct {
	name    string
	indexed bool
	cause   error
}

// Name returns the name of the table.
func (t failTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t failTable) Indexed() bool { return t.indexed }

// Lookup answers a key.
func (t failTable) Lookup(context.Context, string) (Result, error) {
	if t.cause != nil {
		return Result{}, fmt.Errorf("%s: %w: %w", t.name, ErrTemporary, t.cause)
	}
	return Result{}, fmt.Errorf("%s: %w", t.name, ErrTemporary)
}

func (o *opener) static(name, place string) (Table, error) {
	if place == "" {
		return nil, badTable(name, fmt.Sprintf("open dictionary: expecting \"type:name\" form instead of \"%s\"", name))
	}
	if place[0] == '{' {
		value, err := unbrace(place)
		if err != nil {
			return nil, badTable(name, "bad static:name syntax: "+err.Error())
		}
		place = value
	}
	return staticTable{name: name, value: place}, nil
}

func (o *opener) random(name, place string) (Table, error) {
	inner, ok := braced(place)
	values := splitList(inner)
	if !ok || len(values) == 0 {
		return nil, badTable(name, fmt.Sprintf("bad syntax: \"%s\"; need \"randmap:{value...}\"", name))
	}
	return randomTable{name: name, values: values}, nil
}
