package smtp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"mailsink/internal/faults"
	"mailsink/internal/mail"
)

// What the engine is told in place of MAIL and RCPT: that there is a path.
// The address itself goes past it, as it was given.
const (
	standInMail = "MAIL FROM:<a@b>"
	standInRcpt = "RCPT TO:<a@b>"
)

// command judges a command line. What the engine shall decide is forwarded;
// everything else is answered at once.
func (c *conn) command(line []byte) {
	verb, arg, _ := strings.Cut(string(line), " ")
	verb = strings.ToUpper(verb)
	if isForeign(verb) {
		c.refuse(mail.Reply{Code: 554, Enhanced: "5.5.1", Text: "This is a mail server, it speaks SMTP"})
		c.dismiss()
		return
	}
	if !isText(line) {
		c.refuse(notText(verb))
		return
	}
	c.dispatch(verb, strings.Trim(arg, " "))
}

func (c *conn) dispatch(verb, arg string) {
	switch verb {
	case "EHLO", "HELO", "LHLO":
		c.greeting(verb, arg)
	case "MAIL":
		c.mail(arg)
	case "RCPT":
		c.rcpt(arg)
	case "DATA":
		c.data(arg)
	case "BDAT":
		c.bdat(arg)
	case "AUTH":
		c.auth(arg)
	case "STARTTLS":
		c.startTLS(arg)
	case "RSET":
		c.reset(arg)
	case "NOOP", "QUIT":
		c.forward(verb, verb+"\r\n")
	case "VRFY":
		c.verify(arg)
	case "HELP":
		c.say(mail.Reply{Code: 214, Enhanced: "2.0.0", Text: c.verbs()})
	case "XCLIENT":
		c.xclient(arg)
	case "XFORWARD":
		c.xforward(arg)
	case "EXPN", "ETRN", "TURN", "SEND", "SOML", "SAML":
		c.refuse(syntaxError(502, "5.5.1", "Command not implemented"))
	default:
		c.refuse(syntaxError(500, "5.5.1", "Command not recognised"))
	}
}

// isForeign reports whether verb begins an HTTP request. A web page can make
// a browser send one anywhere, with SMTP commands for a body.
func isForeign(verb string) bool {
	switch verb {
	case "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH", "PRI":
		return true
	}
	return false
}

// isText reports whether line is UTF-8 without controls.
func isText(line []byte) bool {
	ascii := true
	for _, b := range line {
		if isControl(b) {
			return false
		}
		ascii = ascii && b < utf8.RuneSelf
	}
	return ascii || utf8.Valid(line)
}

func notText(verb string) mail.Reply {
	const text = "Control octets or malformed UTF-8 in the command"
	switch verb {
	case "MAIL":
		return syntaxError(501, "5.1.7", text)
	case "RCPT":
		return syntaxError(501, "5.1.3", text)
	case "EHLO", "HELO":
		return syntaxError(501, "5.5.4", text)
	}
	return syntaxError(500, "5.5.2", text)
}

// noArgument refuses a command that has an argument and takes none.
func (c *conn) noArgument(arg string) bool {
	if arg == "" {
		return true
	}
	c.refuse(syntaxError(501, "5.5.4", "This command takes no argument"))
	return false
}

func (c *conn) greeting(verb, arg string) {
	switch {
	case (verb == "LHLO") != c.service.lmtp:
		c.refuse(syntaxError(500, "5.5.1", "This door speaks "+c.dialect()))
		return
	case arg == "":
		c.refuse(syntaxError(501, "5.5.4", "Name the client: "+verb+" host.example"))
		return
	}
	if c.sabotagedHello(arg) {
		return
	}
	c.hello, c.extended, c.forwarded = arg, verb != "HELO", nil
	c.describe()
	if verb == "LHLO" { // to the engine it is all the same
		verb = "EHLO"
	}
	c.forward(verb, verb+" client\r\n")
}

func (c *conn) dialect() string {
	if c.service.lmtp {
		return "LMTP, send LHLO"
	}
	return "SMTP, send EHLO"
}

// verbs is what HELP says.
func (c *conn) verbs() string {
	if c.service.lmtp {
		return "LHLO MAIL RCPT DATA BDAT AUTH STARTTLS RSET NOOP VRFY HELP QUIT"
	}
	return "EHLO HELO MAIL RCPT DATA BDAT AUTH STARTTLS RSET NOOP VRFY HELP QUIT"
}

// extensions lists what EHLO offers.
func (s *Server) extensions(startTLS, inTLS bool) []string {
	offers := []string{
		"PIPELINING",
		"SIZE " + strconv.FormatInt(s.MaxSize, 10),
		"8BITMIME",
		"SMTPUTF8",
		"CHUNKING",
		"BINARYMIME",
		"DSN",
		"DELIVERBY",
		"MT-PRIORITY",
		"RRVS",
		"LIMITS RCPTMAX=" + strconv.Itoa(s.MaxRecipients),
	}
	if m := s.mechanisms(); len(m) > 0 && !(startTLS && s.RequireTLS) {
		offers = append(offers, "AUTH "+strings.Join(m, " "))
	}
	if startTLS {
		offers = append(offers, "STARTTLS")
	}
	if inTLS {
		offers = append(offers, "REQUIRETLS")
	}
	return append(offers, "ENHANCEDSTATUSCODES")
}

// offer writes the reply to EHLO.
func (s *Server) offer(extensions ...string) string {
	last := len(extensions) - 1
	return "250-" + s.Domain + "\r\n250-" + strings.Join(extensions[:last], "\r\n250-") + "\r\n250 " + extensions[last] + "\r\n"
}

func (c *conn) extensions() string {
	s := c.service
	switch encrypted := c.encrypted(); {
	case c.trusted():
		offers := s.extensions(s.TLS != nil && !encrypted, encrypted)
		return s.offer(append([]string{offerXCLIENT, offerXFORWARD}, offers...)...)
	case encrypted:
		return s.offersInTLS
	}
	return s.offers
}

func (c *conn) encrypted() bool { return c.Conn != c.socket }

func (c *conn) reset(arg string) {
	if !c.noArgument(arg) {
		return
	}
	c.forwarded = nil
	c.forward("RSET", "RSET\r\n")
}

func cutFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}

func (c *conn) data(arg string) {
	if !c.noArgument(arg) || !c.transferable() {
		return
	}
	if c.tx.binary {
		c.refuse(outOfSequence("BINARYMIME needs BDAT"))
		return
	}
	if c.sabotaged(faults.Data, c.tx.accepted...) {
		return
	}
	c.body.begin(0, false, false)
	c.forward("DATA", "DATA\r\n")
}

// transferable refuses a message that has no envelope yet.
func (c *conn) transferable() bool {
	refusal, ok := c.tx.complete()
	if !ok {
		c.refuse(refusal)
	}
	return ok
}

func (t *transaction) complete() (refusal mail.Reply, ok bool) {
	switch {
	case !t.open:
		return outOfSequence("Send MAIL and RCPT first"), false
	case t.spoiled:
		return outOfSequence("A chunk was refused, send RSET"), false
	case len(t.env.Recipients) == 0:
		return mail.Reply{Code: 554, Enhanced: "5.5.1", Text: "No valid recipients"}, false
	}
	return mail.Reply{}, true
}

// isVerb reports whether a command begins with s.
func isVerb(s string) bool {
	switch strings.ToUpper(s) {
	case "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "BDAT", "STARTTLS", "RSET", "NOOP", "QUIT", "VRFY", "HELP", "EXPN", "XCLIENT", "XFORWARD":
		return true
	}
	return false
}
