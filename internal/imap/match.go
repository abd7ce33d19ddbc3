package imap

import "strings"

// A pattern is that of LIST (RFC 9051 §6.3.9): "*" stands for anything, "%"
// for anything within a level. Matching costs at most the product of two
// lengths, each at most 2,001 octets, whatever the pattern.
type pattern struct {
	text  string // runs of wildcards are one
	never bool   // longer than any name
}

func newPattern(text string) pattern {
	var b strings.Builder
	letters := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '*' && text[i] != '%' {
			letters++
			b.WriteByte(text[i])
			continue
		}
		wild := text[i]
		for ; i+1 < len(text) && (text[i+1] == '*' || text[i+1] == '%'); i++ {
			if text[i+1] == '*' {
				wild = '*'
			}
		}
		b.WriteByte(wild)
	}
	return pattern{text: b.String(), never: letters > maxName}
}

// matches reports whether name fits. It walks over name once, with the set of
// positions in the pattern that are still possible.
func (p pattern) matches(name string) bool {
	if p.never || len(name) > maxName {
		return false
	}
	if p.text == "*" {
		return true
	}
	at := make([]bool, len(p.text)+1)
	at[0] = true
	p.skip(at)
	for i := range len(name) {
		p.step(at, name[i])
		p.skip(at)
	}
	return at[len(p.text)]
}

// step moves every possible position over the octet c.
func (p pattern) step(at []bool, c byte) {
	for i := len(p.text); i >= 0; i-- {
		here := i < len(p.text) && at[i] && (p.text[i] == '*' || p.text[i] == '%' && c != delimiter)
		before := i > 0 && at[i-1] && p.text[i-1] == c && c != '*' && c != '%'
		at[i] = here || before
	}
}

// skip lets wildcards stand for nothing.
func (p pattern) skip(at []bool) {
	for i := range len(p.text) {
		if at[i] && (p.text[i] == '*' || p.text[i] == '%') {
			at[i+1] = true
		}
	}
}
