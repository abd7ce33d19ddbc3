package pattern

import (
	"unicode"
	"unicode/utf8"
)

// runeAt returns the character at pos and its size in bytes; size 0 at the end.
func (m *Matcher) runeAt(pos int32) (rune, int32) {
	if pos >= int32(len(m.text)) {
		return -1, 0
	}
	if !m.prog.utf {
		return rune(m.text[pos]), 1
	}
	r, size := utf8.DecodeRuneInString(m.text[pos:])
	return r, int32(size)
}

// runeBefore returns the character in front of pos and its size.
func (m *Matcher) runeBefore(pos int32) (rune, int32) {
	if pos == 0 {
		return -1, 0
	}
	if !m.prog.utf {
		return rune(m.text[pos-1]), 1
	}
	r, size := utf8.DecodeLastRuneInString(m.text[:pos])
	return r, int32(size)
}

// character matches the instructions that take one character of some kind.
func (m *Matcher) character(in *inst, pos int32) (int32, bool) {
	r, size := m.runeAt(pos)
	if size == 0 {
		return pos, false
	}
	switch in.op {
	case opAnyOctet:
		return pos + 1, true
	case opNewline:
		if r == '\r' && pos+1 < int32(len(m.text)) && m.text[pos+1] == '\n' {
			return pos + 2, true
		}
		return pos + size, isVertical(r)
	case opCluster:
		return m.cluster(pos+size, r), true
	}
	return pos + size, in.set.has(r)
}

// cluster returns the end of the grapheme cluster whose first character, r,
// ends at pos. Among characters of one byte only CR LF is more than one of
// them (UAX #29, GB3); with (*UTF) there is no \X.
func (m *Matcher) cluster(pos int32, r rune) int32 {
	if next, size := m.runeAt(pos); r == '\r' && next == '\n' {
		return pos + size
	}
	return pos
}

// backrefUTF matches again, ignoring case, what stands from lo to hi.
func (m *Matcher) backrefUTF(lo, hi, pos int32) (int32, bool) {
	for lo < hi {
		a, n := m.runeAt(lo)
		b, k := m.runeAt(pos)
		if k == 0 || !sameFold(a, b) {
			return pos, false
		}
		lo, pos = lo+n, pos+k
	}
	return pos, true
}

func sameFold(a, b rune) bool {
	if a == b {
		return true
	}
	for f := unicode.SimpleFold(a); f != a; f = unicode.SimpleFold(f) {
		if f == b {
			return true
		}
	}
	return false
}

func isWordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// isVertical reports what \v matches.
func isVertical(r rune) bool {
	return r >= '\n' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// isHorizontal reports what \h matches.
func isHorizontal(r rune) bool {
	switch r {
	case '\t', ' ', 0xA0, 0x1680, 0x180E, 0x202F, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}
