package pattern

import (
	"strings"
	"unicode/utf8"
)

// escape reads an escape sequence outside a class.
func (p *pcreParser) escape() (n *node, quantifiable bool, err error) {
	start := p.pos
	p.pos++
	if !p.more() {
		return nil, false, p.fail(p.pos, `\ at end of pattern`)
	}
	c := p.src[p.pos]
	if what, ok := pcreAnchor(c); ok {
		p.pos++
		return assert(what), false, nil
	}
	switch c {
	case 'K':
		// What the match begins with does not show in a result.
		p.pos++
		p.badK = p.badK || p.look > 0
		return &node{kind: kEmpty}, false, nil
	case 'R', 'X', 'C':
		p.pos++
		if c == 'X' && p.utf {
			return nil, false, p.unsupported(`\X with (*UTF)`)
		}
		return &node{kind: map[byte]kind{'R': kNewline, 'X': kCluster, 'C': kByte}[c]}, true, nil
	case 'N':
		if !p.namedCharacter() {
			p.pos++
			return &node{kind: kSet, set: p.dot(false)}, true, nil
		}
	case 'g':
		return p.groupEscape()
	case 'k':
		return p.nameEscape()
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if n, ok, err := p.digitReference(); ok || err != nil {
			return n, true, err
		}
	}
	if s, ok, err := p.typeEscape(); ok || err != nil {
		return &node{kind: kSet, set: s}, true, err
	}
	p.pos = start
	r, err := p.charEscape()
	return p.literal(r), true, err
}

// pcreAnchor returns the assertion that a letter behind a backslash stands for.
func pcreAnchor(c byte) (assertion, bool) {
	switch c {
	case 'A', 'G':
		return textStart, true
	case 'Z':
		return textEndNewline, true
	case 'z':
		return textEnd, true
	case 'b':
		return wordBoundary, true
	case 'B':
		return notBoundary, true
	}
	return 0, false
}

// typeEscape reads the escapes that stand for sets, the same in and outside a
// class; the place is on the letter.
func (p *pcreParser) typeEscape() (*set, bool, error) {
	c := p.src[p.pos]
	if c == 'p' || c == 'P' {
		s, err := p.property()
		return s, true, err
	}
	var s *set
	switch lower(c) {
	case 'd':
		s = p.typeSet(isDigit, "Nd")
	case 's':
		s = p.typeSet(isSpace, "Xsp")
	case 'w':
		s = p.typeSet(isWord, "Xwd")
	case 'h':
		s = runeSet(isHorizontal)
	case 'v':
		s = runeSet(isVertical)
	default:
		return nil, false, nil
	}
	if isUpper(c) {
		s.complement()
	}
	p.pos++
	return s, true, nil
}

// typeSet returns a class of ASCII, or of Unicode where (*UCP) asks for it.
func (p *pcreParser) typeSet(ascii func(byte) bool, property string) *set {
	if !p.ucp {
		return classSet(ascii)
	}
	s := &set{}
	s.addTable(table{in: unicodeProperty(property)})
	return s
}

func runeSet(f func(rune) bool) *set {
	s := &set{}
	s.addTable(table{in: f})
	return s
}

