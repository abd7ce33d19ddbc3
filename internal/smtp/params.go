package smtp

import (
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// mailParams obeys the parameters of MAIL that are the connection's business
// and returns those that the engine shall judge.
func (c *conn) mailParams() (forEngine string, refusal mail.Reply) {
	for _, p := range c.tx.params {
		switch p.Name {
		case "RET", "ENVID", "AUTH":
			forEngine += " " + p.Name + "=" + p.Value
		default:
			refusal = c.mailParam(p)
		}
		if refusal.Code != 0 {
			return "", refusal
		}
	}
	return forEngine, mail.Reply{}
}

func (c *conn) mailParam(p mail.Param) mail.Reply {
	switch {
	case p.Name == "SIZE":
		return c.declaredSize(p.Value)
	case p.Name == "BODY":
		return c.bodyType(p.Value)
	case p.Name == "SMTPUTF8":
		c.tx.utf8 = p.Value == ""
		return malformedUnless(c.tx.utf8)
	case p.Name == "REQUIRETLS" && c.encrypted():
		return malformedUnless(p.Value == "")
	case p.Name == "BY":
		return malformedUnless(isDeliverBy(p.Value))
	case p.Name == "MT-PRIORITY":
		return malformedUnless(isPriority(p.Value))
	}
	return unknownParam()
}

// rcptParams is mailParams for RCPT.
func (c *conn) rcptParams() (forEngine string, refusal mail.Reply) {
	for _, p := range c.tx.params {
		switch {
		case p.Name == "NOTIFY", p.Name == "ORCPT":
			forEngine += " " + p.Name + "=" + p.Value
		case p.Name != "RRVS":
			return "", unknownParam()
		case !isRRVS(p.Value):
			return "", malformedParams()
		}
	}
	return forEngine, mail.Reply{}
}

func malformedUnless(ok bool) mail.Reply {
	if ok {
		return mail.Reply{}
	}
	return malformedParams()
}

// declaredSize judges SIZE=, a number of up to 20 digits (RFC 1870 §6.1).
func (c *conn) declaredSize(value string) mail.Reply {
	if value == "" || strings.Trim(value, "0123456789") != "" {
		return malformedParams()
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n > c.service.MaxSize {
		return replyDeclaredTooLarge()
	}
	c.tx.declared = n
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

// isDeliverBy reports whether value is that of BY (RFC 2852 §4): seconds, of
// which "return" must leave some, a mode and perhaps a trace.
func isDeliverBy(value string) bool {
	seconds, mode, ok := strings.Cut(strings.ToUpper(value), ";")
	n, numeric := smallNumber(seconds, 9)
	switch mode {
	case "N", "NT":
		return ok && numeric
	case "R", "RT":
		return ok && numeric && n > 0
	}
	return false
}

// isPriority reports whether value is that of MT-PRIORITY (RFC 6710 §4.1).
func isPriority(value string) bool {
	n, ok := smallNumber(value, 1)
	return ok && -9 <= n && n <= 9 && value[0] != '+'
}

// smallNumber reads up to so many digits, perhaps with a sign.
func smallNumber(s string, digits int) (n int, ok bool) {
	if unsigned := strings.TrimLeft(s, "+-"); len(unsigned) > digits || len(s) > len(unsigned)+1 {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// isRRVS reports whether value is that of RRVS (RFC 7293 §3.2): a time and
// perhaps what to do when it cannot be honoured.
func isRRVS(value string) bool {
	at, action, given := strings.Cut(value, ";")
	if given && !strings.EqualFold(action, "C") && !strings.EqualFold(action, "R") {
		return false
	}
	_, err := time.Parse(time.RFC3339, strings.ToUpper(at))
	return err == nil
}

func malformedParams() mail.Reply { return syntaxError(501, "5.5.4", "Malformed parameter") }

func unknownParam() mail.Reply { return syntaxError(555, "5.5.4", "Unknown parameter") }
