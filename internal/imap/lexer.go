package imap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	maxCommand  = 64 << 10 // octets of a command, literals included
	maxUnknown  = 16 << 10 // the same before the login
	maxLiteral  = 32 << 10 // octets of one literal that is not a message
	maxLiterals = 1000     // of a command
)

// A lexer takes one command apart as it is read. The line at hand is whole;
// where it ends with a literal, the octets of that and the next line are read
// when the literal is taken. Strings that it returns are copies.
type lexer struct {
	w        *wire
	line     []byte
	pos      int
	left     int // octets that the command may still have
	literals int
}

// begin reads the first line of a command.
func (p *lexer) begin(limit int) error {
	p.left, p.pos, p.literals, p.line = limit, 0, 0, nil
	return p.next()
}

// next reads the next line of the command.
func (p *lexer) next() error {
	line, err := p.w.line(p.left)
	if errors.Is(err, errLong) {
		f := bad("The command is too long")
		f.code, f.ends = "TOOBIG", true
		return f
	}
	if err != nil {
		return err
	}
	p.line, p.pos = line, 0
	p.left -= len(line)
	if bytes.IndexByte(line, 0) >= 0 || bytes.IndexByte(line, '\r') >= 0 {
		return bad("A line must not hold NUL or CR")
	}
	return nil
}

// peek returns the next octet, or 0 at the end of the line.
func (p *lexer) peek() byte {
	if p.pos < len(p.line) {
		return p.line[p.pos]
	}
	return 0
}

// take passes over c, if it is next.
func (p *lexer) take(c byte) bool {
	if p.peek() != c || c == 0 {
		return false
	}
	p.pos++
	return true
}

// space requires white space between two arguments.
func (p *lexer) space() error {
	if !p.take(' ') {
		return bad("A space is missing between two arguments")
	}
	for p.take(' ') {
	}
	return nil
}

// more reports whether another argument follows, and passes over the space in
// front of it.
func (p *lexer) more() bool {
	if p.peek() != ' ' {
		return false
	}
	at := p.pos
	for p.take(' ') {
	}
	if c := p.peek(); c == 0 || c == ')' {
		p.pos = at
		return false
	}
	return true
}

// end requires the end of the command.
func (p *lexer) end() error {
	for p.take(' ') {
	}
	if p.pos < len(p.line) {
		return bad("The command goes on where it should end")
	}
	return nil
}

// open requires an opening parenthesis.
func (p *lexer) open() error {
	if !p.take('(') {
		return bad("An opening parenthesis is missing")
	}
	return nil
}

// list reads items between parentheses, each by item.
func (p *lexer) list(item func() error) error {
	if err := p.open(); err != nil {
		return err
	}
	for p.take(' ') {
	}
	for !p.take(')') {
		if err := item(); err != nil {
			return err
		}
		if c := p.peek(); c != ' ' && c != ')' {
			return bad("A space or a closing parenthesis is missing in a list")
		}
		for p.take(' ') {
		}
	}
	return nil
}

// isAtom reports whether c may be in an atom (RFC 9051 §9: ATOM-CHAR).
func isAtom(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte(`(){%*"\]`, c) < 0
}

// run takes octets for as long as in holds.
func (p *lexer) run(in func(byte) bool) string {
	from := p.pos
	for p.pos < len(p.line) && in(p.line[p.pos]) {
		p.pos++
	}
	return string(p.line[from:p.pos])
}

// word takes an atom and returns it in upper case, or "".
func (p *lexer) word() string { return strings.ToUpper(p.run(isAtom)) }

// atom takes an atom.
func (p *lexer) atom() (string, error) {
	s := p.run(isAtom)
	if s == "" {
		return "", bad("An atom is missing")
	}
	return s, nil
}

// isAString reports whether c may stand in an astring that is no string. UTF-8
// is let through, because clients send it.
func isAString(c byte) bool { return isAtom(c) || c == ']' || c >= 0x80 }

// astring takes an atom or a string.
func (p *lexer) astring() (string, error) {
	if p.isString() {
		return p.text()
	}
	s := p.run(isAString)
	if s == "" {
		return "", bad("A string is missing")
	}
	return s, nil
}

func (p *lexer) isString() bool {
	c := p.peek()
	return c == '"' || c == '{' || c == '~' && p.isBinary()
}

// isBinary reports whether a literal8 is next.
func (p *lexer) isBinary() bool { return p.pos+1 < len(p.line) && p.line[p.pos+1] == '{' }

// pattern takes a name of LIST, in which wildcards may stand.
func (p *lexer) pattern() (string, error) {
	if p.isString() {
		return p.text()
	}
	s := p.run(func(c byte) bool { return isAString(c) || c == '%' || c == '*' })
	if s == "" {
		return "", bad("The name of a mailbox is missing")
	}
	return s, nil
}