// charEscape reads an escape that stands for one character, the same in and
// outside a class; the place is on the backslash.
func (p *pcreParser) charEscape() (rune, error) {
	p.pos++
	if !p.more() {
		return 0, p.fail(p.pos, `\ at end of pattern`)
	}
	c := p.src[p.pos]
	if c >= utf8.RuneSelf {
		r, size := p.decode(p.src[p.pos:])
		p.pos += size
		return r, nil
	}
	p.pos++
	if !isAlnum(c) {
		return rune(c), nil
	}
	switch c {
	case 'a':
		return 7, nil
	case 'e':
		return 27, nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'c':
		return p.control()
	case 'x':
		return p.hex()
	case 'o':
		return p.octalBraces()
	case 'N':
		return p.codePoint()
	case '0', '1', '2', '3', '4', '5', '6', '7':
		return p.octal(c)
	case '8', '9':
		return rune(c), nil
	case 'F', 'L', 'l', 'U', 'u':
		return 0, p.fail(p.pos, `PCRE2 does not support \F, \L, \l, \N{name}, \U, or \u`)
	}
	return 0, p.fail(p.pos-1, `unrecognized character follows \`)
}

func (p *pcreParser) control() (rune, error) {
	if !p.more() {
		return 0, p.fail(p.pos, `\c at end of pattern`)
	}
	c := p.src[p.pos]
	if c < ' ' || c > '~' {
		return 0, p.fail(p.pos, `\c must be followed by a printable ASCII character`)
	}
	p.pos++
	if isLower(c) {
		c -= 32
	}
	return rune(c ^ 64), nil
}

// octal reads up to two more octal digits behind c.
func (p *pcreParser) octal(c byte) (rune, error) {
	r := rune(c - '0')
	for n := 0; n < 2 && p.more() && inRange(p.src[p.pos], '0', '7'); n++ {
		r = r*8 + rune(p.src[p.pos]-'0')
		p.pos++
	}
	if r > 0xff && !p.utf {
		return 0, p.fail(p.pos, `octal value is greater than \377 in 8-bit non-UTF-8 mode`)
	}
	return r, nil
}

func (p *pcreParser) hex() (rune, error) {
	if p.take("{") {
		return p.number(16, `non-hex character in \x{} (closing brace missing?)`)
	}
	r := rune(0)
	for n := 0; n < 2 && p.more() && isHex(p.src[p.pos]); n++ {
		r = r*16 + rune(digitValue(p.src[p.pos]))
		p.pos++
	}
	return r, nil
}

func (p *pcreParser) octalBraces() (rune, error) {
	if !p.take("{") {
		return 0, p.fail(p.pos-1, `missing opening brace after \o`)
	}
	return p.number(8, `non-octal character in \o{} (closing brace missing?)`)
}

// codePoint reads \N{U+hhhh}, which only UTF mode knows.
func (p *pcreParser) codePoint() (rune, error) {
	if p.utf && p.take("{U+") {
		return p.number(16, `non-hex character in \x{} (closing brace missing?)`)
	}
	if p.peek("{U+") {
		return 0, p.fail(p.pos, `\N{U+dddd} is supported only in Unicode (UTF) mode`)
	}
	return 0, p.fail(p.pos, `PCRE2 does not support \F, \L, \l, \N{name}, \U, or \u`)
}

// number reads digits of a base up to a closing brace.
func (p *pcreParser) number(base int, bad string) (rune, error) {
	r := rune(0)
	if p.peek("}") || !p.more() {
		return 0, p.fail(p.pos, `digits missing in \x{} or \o{} or \N{U+}`)
	}
	limit := rune(0xff)
	if p.utf {
		limit = utf8.MaxRune
	}
	for ; p.more() && p.src[p.pos] != '}'; p.pos++ {
		v := digitValue(p.src[p.pos])
		if v >= base {
			return 0, p.fail(p.pos, bad)
		}
		if r = r*rune(base) + rune(v); r > limit {
			return 0, p.fail(p.pos+1, `character code point value in \x{} or \o{} is too large`)
		}
	}
	if !p.take("}") {
		return 0, p.fail(p.pos-1, bad)
	}
	if r >= 0xd800 && r <= 0xdfff {
		return 0, p.fail(p.pos-1, "disallowed Unicode code point (>= 0xd800 && <= 0xdfff)")
	}
	return r, nil
}

// digitValue returns the value of a digit of any base up to 16, 99 for others.
func digitValue(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case isHex(c):
		return int(lower(c)-'a') + 10
	}
	return 99
}

// digitReference reads \1 and its like; a number that is no group so far may
// be an octal code instead.
func (p *pcreParser) digitReference() (*node, bool, error) {
	i, n := p.pos, 0
	for i < len(p.src) && isDigit(p.src[i]) {
		if n = n*10 + int(p.src[i]-'0'); n > maxCount {
			return nil, false, p.fail(i+1, "subpattern number is too big")
		}
		i++
	}
	if n >= 10 && p.src[p.pos] < '8' && n > p.groups {
		return nil, false, nil
	}
	p.pos = i
	return p.backref(n, "", i-1), true, nil
}

// backref returns a back-reference by number or name.
func (p *pcreParser) backref(group int, name string, offset int) *node {
	n := &node{kind: kBackref, index: group, fold: p.o.fold}
	p.refs = append(p.refs, reference{node: n, name: name, offset: offset})
	return n
}

// groupEscape reads \g: a back-reference, or a call with <> or ”.
func (p *pcreParser) groupEscape() (*node, bool, error) {
	p.pos++
	start := p.pos
	bad := p.fail(p.pos, `\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number`)
	if !p.more() {
		return nil, false, bad
	}
	switch c := p.src[p.pos]; c {
	case '<', '\'':
		p.pos++
		return p.callBy(map[byte]string{'<': ">", '\'': "'"}[c])
	case '{':
		p.pos++
		if n, ok, err := p.signed(); err != nil {
			return nil, false, p.at(err, start)
		} else if ok {
			if !p.take("}") {
				return nil, false, bad
			}
			return p.backref(n, "", p.pos-1), true, nil
		}
		name, err := p.name("}")
		return p.backref(0, name, p.pos-len(name)-1), true, err
	}
	n, ok, err := p.signed()
	if err == nil && !ok {
		err = bad
	}
	err = p.at(err, start)
	return p.backref(n, "", p.pos-1), true, err
}

// at moves an error to where PCRE2 reports it.
func (p *pcreParser) at(err error, offset int) error {
	if e, ok := err.(*SyntaxError); ok {
		e.Offset = offset
	}
	return err
}

// namedCharacter reports whether an N is followed by the name of a character
// and not by a quantifier.
func (p *pcreParser) namedCharacter() bool {
	if !p.peek("N{") {
		return false
	}
	saved := p.pos
	p.pos++
	_, _, ok, _ := p.quantifier()
	p.pos = saved
	return !ok
}

// nameEscape reads \k<name>, \k'name' or \k{name}.
func (p *pcreParser) nameEscape() (*node, bool, error) {
	p.pos++
	if !p.more() || !strings.ContainsRune("<'{", rune(p.src[p.pos])) {
		return nil, false, p.fail(p.pos, `\k is not followed by a braced, angle-bracketed, or quoted name`)
	}
	end := map[byte]string{'<': ">", '\'': "'", '{': "}"}[p.src[p.pos]]
	p.pos++
	name, err := p.name(end)
	return p.backref(0, name, p.pos-len(name)-1), true, err
}

// signed reads a group number; a sign makes it relative to the groups so far.
func (p *pcreParser) signed() (n int, ok bool, err error) {
	i := p.pos
	sign := byte(0)
	if i < len(p.src) && (p.src[i] == '+' || p.src[i] == '-') {
		sign = p.src[i]
		i++
	}
	start := i
	for ; i < len(p.src) && isDigit(p.src[i]); i++ {
		if n = n*10 + int(p.src[i]-'0'); n > maxCount {
			return 0, false, p.fail(i+1, "subpattern number is too big")
		}
	}
	if i == start {
		return 0, false, nil
	}
	p.pos = i
	if sign == 0 {
		return n, true, nil
	}
	if n == 0 {
		return 0, false, p.fail(p.pos, "a relative value of zero is not allowed")
	}
	if sign == '+' {
		return p.groups + n, true, nil
	}
	if n > p.groups {
		return 0, false, p.fail(p.pos, "reference to non-existent subpattern")
	}
	return p.groups - n + 1, true, nil
}

// maxName is the longest name of a group.
const maxName = 32

// name reads the name of a group and what ends it.
func (p *pcreParser) name(end string) (string, error) {
	start := p.pos
	for p.more() && (isWord(p.src[p.pos]) || p.utf && p.src[p.pos] >= utf8.RuneSelf) {
		p.pos++
	}
	name := p.src[start:p.pos]
	switch {
	case name != "" && isDigit(name[0]):
		return "", p.fail(start, "subpattern name must start with a non-digit")
	case len(name) > maxName:
		return "", p.fail(start+maxName+1, "subpattern name is too long (maximum 32 code units)")
	case name == "":
		return "", p.fail(p.pos, "subpattern name expected")
	case !p.take(end):
		return "", p.fail(p.pos, "syntax error in subpattern name (missing terminator?)")
	}
	return name, nil
}
