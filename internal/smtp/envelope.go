package smtp

import (
	"strconv"
	"strings"

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
	c.tx.binary, c.tx.utf8 = false, false
	forEngine, refusal := c.mailParams()
	if refusal.Code != 0 {
		c.refuse(refusal)
		return
	}
	c.forward("MAIL", standInMail+forEngine+"\r\n")
}

// mailParams obeys the parameters of MAIL that are the connection's business
// and returns those that the engine shall judge.
func (c *conn) mailParams() (forEngine string, refusal mail.Reply) {
	for _, p := range c.tx.params {
		switch p.Name {
		case "SIZE":
			refusal = c.declaredSize(p.Value)
		case "BODY":
			refusal = c.bodyType(p.Value)
		case "SMTPUTF8":
			c.tx.utf8 = p.Value == ""
			if !c.tx.utf8 {
				refusal = malformedParams()
			}
		case "RET", "ENVID", "AUTH":
			forEngine += " " + p.Name + "=" + p.Value
		default:
			refusal = unknownParam()
		}
		if refusal.Code != 0 {
			return "", refusal
		}
	}
	return forEngine, mail.Reply{}
}

// declaredSize judges SIZE=, a number of up to 20 digits (RFC 1870 §6.1).
func (c *conn) declaredSize(value string) mail.Reply {
	if value == "" || strings.Trim(value, "0123456789") != "" {
		return malformedParams()
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n > c.service.MaxSize {
		return replyTooLarge()
	}
	return mail.Reply{}
}

func (c *conn) bodyType(value string) mail.Reply {
	switch strings.ToUpper(value) {
	case "7BIT", "8BITMIME":
	case "BINARYMIME":
		c.tx.binary = true
	default:
		return malformedParams()
	}
	return mail.Reply{}
}

func malformedParams() mail.Reply { return syntaxError(501, "5.5.4", "Malformed parameter") }

func unknownParam() mail.Reply { return syntaxError(555, "5.5.4", "Unknown parameter") }

func (c *conn) rcpt(arg string) {
	if !c.tx.open {
		c.refuse(outOfSequence("Send MAIL first"))
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
	forEngine := ""
	for _, p := range c.tx.params {
		if p.Name != "NOTIFY" && p.Name != "ORCPT" {
			c.refuse(unknownParam())
			return
		}
		forEngine += " " + p.Name + "=" + p.Value
	}
	c.forward("RCPT", standInRcpt+forEngine+"\r\n")
}
