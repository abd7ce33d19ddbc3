package imap

import (
	"bytes"
	"context"
	"crypto/tls"
	"time"
)

// rewrite puts right what the engine says in ways that it offers no setting
// for: capabilities it does not know or should not claim, and mistakes of the
// client that it calls its own. The engine writes an answer without literals
// in one piece, so p can be compared whole; content of messages never has the
// form of what is looked for.
func (c *conn) rewrite(p []byte) []byte {
	switch c.verb {
	case "", "CAPABILITY", "LOGIN", "AUTHENTICATE":
		if i := bytes.Index(p, []byte("CAPABILITY IMAP4rev1")); i >= 0 {
			return c.capabilities(p)
		}
	}
	if rest, ok := bytes.CutPrefix(p, []byte(c.tag)); ok && string(rest) == " NO [SERVERBUG] Internal server error\r\n" {
		return []byte(c.tag + " BAD The command is not well formed\r\n")
	}
	return p
}

// capabilities corrects a line with capabilities. UTF8=ACCEPT goes because the
// engine reads names of mailboxes wrongly once it is enabled.
func (c *conn) capabilities(p []byte) []byte {
	add := "IMAP4rev1 LITERAL+ ID"
	if c.service.TLS != nil && !c.secure && !c.loggedIn() {
		add += " STARTTLS"
	}
	for _, word := range []string{" UTF8=ACCEPT", " LITERAL-", " LITERAL+"} {
		p = bytes.Replace(p, []byte(word), nil, 1)
	}
	return bytes.Replace(p, []byte("IMAP4rev1"), []byte(add), 1)
}

// own answers the commands that the connection layer knows itself.
func (c *conn) own(cmd *command) (done bool, err error) {
	switch cmd.verb {
	case "ID": // RFC 2971
		c.say(`* ID ("name" "mailsink")`)
		c.say(cmd.tag + " OK ID completed")
		return true, nil
	case "ENABLE": // RFC 5161: nothing here needs to be enabled
		if c.loggedIn() {
			c.say("* ENABLED")
			c.say(cmd.tag + " OK ENABLE completed")
			return true, nil
		}
	case "STARTTLS":
		return true, c.startTLS(cmd)
	case "SEARCH", "UID SEARCH":
		if cmd.text = correctSearch(cmd.text); len(cmd.text) > maxCommand+2 {
			return true, &refusal{tag: cmd.tag, text: "BAD [TOOBIG] The command is too long"}
		}
	}
	if c.session != nil && c.session.failures >= maxFailures {
		return true, &refusal{tag: cmd.tag, text: "NO Too many failed logins", ends: true}
	}
	return false, nil
}

// startTLS begins TLS (RFC 9051 §6.2.1). What the client has sent before the
// handshake, in the clear, is thrown away: anyone could have put it there.
func (c *conn) startTLS(cmd *command) error {
	switch {
	case len(cmd.text) != len(cmd.tag)+len(" STARTTLS\r\n"):
		return &refusal{tag: cmd.tag, text: "BAD STARTTLS takes no argument"}
	case c.isSecure():
		return &refusal{tag: cmd.tag, text: "BAD TLS is in force already"}
	case c.service.TLS == nil:
		return &refusal{tag: cmd.tag, text: "BAD TLS is not offered here"}
	case c.loggedIn():
		return &refusal{tag: cmd.tag, text: "BAD STARTTLS comes before the login"}
	}
	c.say(cmd.tag + " OK Begin TLS negotiation now")
	if err := c.flush(); err != nil {
		return err
	}
	secured := tls.Server(c.raw, c.service.TLS)
	ctx, cancel := context.WithTimeout(c.service.ctx, min(c.service.LoginTimeout, 30*time.Second))
	defer cancel()
	if err := secured.HandshakeContext(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sock, c.secure = secured, true
	c.in.Reset(secured)
	return nil
}
