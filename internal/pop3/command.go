package pop3

import (
	"crypto/tls"
	"strings"
	"time"
)

// A verb is a command: where it may be said, how many arguments it takes, and
// what does it. The last argument of one that takes its rest may hold spaces.
type verb struct {
	before, after bool // the login
	least, most   int
	rest          bool
	run           func(*conn, []string)
}

// verbOf returns the command of that name, in capitals.
func verbOf(name string) (verb, bool) {
	switch name {
	case "CAPA":
		return verb{before: true, after: true, run: (*conn).capa}, true
	case "QUIT":
		return verb{before: true, after: true, run: (*conn).quit}, true
	case "USER":
		return verb{before: true, least: 1, most: 1, rest: true, run: (*conn).user}, true
	case "PASS":
		return verb{before: true, least: 1, most: 1, rest: true, run: (*conn).pass}, true
	case "AUTH":
		return verb{before: true, most: 2, run: (*conn).auth}, true
	case "STLS":
		return verb{before: true, run: (*conn).stls}, true
	case "UTF8":
		return verb{before: true, run: (*conn).utf8}, true
	}
	return transactionVerb(name)
}

// transactionVerb returns the commands that have a maildrop.
func transactionVerb(name string) (verb, bool) {
	switch name {
	case "STAT":
		return verb{after: true, run: (*conn).stat}, true
	case "LIST":
		return verb{after: true, most: 1, run: (*conn).list}, true
	case "UIDL":
		return verb{after: true, most: 1, run: (*conn).uidl}, true
	case "RETR":
		return verb{after: true, least: 1, most: 1, run: (*conn).retr}, true
	case "TOP":
		return verb{after: true, least: 2, most: 2, run: (*conn).top}, true
	case "DELE":
		return verb{after: true, least: 1, most: 1, run: (*conn).dele}, true
	case "RSET":
		return verb{after: true, run: (*conn).rset}, true
	case "NOOP":
		return verb{after: true, run: func(c *conn, _ []string) { c.ok("") }}, true
	}
	return verb{}, false
}

// command does what a line says.
func (c *conn) command(line string) {
	name, rest, _ := strings.Cut(line, " ")
	v, ok := verbOf(strings.ToUpper(name))
	if !ok {
		c.mistake("There is no such command")
		return
	}
	var args []string
	switch {
	case v.rest && rest != "":
		args = []string{rest}
	case !v.rest:
		args = strings.Fields(rest)
	}
	switch {
	case len(args) < v.least || len(args) > v.most:
		c.mistake("%s takes other arguments", strings.ToUpper(name))
	case c.box == nil && !v.before:
		c.mistake("Log in first")
	case c.box != nil && !v.after:
		c.mistake("You are logged in already")
	default:
		v.run(c, args)
	}
}

// capa says what the server can do (RFC 2449 §5).
func (c *conn) capa([]string) {
	c.ok("Capabilities follow")
	lines := []string{"TOP", "UIDL", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE", "EXPIRE NEVER", "UTF8 USER", "IMPLEMENTATION mailsink"}
	if c.box == nil {
		lines = append(lines, "USER", "SASL "+strings.Join(c.mechanisms(), " "))
		if c.offersTLS() {
			lines = append(lines, "STLS")
		}
	}
	for _, l := range lines {
		c.out.WriteString(l + "\r\n")
	}
	c.out.WriteString(".\r\n")
}

func (c *conn) offersTLS() bool { return c.TLS != nil && !c.encrypted() }

// stls begins TLS (RFC 2595 §4). What a client has sent behind the command is
// in the clear, and would be taken for what was said in TLS.
func (c *conn) stls([]string) {
	switch {
	case c.encrypted():
		c.no("TLS is active already")
		return
	case c.TLS == nil:
		c.no("TLS is not available")
		return
	case c.in.Buffered() > 0:
		c.no("Nothing may follow STLS before the handshake")
		c.closing = true
		return
	}
	c.ok("Begin TLS")
	if c.out.Flush() != nil {
		c.closing = true
		return
	}
	t := tls.Server(c.sock, c.TLS)
	c.use(t)
	c.name = "" // RFC 2595 §4: what was said before does not count
	if c.sock.SetDeadline(time.Now().Add(c.WriteTimeout)) != nil || t.HandshakeContext(c.ctx) != nil {
		c.closing = true
	}
}

// utf8 lets messages be in UTF-8 (RFC 6856 §2.1), as they are in any case.
func (c *conn) utf8([]string) { c.ok("UTF-8 it is") }
