package smtp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"mailsink/internal/mail"
)

// What the engine is told in place of a path. It has seen that there is one;
// the address itself goes past it, as it was given.
const standIn = "<path@given>"

// command judges a command line. What the engine shall decide is forwarded;
// everything else is answered at once.
func (c *conn) command(line []byte) {
	verb, arg, _ := strings.Cut(string(line), " ")
	verb = strings.ToUpper(verb)
	if isForeign(verb) {
		c.refuse(mail.Reply{Code: 554, Enhanced: "5.5.1", Text: "This is a mail server, it speaks SMTP"})
		c.closing = true
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
	case "EHLO", "HELO":
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
		c.say(mail.Reply{Code: 252, Enhanced: "2.5.2", Text: "Cannot verify, but will take mail for it"})
	case "HELP":
		c.say(mail.Reply{Code: 214, Enhanced: "2.0.0", Text: "EHLO HELO MAIL RCPT DATA BDAT AUTH STARTTLS RSET NOOP VRFY QUIT"})
	case "EXPN", "ETRN", "TURN", "SEND", "SOML", "SAML":
		c.refuse(syntaxError(502, "5.5.1", "Command not implemented"))
	default:
		c.refuse(syntaxError(500, "5.5.1", "Command not recognised"))
	}
}

// forward hands a command to the engine.
func (c *conn) forward(verb, line string) {
	c.verb, c.toRead = verb, line
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
	if arg == "" {
		c.refuse(syntaxError(501, "5.5.4", "Name the client: "+verb+" host.example"))
		return
	}
	c.hello, c.extended = arg, verb == "EHLO"
	c.forward(verb, verb+" client\r\n")
}

// extensions is the reply to EHLO.
func (c *conn) extensions() string {
	var b strings.Builder
	line := func(s ...string) {
		b.WriteString("250-")
		for _, s := range s {
			b.WriteString(s)
		}
		b.WriteString("\r\n")
	}
	line(c.service.Domain)
	line("PIPELINING")
	line("SIZE ", strconv.FormatInt(c.service.MaxSize, 10))
	line("8BITMIME")
	line("SMTPUTF8")
	line("CHUNKING")
	line("BINARYMIME")
	line("DSN")
	line("LIMITS RCPTMAX=", strconv.Itoa(c.service.MaxRecipients))
	line("AUTH PLAIN LOGIN")
	if c.service.TLS != nil && !c.encrypted() {
		line("STARTTLS")
	}
	b.WriteString("250 ENHANCEDSTATUSCODES\r\n")
	return b.String()
}

func (c *conn) encrypted() bool { return c.Conn != c.socket }

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

func (c *conn) reset(arg string) {
	if !c.noArgument(arg) {
		return
	}
	if c.hello == "" {
		c.say(replyOK())
		return
	}
	c.forward("RSET", "RSET\r\n")
}

func (c *conn) mail(arg string) {
	switch {
	case c.hello == "":
		c.refuse(outOfSequence("Send EHLO or HELO first"))
		return
	case c.tx.open:
		c.refuse(outOfSequence("A transaction is open, end it or send RSET"))
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
	c.forward("MAIL", "MAIL FROM:"+standIn+forEngine+"\r\n")
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
	c.forward("RCPT", "RCPT TO:"+standIn+forEngine+"\r\n")
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
	case len(t.env.Recipients) == 0:
		return mail.Reply{Code: 554, Enhanced: "5.5.1", Text: "No valid recipients"}, false
	}
	return mail.Reply{}, true
}

// bdat begins a message that comes in chunks (RFC 3030 §2). To the engine it
// is DATA. A refused chunk is taken off the wire before the refusal, so that
// none of it is read as commands; where its size cannot be known, or is
// beyond reason, the connection ends.
func (c *conn) bdat(arg string) {
	size, last, ok := parseChunk(arg)
	switch refusal, complete := c.tx.complete(); {
	case size < 0:
		c.refuse(syntaxError(501, "5.5.4", "Malformed chunk size"))
		c.closing = true
	case size > c.drainLimit():
		c.refuse(replyTooLarge())
		c.closing = true
	case !ok:
		c.skipChunk(size, syntaxError(501, "5.5.4", "Malformed BDAT, use BDAT size [LAST]"))
	case !complete:
		c.skipChunk(size, refusal)
	default:
		c.body.begin(size, last, true)
		c.forward("BDAT", "DATA\r\n")
	}
}

func (c *conn) skipChunk(size int64, refusal mail.Reply) {
	c.body.begin(size, true, true)
	if err := c.body.drain(); err != nil {
		refusal = replyTo(err)
	}
	c.refuse(refusal)
}

// parseChunk reads the argument of BDAT. The size is -1 if it has none.
func parseChunk(arg string) (size int64, last, ok bool) {
	digits, end, more := strings.Cut(arg, " ")
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || digits[0] == '+' {
		return -1, false, false
	}
	last = more && strings.EqualFold(end, "LAST")
	return int64(n), last, last || !more
}
