package smtp

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"mailsink/internal/dsn"
	"mailsink/internal/faults"
	"mailsink/internal/mail"
)

// An aftermath is what is done to a message once its content has come.
type aftermath struct {
	action faults.Action
	copy   *bytes.Buffer // of the content, where it is needed once more
}

// prepare makes a copy of content where a fault may need one.
func (c *conn) prepare() {
	c.after = nil
	if c.faulty() && c.service.Faults.Repeats(c.event(faults.End, c.tx.accepted...)) {
		c.after = &aftermath{copy: new(bytes.Buffer)}
	}
}

// judge asks what goes wrong now that all content has come. Its error refuses
// the message.
func (c *conn) judge() error {
	if !c.faulty() {
		return io.EOF
	}
	e := c.event(faults.End, c.tx.accepted...)
	e.Size = c.body.size
	a, ok := c.service.Faults.Decide(e)
	if !ok {
		return io.EOF
	}
	if c.after == nil {
		c.after = new(aftermath)
	}
	c.after.action = a
	if a.Reply.Code != 0 || a.Drop && !a.Keep {
		return errFault
	}
	return io.EOF
}

// repeat keeps the copies and sends the reports that a fault asks for.
func (c *conn) repeat() {
	if c.after.copy == nil {
		return
	}
	a := c.after.action
	env := c.tx.env
	env.Recipients = slices.DeleteFunc(slices.Clone(env.Recipients), func(r mail.Recipient) bool {
		return !slices.Contains(a.To, r.Original)
	})
	for range a.Duplicate {
		c.keep(env, c.after.copy.Bytes())
	}
	report := dsn.Report{
		Host: c.service.Domain, Envelope: env, Failed: a.To, Reason: a.Bounce, Content: c.after.copy.Bytes(), Time: time.Now(),
	}
	if a.Bounce.Code != 0 && report.Wanted() {
		c.keep(c.returned(env.ReversePath), report.Bytes())
	}
}

// returned is the envelope of a report to path: it goes where mail to that
// path goes.
func (c *conn) returned(path mail.Address) mail.Envelope {
	env := mail.Envelope{Client: mail.Client{Hello: c.service.Domain, Session: c.id}}
	route := c.service.Router.Route(c.service.ctx, "", path)
	env.Recipients = route.Recipients(path, nil)
	if len(route.Finals) == 0 {
		env.Recipients = []mail.Recipient{{Original: path, Final: path}}
	}
	return env
}

// keep delivers what a fault makes. The client was promised its own message
// alone, so that a failure is for the log.
func (c *conn) keep(env mail.Envelope, content []byte) {
	id, err := c.service.Mailbox.Deliver(context.WithoutCancel(c.service.ctx), env, bytes.NewReader(content))
	if err != nil {
		c.service.Log.Warn("what a fault makes cannot be kept", "conn", c.id, "error", err)
		return
	}
	c.remark("fault: kept " + id.String())
}

// afterwards does what a fault asks for once a message was kept or refused.
func (c *conn) afterwards(err error) {
	if c.after == nil {
		return
	}
	a := c.after.action
	if err == nil {
		c.repeat()
	}
	if a.Rule != "" {
		c.suffer(faults.End, a)
	}
	if a.Drop {
		c.drop()
	}
	c.after = nil
}
