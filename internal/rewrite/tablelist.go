package rewrite

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// tableList is a list of tables, asked in order.
type tableList []Table

// ask returns the first answer. Parts of an address are only put to tables
// that answer them. An empty answer is a mistake in the table.
func (l tableList) ask(ctx context.Context, key string, part bool) (Result, error) {
	var notes []string
	for _, t := range l {
		if part && !t.Indexed() {
			passOver(ctx, t, key)
			continue
		}
		res, err := askNoted(ctx, t, key)
		notes = append(notes, res.Notes...)
		if err == nil && res.Found && res.Value == "" {
			err = fmt.Errorf("%s:%d: the result for %q is empty: %w", res.Table, res.Line, key, ErrResult)
		}
		if err != nil || res.Found {
			res.Notes = notes
			return res, err
		}
	}
	return Result{Notes: notes}, nil
}

// tables opens a list. A table that cannot be opened stays in it as one that
// always fails, and is reported.
func (o *opener) tables(specs []string) tableList {
	var list tableList
	for _, spec := range specs {
		t, err := o.open(spec)
		if err != nil {
			o.unusable(spec, err)
			t = failTable{name: spec, indexed: indexedType(spec), cause: err}
		}
		list = append(list, t)
	}
	return list
}

func (o *opener) unusable(spec string, err error) {
	w := Warning{File: spec, Mistake: true, Text: err.Error()}
	var bad *TableError
	if errors.As(err, &bad) {
		w.Text, w.Postfix = bad.Text, spec+" is unavailable. "+bad.Postfix
		if bad.Unsupported {
			o.refuse(bad)
			return
		}
	}
	o.report.add(w)
}

// refuse notes a table that cannot be asked here, once.
func (o *opener) refuse(bad *TableError) {
	for _, err := range o.refused {
		if err.Error() == bad.Error() {
			return
		}
	}
	o.refused = append(o.refused, bad)
}

func indexedType(spec string) bool {
	kind, _, _ := strings.Cut(strings.TrimPrefix(spec, "proxy:"), ":")
	switch kind {
	case "regexp", "pcre", "cidr", "randmap", "fail", "tcp", "socketmap":
		return false
	}
	return true
}

// domainList is a list such as mydestination: domains, tables that have them
// as keys, and either with ! in front.
type domainList struct {
	entries []domainEntry
	parents bool // a domain stands for those below it, too
}

type domainEntry struct {
	domain  string
	table   Table
	negated bool
}

// domains opens a list of domains; a file named in it is read for more.
func (o *opener) domains(list []string, parents bool) domainList {
	d := domainList{parents: parents}
	for _, s := range list {
		d.add(o, s, 0)
	}
	return d
}

func (d *domainList) add(o *opener, s string, depth int) {
	negated := false
	for strings.HasPrefix(s, "!") {
		s, negated = s[1:], !negated
	}
	switch {
	case strings.HasPrefix(s, "/") && depth < maxTableDepth:
		text, err := o.read(s, s, "open")
		if err != nil {
			o.unusable(s, err)
			return
		}
		for _, l := range splitLines(text) {
			for _, item := range splitList(l.text) {
				d.add(o, item, depth+1)
			}
		}
	case strings.Contains(s, ":") && !strings.HasPrefix(s, "["):
		d.entries = append(d.entries, domainEntry{table: o.tables([]string{s})[0], negated: negated})
	default:
		d.entries = append(d.entries, domainEntry{domain: fold(s, false), negated: negated})
	}
}

// has reports whether a domain is in the list.
func (d domainList) has(ctx context.Context, domain string) (bool, error) {
	domain = fold(domain, false)
	for _, e := range d.entries {
		for name := domain; name != ""; name = parent(name) {
			found, err := e.matches(ctx, name)
			if err != nil {
				return false, err
			}
			if found {
				return !e.negated, nil
			}
			if !d.parents {
				break
			}
		}
	}
	return false, nil
}

// parent returns the domain above name; none above a literal.
func parent(name string) string {
	if strings.HasPrefix(name, "[") {
		return ""
	}
	_, up, _ := strings.Cut(name, ".")
	return up
}

func (e domainEntry) matches(ctx context.Context, name string) (bool, error) {
	if e.table == nil {
		return e.domain == name, nil
	}
	res, err := askNoted(ctx, e.table, name)
	return res.Found, err
}
