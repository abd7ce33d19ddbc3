package imap

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// A command is a whole command of RFC 9051 §9, as the engine shall read it:
// one line, in which every literal has become a quoted string. The message of
// APPEND alone stays a literal, and follows the text.
type command struct {
	tag  string
	verb string // in upper case; "UID FETCH"
	text []byte // with CRLF at its end
}

// readCommand reads the next command. The error may be a refusal.
func (c *conn) readCommand() (*command, error) {
	line, err := c.readLine(maxCommand)
	if err != nil {
		return nil, err
	}
	cmd, err := parseCommand(line)
	if err != nil {
		return nil, err
	}
	for n := 0; ; n++ {
		if len(cmd.text)+len(line) > maxCommand || n > maxLiterals {
			return nil, &refusal{tag: cmd.tag, text: "BAD [TOOBIG] The command is too long", ends: true}
		}
		lit, closed := trailingLiteral(line)
		if !closed {
			return nil, refuseLine(line, cmd.tag, "BAD A quoted string has no end")
		}
		if lit == nil {
			cmd.text = append(append(cmd.text, line...), '\r', '\n')
			return cmd, nil
		}
		cmd.text = append(cmd.text, line[:lit.at]...)
		if cmd.takesMessage() {
			return cmd, c.openUpload(cmd, lit)
		}
		if err := c.readLiteral(cmd, lit); err != nil {
			return nil, err
		}
		if line, err = c.readLine(maxCommand); err != nil {
			return nil, tagged(err, cmd.tag)
		}
	}
}

// tagged gives a refusal the tag of the command it refuses.
func tagged(err error, tag string) error {
	if r, ok := err.(*refusal); ok {
		r.tag = tag
	}
	return err
}

// parseCommand reads tag and verb.
func parseCommand(line []byte) (*command, error) {
	words := strings.SplitN(string(line[:min(len(line), 256)]), " ", 4)
	tag := words[0]
	if !isTag(tag) {
		return nil, refuseLine(line, "", "BAD A command begins with a tag")
	}
	if len(words) < 2 || words[1] == "" {
		return nil, refuseLine(line, tag, "BAD A command follows its tag")
	}
	cmd := &command{tag: tag, verb: strings.ToUpper(words[1])}
	if cmd.verb == "UID" && len(words) > 2 {
		cmd.verb += " " + strings.ToUpper(words[2])
	}
	return cmd, nil
}

// leadingTag returns the tag that line begins with, or "".
func leadingTag(line []byte) string {
	tag, _, found := strings.Cut(string(line[:min(len(line), 256)]), " ")
	if !found || !isTag(tag) {
		return ""
	}
	return tag
}

// isTag reports whether s is a tag of RFC 9051 §9, and of a length to repeat.
func isTag(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte(`(){%*"\+`, s[i]) >= 0 {
			return false
		}
	}
	return s != "" && len(s) <= 128
}

// takesMessage reports whether a literal that follows the text is the message
// of an APPEND, not the name of its mailbox.
func (cmd *command) takesMessage() bool {
	if cmd.verb != "APPEND" {
		return false
	}
	return len(cmd.text) > len(cmd.tag)+len(" APPEND ")
}

// A literal is the announcement of one at the end of a line: {5}, {5+}, ~{5}.
type literal struct {
	at    int   // where it starts in the line, without "~"
	size  int64 // -1 if it is no number that fits
	async bool  // the client does not wait to be asked (RFC 7888)
}

// trailingLiteral returns the literal that line announces, or nil. closed is
// false if line ends inside a quoted string.
func trailingLiteral(line []byte) (lit *literal, closed bool) {
	quoted := false
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == '\\' && quoted:
			i++
		}
	}
	if quoted {
		return nil, false
	}
	at := bytes.LastIndexByte(line, '{')
	if at < 0 || line[len(line)-1] != '}' {
		return nil, true
	}
	digits, async := strings.CutSuffix(string(line[at+1:len(line)-1]), "+")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return nil, true
	}
	size, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		size = -1
	}
	return &literal{at: at, size: size, async: async}, true
}

// readLiteral reads a literal and adds it to the text as a quoted string.
func (c *conn) readLiteral(cmd *command, lit *literal) error {
	if lit.size < 0 || lit.size > maxLiteral {
		return &refusal{tag: cmd.tag, text: "NO [TOOBIG] Literals are limited to 4096 octets here", ends: lit.async}
	}
	if err := c.invite(lit); err != nil {
		return err
	}
	octets := make([]byte, lit.size)
	if _, err := io.ReadFull(c.in, octets); err != nil {
		return err
	}
	if bytes.ContainsAny(octets, "\x00\r\n") {
		rest, err := c.readLine(maxCommand)
		if err != nil {
			return tagged(err, cmd.tag)
		}
		return refuseLine(rest, cmd.tag, "BAD A literal must be a single line here")
	}
	cmd.text = appendQuoted(bytes.TrimSuffix(cmd.text, []byte{'~'}), octets)
	return nil
}

// invite asks for the octets of a literal that the client waits to send.
func (c *conn) invite(lit *literal) error {
	if lit.async {
		return nil
	}
	c.say("+ Go on")
	return c.flush()
}

func appendQuoted(text, octets []byte) []byte {
	text = append(text, '"')
	for _, b := range octets {
		if b == '"' || b == '\\' {
			text = append(text, '\\')
		}
		text = append(text, b)
	}
	return append(text, '"')
}
