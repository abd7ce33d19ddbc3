package rewrite

import (
	"context"
	"fmt"
	"runtime"
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

// yieldEvery is after how many lines others are let in: reading a table of a
// million must not hold up sessions on a machine of two cores.
const yieldEvery = 64

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
	if l.line%yieldEvery == 0 {
		runtime.Gosched()
	}
	if l.text != "" && isSpace(l.text[0]) {
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

// printable replaces what Postfix does not take for text by question marks, as
// its log lines do: control characters, and octets that do not even look like
// UTF-8. Whether they are is not asked.
func printable(s string) string {
	b := []byte(s)
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c >= ' ' && c < 0x7f:
		case c >= 0xC2 && c <= 0xFE && i+1 < len(b) && isTail(b[i+1]):
			for i+1 < len(b) && isTail(b[i+1]) {
				i++
			}
		default:
			b[i] = '?'
		}
	}
	return string(b)
}

// isTail reports whether c is not the first octet of a character of UTF-8.
func isTail(c byte) bool { return c >= 0x80 && c < 0xC0 }
