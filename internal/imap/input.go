package imap

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

const (
	maxCommand  = 48 << 10 // octets of a command, literals included
	maxLiteral  = 4 << 10  // octets of one literal that is not a message
	maxLiterals = 1000
	maxBad      = 50 // commands refused in a row, then BYE
)

// next waits for the next command, or the next line of the one that goes on,
// and returns what the engine shall read of it.
func (c *conn) next() ([]byte, error) {
	if c.listens() {
		return c.answerLine()
	}
	for {
		if err := c.await(); err != nil {
			return nil, c.farewell(err)
		}
		cmd, err := c.readCommand()
		if err == nil {
			c.begin(cmd)
			var done bool
			if done, err = c.own(cmd); err == nil && !done {
				c.bad = 0
				return cmd.text, nil
			}
		}
		if err = c.refused(err); err != nil {
			return nil, err
		}
	}
}

func (c *conn) listens() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dialog == listening
}

// begin notes which command the engine is about to read.
func (c *conn) begin(cmd *command) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.verb, c.tag, c.dialog = cmd.verb, cmd.tag, noDialog
	if cmd.verb == "IDLE" || cmd.verb == "AUTHENTICATE" {
		c.dialog = awaiting
	}
}

// refused tells the client of a command that the engine will not see, and
// ends the connection where it cannot or should not go on.
func (c *conn) refused(err error) error {
	var r *refusal
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &r):
		return c.farewell(err)
	}
	if c.bad++; c.bad >= maxBad {
		r.ends = true
	}
	tag := r.tag
	if tag == "" {
		tag = "*"
	}
	c.say(tag + " " + r.text)
	if r.ends || !c.loggedIn() {
		c.say("* BYE Closing the connection")
		c.linger()
		return net.ErrClosed
	}
	return nil
}

func (c *conn) loggedIn() bool { return c.session != nil && c.session.account != "" }

// farewell ends a connection whose reading failed: with BYE if it was too slow.
func (c *conn) farewell(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.say("* BYE Too long without a whole command")
	}
	c.flush()
	c.sever()
	return net.ErrClosed
}

// linger sends what has been said and takes in some of what is still coming:
// closing a socket on unread octets would keep the client from reading why.
func (c *conn) linger() {
	if c.flush() == nil {
		if half, ok := c.raw.(interface{ CloseWrite() error }); ok && !c.isSecure() {
			half.CloseWrite()
		}
		c.raw.SetReadDeadline(time.Now().Add(2 * time.Second))
		io.CopyN(io.Discard, c.raw, 1<<20)
	}
	c.sever()
}

func (c *conn) isSecure() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.secure
}

// await sends what has been collected and waits for the first octet of a
// command.
func (c *conn) await() error {
	if err := c.flush(); err != nil {
		return err
	}
	c.release()
	limit := c.begun.Add(c.service.LoginTimeout)
	if c.loggedIn() {
		limit = time.Now().Add(c.service.IdleTimeout)
	}
	c.raw.SetReadDeadline(limit)
	if _, err := c.in.Peek(1); err != nil {
		return err
	}
	if c.loggedIn() {
		c.raw.SetReadDeadline(time.Now().Add(c.service.CommandTimeout))
	}
	return nil
}

// release gives back what a long answer took: most clients wait most of the
// time.
func (c *conn) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.out) == 0 && cap(c.out) > inputBuffer {
		c.out = nil
	}
}

// readLine reads a line of at most limit octets and returns it without its
// end, which is CRLF or LF alone. The slice is valid until the next read.
func (c *conn) readLine(limit int) ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	var long []byte
	for errors.Is(err, bufio.ErrBufferFull) {
		if long = append(long, line...); len(long) > limit {
			return nil, &refusal{text: "BAD [TOOBIG] The command is too long", ends: true}
		}
		line, err = c.in.ReadSlice('\n')
	}
	if err != nil {
		return nil, err
	}
	if long != nil {
		line = append(long, line...)
	}
	line = bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'})
	switch {
	case len(line) > limit:
		return nil, &refusal{text: "BAD [TOOBIG] The command is too long", ends: true}
	case bytes.IndexByte(line, 0) >= 0, bytes.IndexByte(line, '\r') >= 0:
		return nil, refuseLine(line, leadingTag(line), "BAD A line must not hold NUL or CR")
	}
	return line, nil
}

// refuseLine refuses a command for what is in line. If octets follow that the
// client does not wait to send, they would be taken for commands.
func refuseLine(line []byte, tag, text string) *refusal {
	return &refusal{tag: tag, text: text, ends: bytes.HasSuffix(line, []byte("+}"))}
}

// answerLine reads the line that IDLE or AUTHENTICATE waits for.
func (c *conn) answerLine() ([]byte, error) {
	c.mu.Lock()
	verb, tag := c.verb, c.tag
	c.dialog = noDialog
	if verb == "AUTHENTICATE" {
		c.dialog = awaiting
	}
	c.mu.Unlock()
	if err := c.await(); err != nil {
		return nil, c.farewell(err)
	}
	line, err := c.readLine(maxCommand)
	if err == nil && verb == "IDLE" {
		if !strings.EqualFold(string(line), "DONE") {
			err = &refusal{tag: tag, text: "BAD IDLE ends with DONE", ends: true}
		}
		line = []byte("DONE")
	}
	if err != nil {
		var r *refusal
		if errors.As(err, &r) {
			r.ends = true
		}
		return nil, c.refused(err)
	}
	return append(bytes.Clone(line), '\r', '\n'), nil
}

// A refusal is why a command does not reach the engine.
type refusal struct {
	tag  string // empty if none was given
	text string // "BAD …" or "NO …"
	ends bool   // the rest of the command cannot be told from the next one
}

// Error implements error.
func (r *refusal) Error() string { return "imap: " + r.text }
