package smtp

import (
	"mailsink/internal/faults"
	"mailsink/internal/mail"
)

func (c *conn) mail(arg string) {
	switch {
	case c.hello == "":
		c.refuse(outOfSequence("Send EHLO or HELO first"))
		return
	case c.tx.open:
		c.refuse(outOfSequence("A transaction is open, end it or send RSET"))
		return
	case c.mustEncrypt():
		c.refuse(mail.Reply{Code: 530, Enhanced: "5.7.0", Text: "Send STARTTLS first"})
		return
	case c.service.RequireAuth && c.identity == "":
		c.refuse(mail.Reply{Code: 530, Enhanced: "5.7.0", Text: "Authenticate first"})
		return
	}
	rest, ok := cutFold(arg, "FROM:")
	if ok {
		c.tx.path, rest, ok = cutPath(rest)
	}
	if !ok {
		c.refuse(syntaxError(501, "5.1.7", "Malformed reverse-path, use MAIL FROM:<local-part@domain>"))
		return
	}
	if c.tx.params, ok = parseParams(rest); !ok {
		c.refuse(malformedParams())
		return
	}
	c.tx.binary, c.tx.utf8, c.tx.declared = false, false, 0
	forEngine, refusal := c.mailParams()
	if refusal.Code != 0 {
		c.refuse(refusal)
		return
	}
	if c.service.HasRoom != nil && !c.service.HasRoom() {
		c.refuse(mail.Reply{Code: 452, Enhanced: "4.3.1", Text: "Insufficient system storage"})
		return
	}
	c.hurry()
	if c.sabotaged(faults.Mail) {
		return
	}
	c.forward("MAIL", standInMail+forEngine+"\r\n")
}

func (c *conn) rcpt(arg string) {
	if !c.tx.open {
		c.refuse(outOfSequence("Error: need MAIL command"))
		return
	}
	rest, ok := cutFold(arg, "TO:")
	if ok {
		c.tx.path, rest, ok = cutPath(rest)
	}
	if !ok || c.tx.path == "" {
		c.refuse(syntaxError(501, "5.1.3", "Malformed forward-path, use RCPT TO:<local-part@domain>"))
		return
	}
	if c.tx.params, ok = parseParams(rest); !ok {
		c.refuse(malformedParams())
		return
	}
	forEngine, refusal := c.rcptParams()
	if refusal.Code != 0 {
		c.refuse(refusal)
		return
	}
	if c.sabotaged(faults.Rcpt, c.tx.path) {
		return
	}
	c.forward("RCPT", standInRcpt+forEngine+"\r\n")
}

// verify answers VRFY (RFC 5321 §3.5.3) as RCPT would be answered, but never
// says that an address exists.
func (c *conn) verify(arg string) {
	path, rest, ok := cutPath(arg)
	if !ok || rest != "" || path == "" {
		c.refuse(syntaxError(501, "5.1.3", "Malformed address, use VRFY local-part@domain"))
		return
	}
	if reply := c.service.Router.Route(c.service.ctx, "", path).Reply; reply.Refuses() {
		c.refuse(reply)
		return
	}
	c.say(mail.Reply{Code: 252, Enhanced: "2.5.2", Text: "Cannot verify, but will take mail for it"})
}
