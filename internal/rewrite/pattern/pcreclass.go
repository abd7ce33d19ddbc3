package pattern

import (
	"strings"
	"unicode/utf8"
)

// class reads a character class; the place is on its opening bracket.
func (p *pcreParser) class() (*node, error) {
	if p.take("[[:<:]]") {
		return cat(assert(wordBoundary), &node{kind: kLook, subs: []*node{{kind: kSet, set: classSet(isWord)}}}), nil
	}
	if p.take("[[:>:]]") {
		back := &node{kind: kBack, min: 1}
		return cat(assert(wordBoundary), &node{kind: kLook, subs: []*node{cat(back, &node{kind: kSet, set: classSet(isWord)})}}), nil
	}
	if _, _, ok := p.posixName(p.pos); ok {
		return nil, p.fail(p.pos, "POSIX named classes are supported only within a class")
	}
	p.pos++
	negated := p.take("^")
	s, types := &set{}, &set{}
	if err := p.classBody(s, types); err != nil {
		return nil, err
	}
	switch {
	case p.o.fold && p.utf:
		s.foldUnicode()
	case p.o.fold:
		s.foldASCII()
	}
	s.union(types)
	if negated {
		s.complement()
	}
	return &node{kind: kSet, set: s}, nil
}

// classBody reads the items of a class and its closing bracket: characters,
// whose case may not count, into s, and types such as \w into types.
func (p *pcreParser) classBody(s, types *set) error {
	quoting := false
	for first := true; ; first = false {
		if quoting = p.classSkip(quoting); !p.more() {
			return p.fail(len(p.src), "missing terminating ] for character class")
		}
		if p.src[p.pos] == ']' && !first && !quoting {
			p.pos++
			return nil
		}
		low, isSet, err := p.classItem(types, quoting)
		if err != nil {
			return err
		}
		if err := p.classRange(s, low, isSet, &quoting); err != nil {
			return err
		}
	}
}

// classSkip passes \Q and \E, and blanks where they are free.
func (p *pcreParser) classSkip(quoting bool) bool {
	for p.more() {
		switch {
		case quoting && p.take(`\E`):
			quoting = false
		case quoting:
			return true
		case p.take(`\Q`):
			quoting = true
		case p.take(`\E`):
		case p.o.spaceInClass && (p.src[p.pos] == ' ' || p.src[p.pos] == '\t'):
			p.pos++
		default:
			return quoting
		}
	}
	return quoting
}

// classRange adds the character low, or the range that it begins.
func (p *pcreParser) classRange(s *set, low rune, isSet bool, quoting *bool) error {
	*quoting = p.classSkip(*quoting)
	if *quoting || !p.take("-") {
		if !isSet {
			s.addRange(low, low)
		}
		return nil
	}
	*quoting = p.classSkip(*quoting)
	if !p.more() || p.src[p.pos] == ']' && !*quoting {
		// A hyphen at the end stands for itself.
		if !isSet {
			s.addRange(low, low)
		}
		s.add('-')
		return nil
	}
	if isSet {
		return p.fail(p.pos-1, "invalid range in character class")
	}
	high, highSet, err := p.classItem(&set{}, *quoting)
	switch {
	case err != nil:
		return err
	case highSet:
		return p.fail(p.pos, "invalid range in character class")
	case high < low:
		return p.fail(p.pos-1, "range out of order in character class")
	}
	s.addRange(low, high)
	return nil
}

// classItem reads a character, or adds a set and says so.
func (p *pcreParser) classItem(s *set, quoting bool) (r rune, isSet bool, err error) {
	c := p.src[p.pos]
	if quoting || c != '[' && c != '\\' {
		r, size := p.decode(p.src[p.pos:])
		p.pos += size
		return r, false, nil
	}
	if c == '[' {
		name, end, ok := p.posixName(p.pos)
		if !ok {
			p.pos++
			return '[', false, nil
		}
		return 0, true, p.posixClass(s, name, end)
	}
	p.pos++
	if !p.more() {
		return 0, false, p.fail(p.pos, `\ at end of pattern`)
	}
	switch p.src[p.pos] {
	case 'b':
		p.pos++
		return '\b', false, nil
	case 'N':
		if !p.peek("N{") {
			return 0, false, p.fail(p.pos+1, `\N is not supported in a class`)
		}
	case 'R', 'X', 'B':
		return 0, false, p.fail(p.pos, "escape sequence is invalid in character class")
	}
	if t, ok, err := p.typeEscape(); ok || err != nil {
		if err == nil {
			s.union(t)
		}
		return 0, true, err
	}
	p.pos--
	r, err = p.charEscape()
	return r, false, err
}

// posixName returns what stands between [: and :] at i, or their like with a
// dot or an equals sign, and the place behind.
func (p *pcreParser) posixName(i int) (name string, end int, ok bool) {
	if i+1 >= len(p.src) || p.src[i] != '[' || !strings.ContainsRune(":.=", rune(p.src[i+1])) {
		return "", 0, false
	}
	kind := p.src[i+1]
	for j := i + 2; j+1 < len(p.src); j++ {
		switch {
		case p.src[j] == '\\' && (p.src[j+1] == ']' || p.src[j+1] == '\\'):
			j++
		case p.src[j] == '[' && p.src[j+1] == kind, p.src[j] == ']':
			return "", 0, false
		case p.src[j] == kind && p.src[j+1] == ']':
			return p.src[i+1 : j], j + 2, true
		}
	}
	return "", 0, false
}

// posixClass adds the class of that name, with the colon in front.
func (p *pcreParser) posixClass(s *set, name string, end int) error {
	if name[0] != ':' {
		return p.fail(p.pos, "POSIX collating elements are not supported")
	}
	start := p.pos + 2
	name, negated := strings.CutPrefix(name[1:], "^")
	if negated {
		start++
	}
	f := pcreClassName(name)
	if f == nil {
		return p.fail(start, "unknown POSIX class name")
	}
	p.pos = end
	if p.o.fold && (name == "upper" || name == "lower") {
		name, f = "alpha", isAlpha
	}
	t := p.namedSet(name, f)
	if negated {
		t.complement()
	}
	s.union(t)
	return nil
}

// namedSet returns a POSIX class, of Unicode where (*UCP) asks for it.
func (p *pcreParser) namedSet(name string, f func(byte) bool) *set {
	property, ok := ucpClass(name)
	if !ok || !p.ucp {
		return classSet(f)
	}
	s := &set{}
	s.addTable(table{in: unicodeProperty(property)})
	return s
}

// ucpClass returns the property that a POSIX class is with (*UCP).
func ucpClass(name string) (string, bool) {
	switch name {
	case "alpha":
		return "L", true
	case "lower":
		return "Ll", true
	case "upper":
		return "Lu", true
	case "alnum":
		return "Xan", true
	case "space":
		return "Xps", true
	case "digit":
		return "Nd", true
	case "word":
		return "Xwd", true
	}
	return "", false
}

func pcreClassName(name string) func(byte) bool {
	switch name {
	case "word":
		return isWord
	case "ascii":
		return func(c byte) bool { return c < utf8.RuneSelf }
	}
	return className(name)
}
