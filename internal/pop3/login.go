package pop3

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/pause"
	"mailsink/internal/sasl"
)

// errCancelled is returned for an exchange that the client gave up.
var errCancelled = errors.New("pop3: exchange cancelled")

// user takes the name for PASS (RFC 1939 §7). It says nothing of whether there
// is such a user.
func (c *conn) user(args []string) {
	c.name = args[0]
	c.ok("Now the password")
}

func (c *conn) pass(args []string) {
	name := c.name
	c.name = ""
	if name == "" {
		c.no("Say USER first")
		return
	}
	if err := c.saslDoor().Password("", name, args[0]); err != nil {
		c.refuse(err)
		return
	}
	c.welcome()
}

func (c *conn) mechanisms() []string { return c.saslDoor().Mechanisms() }

func (c *conn) saslDoor() *sasl.Door { return c.door(c.ctx, c.open) }

// auth lists the mechanisms, or begins an exchange (RFC 5034 §4).
func (c *conn) auth(args []string) {
	d := c.saslDoor()
	if len(args) == 0 {
		c.ok("Mechanisms follow")
		c.out.WriteString(strings.Join(d.Mechanisms(), "\r\n") + "\r\n.\r\n")
		return
	}
	mechanism := strings.ToUpper(args[0])
	if !slices.Contains(d.Mechanisms(), mechanism) {
		c.no("There is no such mechanism")
		return
	}
	switch err := c.exchange(d.Start(mechanism), args[1:]); {
	case errors.Is(err, errCancelled):
		c.no("As you like")
	case errors.Is(err, sasl.ErrMalformed), errors.Is(err, errTooLong):
		c.mistake("The response is not well formed")
	case c.closing:
	case err != nil:
		c.refuse(err)
	default:
		c.welcome()
	}
}

// exchange asks and is answered until the server knows who it is.
func (c *conn) exchange(server sasl.Server, initial []string) error {
	var response []byte
	if len(initial) > 0 {
		var err error
		if response, err = decoded(initial[0]); err != nil {
			return err
		}
	}
	for {
		challenge, done, err := server.Next(response)
		if err != nil || done {
			return err
		}
		c.out.WriteString("+ " + base64.StdEncoding.EncodeToString(challenge) + "\r\n")
		line, err := c.line(maxResponse)
		if err != nil {
			if !errors.Is(err, errTooLong) {
				c.goodbye(err)
			}
			return err
		}
		if line == "*" {
			return errCancelled
		}
		if response, err = decoded(line); err != nil {
			return err
		}
	}
}

// decoded undoes base64; "=" is an empty response, which is not a missing one.
func decoded(s string) ([]byte, error) {
	if s == "=" {
		return []byte{}, nil
	}
	octets, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, sasl.ErrMalformed
	}
	return append([]byte{}, octets...), nil
}

// open takes the INBOX of the account that a name leads to.
func (c *conn) open(username string) error {
	account, state := mailbox.Everyone, c.Mailbox.State()
	own := c.Mailbox.Account(mail.Address(username))
	if c.Auth != nil {
		account = own
	} else {
		for _, name := range []string{username, own} {
			if a, ok := state.Account(name); ok {
				account = a.Name
			}
		}
	}
	box, ok := state.Box(account, mailbox.Inbox)
	if !ok {
		box = &mailbox.Box{Account: account, Name: mailbox.Inbox}
	}
	c.session = newSession(box)
	return nil
}

// refuse answers credentials that are wrong, after a while.
func (c *conn) refuse(err error) {
	c.Log.Info("a POP3 login was refused", "client", c.sock.RemoteAddr().String(), "err", err)
	pause.For(c.AuthDelay, c.ctx.Done())
	c.no("[AUTH] Authentication failed")
	c.refused++
	c.closing = c.refused >= maxLogins
}

func (c *conn) welcome() {
	c.ok("%d messages (%d octets)", c.box.Len(), c.box.Bytes)
	c.Log.Debug("a POP3 client logged in", "client", c.sock.RemoteAddr().String(), "account", c.box.Account)
}
