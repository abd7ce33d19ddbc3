package smtp

import (
	"crypto/tls"
	"time"

	"mailsink/internal/mail"
)

func (c *conn) startTLS(arg string) {
	switch {
	case !c.noArgument(arg):
	case c.encrypted():
		c.refuse(outOfSequence("TLS is active already"))
	case c.service.TLS == nil:
		c.refuse(syntaxError(502, "5.5.1", "TLS is not available"))
	default:
		c.upgrade()
	}
}

// mustEncrypt reports whether nothing of worth may be said yet.
func (c *conn) mustEncrypt() bool { return c.service.RequireTLS && !c.encrypted() }

// secure does the handshake that is due. Nobody can be told if it fails.
func (c *conn) secure() bool {
	if c.handshake == nil {
		return true
	}
	t := tls.Server(c.socket, c.handshake)
	deadline := time.Now().Add(c.service.WriteTimeout)
	if err := c.socket.SetDeadline(deadline); err != nil {
		c.closing = true
		return false
	}
	c.mu.Lock()
	c.readBy, c.writeBy = deadline, deadline
	c.Conn, c.handshake = t, nil
	c.mu.Unlock()
	err := t.Handshake()
	c.remarkTLS(t, err)
	if err != nil {
		c.closing = true
		return false
	}
	return true
}

// upgrade answers STARTTLS and, without a greeting, passes the socket to a new conn, which knows
// nothing of what was said in the clear, and loses what was sent behind the
// command (RFC 3207 §4.2).
func (c *conn) upgrade() {
	c.say(mail.Reply{Code: 220, Enhanced: "2.0.0", Text: "Ready to start TLS"})
	if c.flush() != nil {
		return
	}
	next := newConn(c.service, c.socket, c.service.TLS)
	c.succeed(next)
}
