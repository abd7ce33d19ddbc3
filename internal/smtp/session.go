package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"time"

	"github.com/emersion/go-smtp"

	"mailsink/internal/mail"
)

// errRefused tells the engine that a command has failed. The client hears
// the answer of the conn instead.
var errRefused = &smtp.SMTPError{Code: 550, Message: "Refused"}

// A session is what the engine calls for a conn. What the engine has parsed
// are stand-ins; the transaction of the conn has the real thing.
type session struct{ conn *conn }

// Mail implements [smtp.Session].
func (s *session) Mail(string, *smtp.MailOptions) error {
	tx := &s.conn.tx
	tx.open = true
	tx.router = s.conn.router()
	tx.env = mail.Envelope{ReversePath: tx.path, Params: tx.params}
	return nil
}

// router returns what routes the recipients of a transaction that begins.
func (c *conn) router() Router {
	if c.service.Begin == nil {
		return c.service.Router
	}
	client, _ := netip.ParseAddrPort(c.peer()) // the zero value for a unix socket
	return c.service.Begin(client.Addr().Unmap())
}

// Rcpt implements [smtp.Session].
func (s *session) Rcpt(string, *smtp.RcptOptions) error {
	c := s.conn
	tx := &c.tx
	if len(tx.accepted) >= c.service.MaxRecipients {
		c.answer = replyTooMany()
		return errRefused
	}
	route := tx.router.Route(c.service.ctx, tx.env.ReversePath, tx.path)
	c.answer = route.Reply
	if route.Reply.Refuses() {
		return errRefused
	}
	if route.Reply.Code == 0 {
		c.answer = acceptance("RCPT")
	}
	tx.accepted = append(tx.accepted, tx.path)
	tx.env.Recipients = append(tx.env.Recipients, route.Recipients(tx.path, tx.params)...)
	if tx.failure.Code == 0 {
		tx.failure = route.Failure
	}
	return nil
}

// Data implements [smtp.Session]. The content does not come from the engine.
func (s *session) Data(io.Reader) error {
	c := s.conn
	start := time.Now()
	c.tx.env.Client = c.client()
	c.prepare()
	id, err := c.deliver()
	err = c.body.finish(err)
	c.remarkContent()
	switch {
	case err == nil:
		c.answer = mail.Reply{Code: 250, Enhanced: "2.0.0", Text: "Ok: queued as " + id.String()}
		c.recordOutcome(c.answer, id)
		c.errors = 0
	case errors.Is(err, errAborted):
		c.mute = true
	case errors.Is(err, errFault):
		c.answer = c.after.action.Reply
	case errors.Is(err, errFailed):
		c.answer = c.tx.failure
	default:
		c.answer = replyTo(err)
	}
	if err == nil {
		c.letGo()
	} else {
		c.keepArrived(c.answer)
	}
	if c.service.lmtp {
		c.answers = slices.Repeat([]mail.Reply{c.answer}, len(c.tx.accepted)-1)
	}
	c.afterwards(err)
	c.logTransaction() // that before, where the client has not waited for its reply
	c.unlogged = &outcome{
		id: id, from: c.tx.env.ReversePath, to: len(c.tx.env.Recipients), size: c.body.size, took: time.Since(start), err: err,
	}
	if err != nil {
		return errRefused
	}
	return nil
}

// errFailed is why a message is not kept whose recipients were accepted: the
// failure of the transaction says so.
var errFailed = errors.New("smtp: the message cannot be queued")

// deliver gives the message to the Mailbox, unless the tables, which have the
// last word on its envelope, refuse it as a whole.
func (c *conn) deliver() (mail.ID, error) {
	if completer, ok := c.tx.router.(Completer); ok && c.tx.failure.Code == 0 {
		c.tx.env, c.tx.failure = completer.Complete(c.service.ctx, c.tx.env)
	}
	if c.tx.failure.Code != 0 {
		if _, err := io.Copy(io.Discard, &c.body); err != nil {
			return 0, err
		}
		return 0, errFailed
	}
	return c.service.Mailbox.Deliver(c.service.ctx, c.tx.env, &c.body)
}

// Reset implements [smtp.Session].
func (s *session) Reset() {
	s.conn.tx = transaction{}
	s.conn.forwarded = nil
}

// Logout implements [smtp.Session].
func (s *session) Logout() error { return nil }

// beginContent is what 354 means: from here the client sends content, and the
// engine is told only that it ended.
func (c *conn) beginContent() {
	c.phase = message
	if !c.body.chunked {
		c.say(replyData())
	}
	if len(c.in.buffered()) == 0 && c.flush() != nil { // the Mailbox may take its time
		c.closing = true
	}
	c.in.roomy()
}

// client says who sends, as far as it is known or was told by those who may.
func (c *conn) client() mail.Client {
	client := mail.Client{
		Address:  c.peer(),
		Hello:    c.hello,
		Protocol: c.protocol(),
		TLS:      c.cipher(),
		Identity: c.identity,
		Session:  c.id,
	}
	c.overrides.apply(&client)
	c.forwarded.apply(&client)
	return client
}

// peer returns the address of the client, or of the one that a proxy speaks
// for.
func (c *conn) peer() string {
	if c.address == "" {
		c.address = clientAddress(c.socket)
	}
	return c.address
}

// clientAddress names the client's end, or the path of the unix socket that
// it came by: there the client's end has no name.
func clientAddress(socket net.Conn) string {
	if a := socket.LocalAddr(); a.Network() == "unix" {
		return a.String()
	}
	return socket.RemoteAddr().String()
}

// protocol names how a message came (RFC 3848, RFC 6531 §4.3).
func (c *conn) protocol() string {
	name := "ESMTP"
	switch {
	case !c.extended:
		return "SMTP"
	case c.service.lmtp && c.tx.utf8:
		name = "UTF8LMTP"
	case c.service.lmtp:
		name = "LMTP"
	case c.tx.utf8:
		name = "UTF8SMTP"
	}
	if c.encrypted() {
		name += "S"
	}
	if c.identity != "" {
		name += "A"
	}
	return name
}

func (c *conn) cipher() string {
	t, ok := c.Conn.(*tls.Conn)
	if !ok {
		return ""
	}
	state := t.ConnectionState()
	return tls.VersionName(state.Version) + " " + tls.CipherSuiteName(state.CipherSuite)
}

// An outcome is how a transaction ended.
type outcome struct {
	id   mail.ID
	from mail.Address
	to   int // recipients
	size int64
	took time.Duration
	err  error
}

// logTransaction writes the one line that a transaction gets, if it has not
// got it. That is once the client has its reply, which need not wait for it.
func (c *conn) logTransaction() {
	o := c.unlogged
	if o == nil {
		return
	}
	c.unlogged = nil
	level, text := slog.LevelInfo, "message accepted"
	if o.err != nil {
		level, text = slog.LevelWarn, "message not accepted"
	}
	log := c.service.Log
	if !log.Enabled(c.service.ctx, level) {
		return
	}
	last := slog.String("id", o.id.String())
	if o.err != nil {
		last = slog.Any("error", o.err)
	}
	log.LogAttrs(context.WithoutCancel(c.service.ctx), level, text,
		slog.String("conn", c.id),
		slog.String("from", string(o.from)),
		slog.Int("to", o.to),
		slog.Int64("size", o.size),
		slog.Duration("duration", o.took),
		last,
	)
}
