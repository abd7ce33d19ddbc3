package pattern

import "unicode"

// set is a set of characters. In byte mode a character is a byte and bits hold
// all there is to know; in UTF mode bits hold the code points below 256 and
// the rest is in ranges and tables.
type set struct {
	bits   [4]uint64
	ranges []rune  // pairs lo, hi of code points from 256 on
	tables []table // Unicode properties
	invert bool    // of what ranges and tables say; bits are already inverted
}

// table is a Unicode property, or what does not have it.
type table struct {
	in      func(rune) bool
	negated bool
}

func (s *set) add(c byte)          { s.bits[c>>6] |= 1 << (c & 63) }
func (s *set) remove(c byte)       { s.bits[c>>6] &^= 1 << (c & 63) }
func (s *set) hasByte(c byte) bool { return s.bits[c>>6]&(1<<(c&63)) != 0 }
func (s *set) addTable(t table)    { s.tables = append(s.tables, t); s.addLow(t.has) }
func (t table) has(r rune) bool    { return t.in(r) != t.negated }
func singleton(c byte) *set        { s := &set{}; s.add(c); return s }
func (s *set) full() bool          { return s.bits == [4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)} }
func (s *set) addLow(f func(r rune) bool) {
	for c := range 256 {
		if f(rune(c)) {
			s.add(byte(c))
		}
	}
}

// has reports whether a code point is in the set.
func (s *set) has(r rune) bool {
	if r < 256 {
		return s.hasByte(byte(r))
	}
	return s.high(r) != s.invert
}

func (s *set) high(r rune) bool {
	for i := 0; i < len(s.ranges); i += 2 {
		if r >= s.ranges[i] && r <= s.ranges[i+1] {
			return true
		}
	}
	for _, t := range s.tables {
		if t.has(r) {
			return true
		}
	}
	return false
}

// addRange adds the code points from lo to hi.
func (s *set) addRange(lo, hi rune) {
	for r := lo; r <= hi && r < 256; r++ {
		s.add(byte(r))
	}
	if hi >= 256 {
		s.ranges = append(s.ranges, max(lo, 256), hi)
	}
}

// union adds the members of o, which must not be inverted.
func (s *set) union(o *set) {
	for i := range s.bits {
		s.bits[i] |= o.bits[i]
	}
	s.ranges = append(s.ranges, o.ranges...)
	s.tables = append(s.tables, o.tables...)
	if o.invert {
		s.tables = append(s.tables, table{in: o.has})
	}
}

// complement turns the set into its opposite.
func (s *set) complement() {
	for i := range s.bits {
		s.bits[i] = ^s.bits[i]
	}
	s.invert = !s.invert
}

// foldASCII adds the other case of each ASCII letter.
func (s *set) foldASCII() {
	for c := byte('a'); c <= 'z'; c++ {
		if s.hasByte(c) || s.hasByte(c-32) {
			s.add(c)
			s.add(c - 32)
		}
	}
}

// maxFold bounds the code points that foldUnicode visits one by one.
const maxFold = 0x1E943

// foldUnicode adds every code point that differs only in case from a member.
func (s *set) foldUnicode() {
	var low set
	for c := rune(0); c < 256; c++ {
		if s.hasByte(byte(c)) {
			low.addOrbit(c)
		}
	}
	n := len(s.ranges)
	for i := 0; i < n; i += 2 {
		for r := s.ranges[i]; r <= min(s.ranges[i+1], maxFold); r++ {
			low.addOrbit(r)
		}
	}
	s.union(&low)
}

func (s *set) addOrbit(r rune) {
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		s.addRange(f, f)
	}
	if r < 256 {
		s.addRange(r, r)
	}
}

func inRange(c, lo, hi byte) bool { return c >= lo && c <= hi }

func isDigit(c byte) bool { return inRange(c, '0', '9') }
func isUpper(c byte) bool { return inRange(c, 'A', 'Z') }
func isLower(c byte) bool { return inRange(c, 'a', 'z') }
func isAlpha(c byte) bool { return isUpper(c) || isLower(c) }
func isAlnum(c byte) bool { return isAlpha(c) || isDigit(c) }
func isWord(c byte) bool  { return isAlnum(c) || c == '_' }
func isSpace(c byte) bool { return c == ' ' || inRange(c, '\t', '\r') }
func isHex(c byte) bool   { return isDigit(c) || inRange(c, 'a', 'f') || inRange(c, 'A', 'F') }
func isPunct(c byte) bool { return inRange(c, '!', '~') && !isAlnum(c) }

// className returns the test of a class of POSIX in the C locale, nil for a
// name that is none.
func className(name string) func(byte) bool {
	switch name {
	case "alpha":
		return isAlpha
	case "digit":
		return isDigit
	case "alnum":
		return isAlnum
	case "upper":
		return isUpper
	case "lower":
		return isLower
	case "space":
		return isSpace
	case "blank":
		return func(c byte) bool { return c == ' ' || c == '\t' }
	case "punct":
		return isPunct
	case "xdigit":
		return isHex
	case "cntrl":
		return func(c byte) bool { return c < ' ' || c == 0x7f }
	case "print":
		return func(c byte) bool { return inRange(c, ' ', '~') }
	case "graph":
		return func(c byte) bool { return inRange(c, '!', '~') }
	}
	return nil
}

// classSet returns the bytes for which f holds.
func classSet(f func(byte) bool) *set {
	s := &set{}
	s.addLow(func(r rune) bool { return f(byte(r)) })
	return s
}
