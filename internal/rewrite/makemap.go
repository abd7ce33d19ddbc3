package rewrite

import (
	"fmt"
	"strings"
)

// maxMakemapLine is the longest line that makemap(8) reads.
const maxMakemapLine = 1024

// makemap reads the text that Sendmail's makemap(8) makes a table from: one
// entry a line, no continuation, keys up to the first blank.
type makemap struct {
	file    string
	comment byte // begins a comment in the first column; '#' as a rule
	empty   bool // -e: values may be empty
	replace bool // -r: the last of equal keys counts
	keep    bool // -f: the case of keys is kept
	report  *report
	entries map[string]entry
	keys    []string // in order
}

func (m *makemap) text(text string) {
	m.entries = map[string]entry{}
	number := 0
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		number++
		for len(line) >= maxMakemapLine {
			m.mistake(number, fmt.Sprintf("line too long (%d bytes max)", maxMakemapLine))
			line = line[maxMakemapLine-1:]
			number++
		}
		m.line(number, strings.TrimSuffix(line, "\r"))
	}
}

func (m *makemap) mistake(line int, text string) {
	m.report.add(Warning{
		File: m.file, Line: line, Mistake: true, Text: text + "; the line is not used",
		Postfix: fmt.Sprintf("makemap: virtusertable: line %d: %s", line, text),
	})
}

func (m *makemap) line(number int, line string) {
	line = cutNUL(line)
	if line == "" || line[0] == m.comment {
		return
	}
	if isSpace(line[0]) {
		m.mistake(number, "syntax error (leading space)")
		return
	}
	key, value, _ := strings.Cut(strings.Replace(line, "\t", " ", 1), " ")
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		key, value = line[:i], strings.TrimLeft(line[i:], " \t")
	}
	if value == "" && !m.empty {
		m.mistake(number, "no RHS for LHS "+key)
		return
	}
	if !m.keep {
		key = fold(key, true)
	}
	if _, twice := m.entries[key]; twice && !m.replace {
		m.mistake(number, fmt.Sprintf("key %s: duplicate key", key))
		return
	} else if !twice {
		m.keys = append(m.keys, key)
	}
	m.entries[key] = entry{value: value, line: int32(number)}
}
