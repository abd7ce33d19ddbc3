package smtp

import (
	"time"

	"mailsink/internal/mail"
)

// Errors bounds what a client may do wrong in a session, as smtpd(8) does: each
// refusal counts, and a message that is accepted begins the count anew.
type Errors struct {
	Soft      int           // after so many, every reply waits for Sleep
	Hard      int           // after so many, 421
	Overshoot int           // the first recipients too many of a transaction do not count
	Sleep     time.Duration // before a reply
	Host      string        // says 421
}

// errs counts a refusal. The last one that is allowed ends the session.
func (c *conn) errs(r mail.Reply) {
	limits := c.service.Errors
	if limits == nil || r.Code < 400 || c.closing {
		return
	}
	if r == replyTooMany() {
		if c.tx.overshoot++; c.tx.overshoot <= limits.Overshoot {
			return
		}
	}
	if c.errors++; c.errors >= limits.Hard {
		c.say(mail.Reply{Code: 421, Enhanced: "4.7.0", Text: limits.Host + " Error: too many errors"})
		c.dismiss()
	}
}

// slowDown makes a client wait that has done too much wrong.
func (c *conn) slowDown() {
	limits := c.service.Errors
	if limits == nil || limits.Sleep <= 0 || c.errors < limits.Soft {
		return
	}
	c.wait(limits.Sleep)
}
