package rewrite

import (
	"fmt"
	"strings"
)

// aliasTables opens the aliases(5) files of alias_maps.
func (o *opener) aliasTables(specs []string) tableList {
	var list tableList
	for _, spec := range specs {
		t, err := o.aliasFile(spec)
		if err != nil {
			o.unusable(spec, err)
			t = failTable{name: spec, indexed: true, cause: err}
		}
		list = append(list, t)
	}
	return list
}

// aliasFile opens an aliases(5) file: names of local recipients and what they
// stand for. The values are as postalias(1) stores them.
func (o *opener) aliasFile(spec string) (Table, error) {
	kind, file, ok := strings.Cut(spec, ":")
	if !ok {
		kind, file = "hash", spec
	}
	switch kind {
	case "hash", "btree", "lmdb", "cdb", "dbm", "sdbm":
	default:
		return o.open(spec)
	}
	text, err := o.read(spec, file, "open database")
	if err != nil {
		return nil, err
	}
	t := &indexedTable{name: spec, entries: map[string]entry{}, ascii: o.config.NoSMTPUTF8}
	for _, l := range splitLines(text) {
		o.aliasLine(t, file, l)
	}
	return t, nil
}

// aliasLine reads "name: value, value".
func (o *opener) aliasLine(t *indexedTable, file string, l logicalLine) {
	mistake := func(what, postfix string) {
		o.report.add(Warning{
			File: file, Line: l.line, Mistake: true, Text: what,
			Postfix: fmt.Sprintf("%s, line %d: %s", file, l.line, postfix),
		})
	}
	list := allTokens(l.text)
	colon := -1
	for i, t := range list {
		if t.op == ':' {
			colon = i
			break
		}
	}
	if colon <= 0 || colon == len(list)-1 {
		mistake("an alias is \"name: address, address\"; the line is not used", "need name:value pair")
		return
	}
	var name strings.Builder
	for _, t := range list[:colon] {
		if t.op == '@' {
			mistake("the name of an alias has no domain; the line is not used", "name must be local")
			return
		}
		name.WriteString(t.text)
	}
	key := fold(name.String(), t.ascii)
	if _, twice := t.entries[key]; twice {
		mistake(fmt.Sprintf("the alias %q stands on an earlier line; the first is used", key), fmt.Sprintf("duplicate entry: \"%s\"", key))
		return
	}
	t.entries[key] = entry{value: aliasValue(list[colon+1:]), line: int32(l.line)}
}

// aliasValue returns the right side of an alias as postalias(1) stores it.
func aliasValue(list []token) string {
	var b strings.Builder
	word := false
	for _, t := range list {
		opens := t.op == 0 || t.op == '<'
		if word && opens {
			b.WriteByte(' ')
		}
		switch {
		case t.kind == tokenQuoted:
			b.WriteString(inQuotes(t.text))
		case t.op == ',':
			b.WriteString(", ")
		default:
			b.WriteString(t.text)
		}
		word = t.op == 0 || t.op == '>'
	}
	return b.String()
}
