package rewrite

import (
	"context"
	"errors"
	"fmt"
)

// Answer is what postmap -q says to one key.
type Answer struct {
	Found bool
	Value string
	Err   error
	Exit  int      // 0 found, 1 not found or in error
	Log   []string // what postmap writes to standard error, without "postmap: "
}

// Query asks tables for a key as postmap -q does: in order, each opened when
// its turn comes, until one has an answer or an error.
func Query(ctx context.Context, c Config, specs []string, key string) Answer {
	a := Answer{Exit: 1}
	for _, spec := range specs {
		t, warnings, err := OpenTable(ctx, spec, c)
		a.Log = append(a.Log, logLines(warnings)...)
		if err != nil {
			a.fatal(err, spec)
			return a
		}
		if a.ask(ctx, t, key); a.Found || a.Err != nil {
			return a
		}
	}
	return a
}

// QueryTable asks one open table, as postmap -q does for each key that it
// reads.
func QueryTable(ctx context.Context, t Table, key string) Answer {
	a := Answer{Exit: 1}
	a.ask(ctx, t, key)
	return a
}

func (a *Answer) ask(ctx context.Context, t Table, key string) {
	res, err := t.Lookup(ctx, key)
	for _, n := range res.Notes {
		a.Log = append(a.Log, "warning: "+printable(n))
	}
	if err != nil {
		a.fatal(err, t.Name())
		return
	}
	if !res.Found {
		return
	}
	a.Found, a.Value, a.Exit = true, res.Value, 0
	if res.Value == "" {
		a.Log = append(a.Log,
			printable(fmt.Sprintf("warning: table %s: key %s: empty string result is not allowed", t.Name(), key)),
			printable(fmt.Sprintf("warning: table %s should return NO RESULT in case of NOT FOUND", t.Name())))
	}
}

// fatal ends the query, with the text that postmap would end it with.
func (a *Answer) fatal(err error, table string) {
	a.Err = err
	var bad *TableError
	switch {
	case errors.Is(err, ErrResult):
		a.Log = append(a.Log, printable(fmt.Sprintf("fatal: table %s: query error", table)))
	case errors.Is(err, ErrTemporary):
		a.Log = append(a.Log, printable(fmt.Sprintf("fatal: table %s: query error: Application error", table)))
	case errors.As(err, &bad):
		a.Log = append(a.Log, "fatal: "+printable(bad.Postfix))
	default:
		a.Log = append(a.Log, "fatal: "+err.Error())
	}
}

// logLines returns what Postfix logs of the warnings.
func logLines(warnings []Warning) []string {
	var lines []string
	for _, w := range warnings {
		if w.Postfix != "" {
			lines = append(lines, "warning: "+printable(w.Postfix))
		}
	}
	return lines
}
