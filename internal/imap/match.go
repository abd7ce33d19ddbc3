package imap

import "strings"

// A pattern is that of LIST (RFC 9051 §6.3.9): "*" stands for anything, "%"
// for anything within a level. It is matched by walking over a name once with
// the set of the positions in the pattern that are still possible, 64 of them
// a word, so that no pattern costs more than the product of the two lengths
// by 64. It is not safe for concurrent use.
type pattern struct {
	length  int
	never   bool           // longer than any name
	letters map[byte]*bits // positions of each letter
	star    bits           // positions of "*"
	wild    bits           // and of "%"
	at      bits
}

type bits []uint64

func (b bits) set(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

func newPattern(text string) *pattern {
	text, letters := collapsed(text)
	if letters > maxName {
		return &pattern{never: true}
	}
	words := len(text)/64 + 1
	p := &pattern{length: len(text), letters: make(map[byte]*bits), star: make(bits, words), wild: make(bits, words), at: make(bits, words)}
	for i := range len(text) {
		switch c := text[i]; c {
		case '*':
			p.star.set(i)
			p.wild.set(i)
		case '%':
			p.wild.set(i)
		default:
			if p.letters[c] == nil {
				b := make(bits, words)
				p.letters[c] = &b
			}
			p.letters[c].set(i)
		}
	}
	return p
}

// collapsed returns text with one wildcard for each run of them, and how many
// letters it has.
func collapsed(text string) (string, int) {
	var b strings.Builder
	letters := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '*' && c != '%' {
			letters++
		}
		for ; (c == '*' || c == '%') && i+1 < len(text) && (text[i+1] == '*' || text[i+1] == '%'); i++ {
			if text[i+1] == '*' {
				c = '*'
			}
		}
		b.WriteByte(c)
	}
	return b.String(), letters
}

// matches reports whether name fits.
func (p *pattern) matches(name string) bool {
	if p.never || len(name) > maxName {
		return false
	}
	clear(p.at)
	p.at[0] = 1 | p.wild[0]&1<<1
	for i := range len(name) {
		if !p.step(name[i]) {
			return false
		}
	}
	return p.at.has(p.length)
}

// step moves every possible position over the octet c, and lets the wildcards
// that are reached stand for nothing. It reports whether any position is left.
func (p *pattern) step(c byte) bool {
	stay := p.wild
	if c == delimiter {
		stay = p.star
	}
	letter := p.letters[c]
	var moved, skipped, any uint64 // out of the word before
	for i, at := range p.at {
		var here uint64
		if letter != nil {
			here = at & (*letter)[i]
		}
		next := here<<1 | moved | at&stay[i]
		moved = here >> 63
		// Runs of wildcards are one, so that one skip is enough.
		waiting := next & p.wild[i]
		next |= waiting<<1 | skipped
		skipped = waiting >> 63
		p.at[i] = next
		any |= next
	}
	return any != 0
}