// text takes a string: a quoted one or a literal.
func (p *lexer) text() (string, error) {
	if p.peek() == '"' {
		return p.quoted()
	}
	lit, err := p.literal()
	if err != nil {
		return "", err
	}
	octets, err := p.octets(lit)
	return string(octets), err
}

// ntext takes a string or NIL.
func (p *lexer) ntext() (s string, isNil bool, err error) {
	if p.isString() {
		s, err = p.text()
		return s, false, err
	}
	if p.word() != "NIL" {
		return "", false, bad("A string or NIL is missing")
	}
	return "", true, nil
}

func (p *lexer) quoted() (string, error) {
	var b strings.Builder
	for i := p.pos + 1; i < len(p.line); i++ {
		c := p.line[i]
		switch {
		case c == '"':
			p.pos = i + 1
			return b.String(), nil
		case c == '\\' && i+1 < len(p.line):
			i++
			c = p.line[i]
		}
		b.WriteByte(c)
	}
	return "", bad("A quoted string has no end")
}

// number takes a number below 2^63.
func (p *lexer) number() (int64, error) {
	n, err := strconv.ParseInt(p.run(isDigit), 10, 64)
	if err != nil {
		return 0, bad("A number is missing, or out of range")
	}
	return n, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// A literal is the announcement of one at the end of a line: {5}, {5+}, ~{5}.
type literal struct {
	size  int64 // -1 if it is no number that fits
	async bool  // the client does not wait to be asked (RFC 7888)
	eight bool  // binary octets may be in it (RFC 3516)
}

// literal reads the announcement of a literal, and stays in front of it: what
// follows is to be asked for.
func (p *lexer) literal() (literal, error) {
	lit, ok := parseLiteral(p.line[p.pos:])
	if !ok {
		return literal{}, bad("A string is missing, or a literal is not well formed")
	}
	return lit, nil
}

// parseLiteral reads the announcement of a literal that is all of text.
func parseLiteral(text []byte) (lit literal, ok bool) {
	if bytes.HasPrefix(text, []byte("~")) {
		lit.eight = true
		text = text[1:]
	}
	if len(text) < 3 || text[0] != '{' || text[len(text)-1] != '}' {
		return lit, false
	}
	digits := string(text[1 : len(text)-1])
	if cut, found := strings.CutSuffix(digits, "+"); found {
		digits, lit.async = cut, true
	}
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return lit, false
	}
	size, err := strconv.ParseInt(digits, 10, 64)
	if lit.size = size; err != nil {
		lit.size = -1
	}
	return lit, true
}

// octets reads a literal that is not a message, and the line after it.
func (p *lexer) octets(lit literal) ([]byte, error) {
	p.literals++
	switch {
	case lit.size < 0 || lit.size > maxLiteral:
		return nil, tooBig(fmt.Sprintf("Literals are limited to %d octets here", maxLiteral))
	case lit.size > int64(p.left) || p.literals > maxLiterals:
		f := bad("The command is too long")
		f.code = "TOOBIG"
		return nil, f
	}
	if err := p.invite(lit); err != nil {
		return nil, err
	}
	octets := make([]byte, lit.size)
	if _, err := io.ReadFull(p.w.in, octets); err != nil {
		return nil, err
	}
	p.left -= len(octets)
	p.line, p.pos = nil, 0
	if err := p.next(); err != nil {
		return nil, err
	}
	if bytes.IndexByte(octets, 0) >= 0 && !lit.eight {
		return nil, bad("A literal must not hold NUL")
	}
	return octets, nil
}

// invite asks for the octets of a literal that the client waits to send.
func (p *lexer) invite(lit literal) error {
	if lit.async {
		return nil
	}
	p.w.put("+ OK")
	return p.w.flush()
}

// abandon passes over the rest of a command that is refused, so that nothing
// in it is taken for a command. Literals that the client does not wait to send
// are read, up to limit octets. It returns false where the connection must
// end.
func (p *lexer) abandon(limit int64) bool {
	for {
		at := bytes.LastIndexByte(p.line, '{')
		if at < 0 || p.line[len(p.line)-1] != '}' {
			return true
		}
		lit, ok := parseLiteral(p.line[at:])
		if !ok || !lit.async {
			return true
		}
		if inQuotes(p.line) || lit.size < 0 || lit.size > limit {
			return false
		}
		limit -= lit.size
		if _, err := io.CopyN(io.Discard, p.w.in, lit.size); err != nil {
			return false
		}
		line, err := p.w.line(maxCommand)
		if err != nil {
			return false
		}
		p.line = line
	}
}

// inQuotes reports whether line ends inside a quoted string.
func inQuotes(line []byte) bool {
	quoted := false
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == '\\' && quoted:
			i++
		}
	}
	return quoted
}
