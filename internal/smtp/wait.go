package smtp

import (
	"errors"
	"os"
	"time"
)

// fillCommand waits for more of a command.
func (c *conn) fillCommand() error {
	if err := c.flush(); err != nil {
		return err
	}
	c.logTransaction()
	c.in.shrink()
	if !c.engaged {
		c.out = c.service.replies.put(c.out) // most clients wait for a while after EHLO
	}
	resting := c.rests()
	if err := c.beginWait(resting); err != nil {
		return err
	}
	err := c.in.fill(c.Conn)
	stopping := c.endWait()
	switch timeout := errors.Is(err, os.ErrDeadlineExceeded); {
	case timeout && stopping:
		return errStopping
	case timeout && resting && time.Now().Before(c.commandBy):
		return errResting
	}
	if err == nil && c.verb == "" && c.handshake == nil && c.in.buffered()[0] == tlsHandshake && c.Conn == c.socket {
		return errNotSMTP
	}
	return err
}

// tlsHandshake is the first octet of a TLS connection (RFC 8446 §5.1).
const tlsHandshake = 0x16

// restAfter is how long a client may be silent between two transactions
// before its connection goes back to the lobby.
const restAfter = 2 * time.Second

// rests reports whether the connection has an engine that it does not need
// while nothing comes.
func (c *conn) rests() bool {
	return c.engaged && !c.tx.open && c.phase == commands && len(c.in.buffered()) == 0
}

func (c *conn) beginWait(resting bool) error {
	if c.commandBy.IsZero() {
		c.commandBy = time.Now().Add(c.service.CommandTimeout)
		if age := c.service.SessionTimeout; age > 0 && c.commandBy.After(c.born.Add(age)) {
			c.commandBy = c.born.Add(age)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopping.Load() {
		return errStopping
	}
	c.waiting = true
	if rest := time.Now().Add(restAfter); resting && rest.Before(c.commandBy) {
		return c.setReadBy(rest)
	}
	return c.setReadBy(c.commandBy)
}

func (c *conn) endWait() (stopping bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = false
	return c.stopping.Load()
}

// minProgress is how much content must come within DataTimeout.
const minProgress = 1 << 10

// fillContent waits for more of a message.
func (c *conn) fillContent() error {
	if err := c.flush(); err != nil {
		return errConnection
	}
	if c.progress >= minProgress || c.rate > 0 {
		c.progress = 0
		c.mu.Lock()
		err := c.setReadBy(time.Now().Add(c.service.DataTimeout))
		c.mu.Unlock()
		if err != nil {
			return errConnection
		}
	}
	before := len(c.in.buffered())
	err := c.in.fill(c.source())
	c.progress += len(c.in.buffered()) - before
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errTimeout
	}
	return errConnection
}

// slack is by how much a deadline may be early, so that it need not be moved
// for every block.
const slack = time.Second

// setReadBy sets the deadline for reading; c.mu is held.
func (c *conn) setReadBy(t time.Time) error {
	if d := t.Sub(c.readBy); 0 <= d && d < slack {
		return nil
	}
	c.readBy = t
	return c.Conn.SetReadDeadline(t)
}
