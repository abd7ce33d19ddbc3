package smtp

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/emersion/go-smtp"

	"mailsink/internal/mail"
	"mailsink/internal/pause"
	"mailsink/internal/sasl"
)

// maxFailed is how many failed AUTH exchanges end a connection.
const maxFailed = 5

// auth judges AUTH (RFC 4954 §4) before the engine runs the exchange.
func (c *conn) auth(arg string) {
	mechanism, initial, _ := strings.Cut(arg, " ")
	switch {
	case c.service.NoAuth:
		c.refuse(syntaxError(502, "5.5.1", "AUTH is not available"))
	case c.mustEncrypt():
		c.refuse(mail.Reply{Code: 538, Enhanced: "5.7.11", Text: "Send STARTTLS first"})
	case c.hello == "" || !c.extended:
		c.refuse(outOfSequence("Send EHLO first"))
	case c.tx.open:
		c.refuse(outOfSequence("Not inside a transaction"))
	case c.identity != "":
		c.refuse(outOfSequence("Already authenticated"))
	case mechanism == "":
		c.refuse(syntaxError(501, "5.5.4", "Name a mechanism: AUTH PLAIN"))
	case !isBase64(initial):
		c.refuse(notBase64())
	default:
		c.forward("AUTH", "AUTH "+arg+"\r\n")
	}
}

// exchangeLine is the client's part in an exchange. What is not base64 ends
// it, which the engine understands as "*".
func (c *conn) exchangeLine(line []byte) {
	text := string(line)
	if text != "*" && !isBase64(text) {
		text = "*"
		c.answer = notBase64()
	}
	c.forward("AUTH", text+"\r\n")
}

func isBase64(s string) bool {
	_, err := base64.StdEncoding.DecodeString(s)
	return err == nil || s == "="
}

func notBase64() mail.Reply { return syntaxError(501, "5.5.2", "Malformed base64") }

// mechanisms lists what AUTH offers.
func (s *Server) mechanisms() []string {
	if s.NoAuth {
		return nil
	}
	return (&sasl.Door{Secret: s.Secret, Anyone: s.Auth == nil}).Mechanisms()
}

// AuthMechanisms implements [smtp.AuthSession].
func (s *session) AuthMechanisms() []string { return s.conn.service.mechanisms() }

// Auth implements [smtp.AuthSession].
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if !slices.Contains(s.conn.service.mechanisms(), mechanism) {
		s.conn.answer = syntaxError(504, "5.5.4", "Mechanism not offered")
		return nil, smtp.ErrAuthUnknownMechanism
	}
	return exchanged{s.conn, s.conn.saslDoor().Start(mechanism)}, nil
}

// saslDoor says to the mechanisms whom this connection lets in.
func (c *conn) saslDoor() *sasl.Door {
	v := c.service
	return &sasl.Door{
		Domain: v.Domain, Password: c.authenticate, Identify: c.identify, Secret: v.Secret, Anyone: v.Auth == nil,
	}
}

// authenticate checks credentials and remembers whose they are.
func (c *conn) authenticate(identity, username, password string) error {
	if !isText([]byte(identity)) {
		return sasl.ErrRefused
	}
	if check := c.service.Auth; check != nil && (username == "" || check(c.service.ctx, username, password) != nil) {
		return sasl.ErrRefused
	}
	return c.identify(username)
}

// identify remembers who has proved to be username.
func (c *conn) identify(username string) error {
	if username == "" || !isText([]byte(username)) {
		return sasl.ErrRefused
	}
	c.identity = username
	c.describe()
	return nil
}

// exchanged words the failures of an exchange.
type exchanged struct {
	conn *conn
	sasl.Server
}

// Next implements [sasl.Server].
func (e exchanged) Next(response []byte) (challenge []byte, done bool, err error) {
	challenge, done, err = e.Server.Next(response)
	switch {
	case err == nil && done && e.conn.sabotagedAuth():
		return nil, false, errFault
	case err == nil:
	case errors.Is(err, sasl.ErrRefused):
		e.conn.authFailed()
	default:
		e.conn.answer = syntaxError(501, "5.5.2", "Malformed credentials")
	}
	return challenge, done, err
}

// authFailed takes its time, and the connection if it happens too often.
func (c *conn) authFailed() {
	c.failed++
	c.answer = mail.Reply{Code: 535, Enhanced: "5.7.8", Text: "Authentication credentials invalid"}
	if c.failed >= maxFailed {
		c.answer = mail.Reply{Code: 421, Enhanced: "4.7.0", Text: "Too many failed authentications"}
	}
	pause.For(c.service.AuthDelay, c.service.ctx.Done())
}
