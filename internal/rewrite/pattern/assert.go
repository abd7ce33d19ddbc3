package pattern

// holds reports whether an assertion is true at pos.
func (m *Matcher) holds(in *inst, pos int32, fr *frame) bool {
	n := int32(len(m.text))
	switch assertion(in.x) {
	case textStart:
		return pos == 0
	case textEnd:
		return pos == n
	case textEndNewline:
		return pos == n || pos == n-1 && m.text[pos] == '\n'
	case lineStart:
		return pos == 0 || m.text[pos-1] == '\n' && (pos < n || m.prog.posix)
	case lineEnd:
		return pos == n || m.text[pos] == '\n'
	case wordBoundary:
		return m.wordBefore(pos) != m.wordAfter(pos)
	case notBoundary:
		return m.wordBefore(pos) == m.wordAfter(pos)
	case wordStart:
		return !m.wordBefore(pos) && m.wordAfter(pos)
	case wordEnd:
		return m.wordBefore(pos) && !m.wordAfter(pos)
	case hasGroup:
		return m.regs[2*in.y] >= 0 && m.regs[2*in.y+1] >= 0
	case inCall:
		return fr != nil && (in.y < 0 || fr.group == in.y)
	}
	return false
}

func (m *Matcher) wordBefore(pos int32) bool {
	if pos == 0 {
		return false
	}
	if m.prog.ucp {
		r, _ := m.runeBefore(pos)
		return isWordRune(r)
	}
	return isWord(m.text[pos-1])
}

func (m *Matcher) wordAfter(pos int32) bool {
	if pos >= int32(len(m.text)) {
		return false
	}
	if m.prog.ucp {
		r, _ := m.runeAt(pos)
		return isWordRune(r)
	}
	return isWord(m.text[pos])
}
