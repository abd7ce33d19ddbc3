package smtp

import (
	"errors"
	"io"
	"time"

	"mailsink/internal/faults"
	"mailsink/internal/mail"
	"mailsink/internal/pause"
)

// Faults decides what goes wrong on purpose. It counts what it is asked, so
// it is asked once at every stage.
type Faults interface {
	Active() bool // whether anything can
	Decide(faults.Event) (faults.Action, bool)
	Repeats(faults.Event) bool // whether the content will be needed once more
}

// errFault is why content that has come whole is not kept: a fault says so.
var errFault = errors.New("smtp: refused on purpose")

// event tells what is known at stage.
func (c *conn) event(stage faults.Stage, to ...mail.Address) faults.Event {
	from := c.tx.env.ReversePath
	if given := c.tx.env.OriginalReversePath; given != "" {
		from = given
	}
	if stage == faults.Mail {
		from = c.tx.path
	}
	client := c.client()
	return faults.Event{
		Stage: stage, Client: client.Address, Hello: client.Hello, User: c.identity, From: from, To: to, Size: c.tx.declared,
	}
}

func (c *conn) faulty() bool { return c.service.Faults != nil && c.service.Faults.Active() }

// decide asks what goes wrong at stage, and does what does not end a command.
func (c *conn) decide(stage faults.Stage, to ...mail.Address) (a faults.Action, ends bool) {
	if !c.faulty() {
		return a, false
	}
	a, ok := c.service.Faults.Decide(c.event(stage, to...))
	if !ok {
		return a, false
	}
	c.suffer(stage, a)
	return a, a.Drop || a.Reply.Code != 0
}

// sabotaged reports whether a command has ended with what goes wrong.
func (c *conn) sabotaged(stage faults.Stage, to ...mail.Address) bool {
	a, ends := c.decide(stage, to...)
	switch {
	case a.Drop:
		c.drop()
	case ends:
		c.refuse(a.Reply)
	}
	return ends
}

// sabotagedHello is sabotaged for a client that names itself.
func (c *conn) sabotagedHello(name string) bool {
	was := c.hello
	c.hello = name
	ends := c.sabotaged(faults.Ehlo)
	if ends {
		c.hello = was
	}
	return ends
}

// sabotagedAuth is sabotaged for credentials that were let in. The answer is
// given when the exchange ends.
func (c *conn) sabotagedAuth() bool {
	a, ends := c.decide(faults.Auth)
	if a.Drop {
		c.drop()
	}
	if ends {
		c.identity, c.answer = "", a.Reply
	}
	return ends
}

// sabotagedChunk is sabotaged for the first chunk of a message, which has to
// be taken off the wire before it is refused.
func (c *conn) sabotagedChunk() bool {
	a, ends := c.decide(faults.Data, c.tx.accepted...)
	switch {
	case a.Drop:
		c.drop()
	case ends:
		c.skipChunk(c.body.left, a.Reply)
	}
	return ends
}

// suffer slows the connection and makes it wait.
func (c *conn) suffer(stage faults.Stage, a faults.Action) {
	c.remark("fault: " + a.Rule)
	if a.Rate > 0 {
		c.rate = a.Rate
		c.rateForGood = stage == faults.Connect || stage == faults.Ehlo || stage == faults.Auth
	}
	c.pause(a.Delay)
}

// hurry ends a slowness that was for the last transaction.
func (c *conn) hurry() {
	if c.rate == 0 || c.rateForGood || c.flush() != nil {
		return
	}
	c.rate = 0
}

// drop closes the connection without a word.
func (c *conn) drop() {
	c.remark("fault: the connection is dropped")
	c.closing, c.mute = true, true
}

// pause makes the client wait. What was said before is sent first.
func (c *conn) pause(d time.Duration) {
	if d <= 0 || c.flush() != nil {
		return
	}
	c.wait(d)
}

// wait waits, unless the server is told to stop.
func (c *conn) wait(d time.Duration) { pause.For(d, c.service.halted) }

// tick is how often a slowed connection says or hears something.
const tick = 100 * time.Millisecond

// trickle writes p at the rate of the connection.
func (c *conn) trickle(p []byte) error {
	for len(p) > 0 {
		n := min(len(p), max(1, c.rate/int(time.Second/tick)))
		if err := c.Conn.SetWriteDeadline(time.Now().Add(c.service.WriteTimeout)); err != nil {
			return err
		}
		if _, err := c.Conn.Write(p[:n]); err != nil {
			return err
		}
		if p = p[n:]; len(p) > 0 {
			c.wait(c.span(n))
		}
	}
	return nil
}

// span is how long n octets take.
func (c *conn) span(n int) time.Duration {
	return time.Duration(n) * time.Second / time.Duration(c.rate)
}

// source is where content is read from: the connection, or a narrow view of
// it where that is slowed.
func (c *conn) source() io.Reader {
	if c.rate == 0 {
		return c.Conn
	}
	n := max(1, c.rate/int(time.Second/tick))
	c.wait(c.span(n))
	return io.LimitReader(c.Conn, int64(n))
}
