package imap

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
)

// An upload is the message of an APPEND. The engine is given the command up
// to the message first. Only when it then asks for more, without an answer,
// has it accepted the command.
type upload struct {
	literal
	tag    string
	closer string // what ends the command after the message: ")" after UTF8 (
	writes int    // of the engine before it was given the command
	begun  bool
	left   int64 // octets not yet handed out
}

// openUpload makes the message the next thing to read after cmd, whose text
// it completes.
func (c *conn) openUpload(cmd *command, lit *literal) error {
	switch {
	case !c.loggedIn():
		return &refusal{tag: cmd.tag, text: "BAD Log in first", ends: true}
	case lit.size < 0 || lit.size > c.service.MaxSize:
		text := fmt.Sprintf("NO [TOOBIG] Messages are limited to %d octets", c.service.MaxSize)
		return &refusal{tag: cmd.tag, text: text, ends: lit.async}
	}
	u := &upload{literal: *lit, tag: cmd.tag, left: lit.size}
	if strings.HasSuffix(strings.ToUpper(string(cmd.text)), " UTF8 (~") {
		u.closer = ")"
	}
	cmd.text = fmt.Appendf(cmd.text, "{%d+}\r\n", lit.size)
	c.mu.Lock()
	u.writes = c.writes
	c.mu.Unlock()
	if lit.size > 0 {
		c.upload = u
		return nil
	}
	if err := c.invite(lit); err != nil {
		return err
	}
	tail, err := c.uploadTail(u)
	cmd.text = append(cmd.text, tail...)
	return err
}

// readUpload hands out octets of the message. The last one is held back until
// the command is seen to end as it must: a message whose command is broken is
// not kept. It returns 0 and no error when there is nothing, or nothing more.
func (c *conn) readUpload(p []byte) (int, error) {
	u := c.upload
	if !u.begun {
		if err := c.beginUpload(u); err != nil || c.upload == nil {
			return 0, err
		}
	}
	if u.left > 1 {
		c.raw.SetReadDeadline(time.Now().Add(c.service.CommandTimeout))
		n, err := c.in.Read(p[:min(int64(len(p)), u.left-1, 64<<10)])
		u.left -= int64(n)
		if err != nil {
			return n, c.farewell(err)
		}
		return n, nil
	}
	last, err := c.in.ReadByte()
	if err != nil {
		return 0, c.farewell(err)
	}
	tail, err := c.uploadTail(u)
	if err != nil {
		return 0, c.refused(err)
	}
	c.upload, c.pending = nil, append([]byte{last}, tail...)
	return 0, nil
}

// beginUpload asks for the message, if the engine has taken the command.
// If not, the octets of a client that did not wait are passed over.
func (c *conn) beginUpload(u *upload) error {
	c.mu.Lock()
	refused := c.writes != u.writes
	c.mu.Unlock()
	u.begun = true
	if !refused {
		if err := c.invite(&u.literal); err != nil {
			return c.farewell(err)
		}
		return nil
	}
	c.upload = nil
	if !u.async {
		return nil
	}
	for left := u.size; left > 0; {
		c.raw.SetReadDeadline(time.Now().Add(c.service.CommandTimeout))
		n, err := c.in.Discard(int(min(left, 64<<10)))
		if left -= int64(n); err != nil {
			return c.farewell(err)
		}
	}
	_, err := c.readLine(maxCommand)
	return c.refused(tagged(err, u.tag))
}

// uploadTail reads what follows the message on its command.
func (c *conn) uploadTail(u *upload) ([]byte, error) {
	line, err := c.readLine(maxCommand)
	var r *refusal
	switch {
	case errors.As(err, &r):
		r.tag, r.ends = u.tag, true
		return nil, r
	case err != nil:
		return nil, err
	case string(bytes.TrimRight(line, " ")) != u.closer:
		return nil, &refusal{tag: u.tag, text: "BAD The command goes on after the message", ends: true}
	}
	return []byte(u.closer + "\r\n"), nil
}
