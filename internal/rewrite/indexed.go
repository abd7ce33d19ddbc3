package rewrite

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

// indexedTable is a table of keys and values: texthash: and what the compiled
// types are made from, read from the text.
type indexedTable struct {
	name    string
	entries map[string]entry
	ascii   bool // only ASCII letters are folded
}

// entry is a value and the line that it stands on.
type entry struct {
	value string
	line  int32
}

// Name returns the name of the table.
func (t *indexedTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t *indexedTable) Indexed() bool { return true }

// Lookup returns the value of key, whose case does not matter.
func (t *indexedTable) Lookup(_ context.Context, key string) (Result, error) {
	e, ok := t.entries[fold(key, t.ascii)]
	if !ok {
		return Result{}, nil
	}
	return Result{Found: true, Value: e.value, Table: t.name, Line: int(e.line)}, nil
}

// indexedParser reads "key white-space value" lines.
type indexedParser struct {
	file   string
	suffix string // ".db", ".lmdb", ".cdb" of the compiled type; "" for texthash
	table  *indexedTable
	report *report
	twice  bool // a key stands on two lines
}

func (p *indexedParser) text(text string) {
	p.table.entries = make(map[string]entry, strings.Count(text, "\n")+1)
	logicalLines(text, p.line)
}

func (p *indexedParser) mistake(line int, sentence, postfix string) {
	p.report.add(Warning{File: p.file, Line: line, Mistake: true, Text: sentence, Postfix: postfix})
}

// ignoring is how texthash: says what happens to a bad line.
func (p *indexedParser) ignoring() string {
	if p.suffix == "" {
		return " -- ignoring this line"
	}
	return ""
}

func (p *indexedParser) line(l logicalLine) {
	if isSpace(l.text[0]) {
		p.report.add(leadingSpace(p.file, l.line, l.text))
		return
	}
	if !p.table.ascii && !utf8.ValidString(l.text) {
		p.mistake(l.line, "the line is not UTF-8 and is not used; convert the file to UTF-8",
			fmt.Sprintf("%s, line %d: non-UTF-8 input \"%s\" -- ignoring this line", p.file, l.line, printable(l.text)))
		return
	}
	n, ok := keyEnd(l.text)
	if !ok {
		p.mistake(l.line, "a quotation mark in the key is not closed; the line is not used",
			fmt.Sprintf("%s, line %d: unbalanced '\"' in '%s' -- ignoring this line", p.file, l.line, printable(l.text)))
		return
	}
	key, value := l.text[:n], trimSpace(l.text[n:])
	if key == "" || value == "" {
		p.mistake(l.line, "a line is a key, white space and a value; there is no value, and the line is not used",
			fmt.Sprintf("%s, line %d: expected format: key whitespace value%s", p.file, l.line, p.ignoring()))
		return
	}
	if key[len(key)-1] == ':' {
		p.report.add(Warning{
			File: p.file, Line: l.line,
			Text:    fmt.Sprintf("the key is %q, with the colon; leave the colon out unless this is an alias file", key),
			Postfix: fmt.Sprintf("%s, line %d: record is in \"key: value\" format; is this an alias file?", p.file, l.line),
		})
	}
	p.add(l.line, key, value)
}

func (p *indexedParser) add(line int, key, value string) {
	folded := fold(key, p.table.ascii)
	if _, ok := p.table.entries[folded]; !ok {
		p.table.entries[folded] = entry{value: value, line: int32(line)}
		return
	}
	p.twice = true
	text := fmt.Sprintf("%s, line %d: duplicate entry: \"%s\"", p.file, line, key)
	if p.suffix != "" {
		text = fmt.Sprintf("%s%s: duplicate entry: \"%s\"", p.file, p.suffix, folded)
	}
	p.mistake(line, fmt.Sprintf("the key %q stands on an earlier line; the first is used", key), text)
}

// keyEnd returns the length of the key that s begins with: up to white space
// that is neither quoted nor behind a backslash. False if a quote is open.
func keyEnd(s string) (int, bool) {
	quoted := false
	i := 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case isSpace(c) && !quoted:
			return i, true
		}
	}
	return min(i, len(s)), !quoted
}

// printable replaces what is not UTF-8 by question marks, as log lines do.
func printable(s string) string {
	var b strings.Builder
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1, r < ' ' || r == 0x7f:
			b.WriteByte('?')
		default:
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String()
}
