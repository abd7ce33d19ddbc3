package smtp

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/faults"
	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

// Write takes a verdict of the engine.
func (c *conn) Write(p []byte) (int, error) {
	c.said = append(c.said, p...)
	for {
		line, rest, whole := bytes.Cut(c.said, []byte("\r\n"))
		if !whole {
			return len(p), nil
		}
		c.verdict(line)
		c.said = append(c.said[:0], rest...)
	}
}

// verdict turns a reply of the engine into one of ours. The code decides; the
// words are the engine's only where it refuses.
func (c *conn) verdict(line []byte) {
	if len(line) < 4 || line[3] == '-' {
		return
	}
	code, err := strconv.Atoi(string(line[:3]))
	if err != nil {
		return
	}
	if c.unheard > 0 {
		c.unheard--
		return
	}
	answer, more := c.answer, c.answers
	c.answer, c.answers = mail.Reply{}, nil
	switch {
	case code == 354:
		c.beginContent()
	case c.mute:
		c.mute = false
	case answer.Code != 0:
		c.refuse(answer)
		for _, r := range more {
			c.refuse(r)
		}
	case code == 334:
		c.phase = exchange
		c.send(string(line) + "\r\n")
	case code == 250 && c.verb == "EHLO":
		c.send(c.extensions())
	case code < 400:
		c.say(acceptance(c.verb))
	default:
		c.refuse(mail.Reply{Code: code, Text: string(line[4:])})
	}
}

// acceptance is what is said to a command that the engine has accepted.
func acceptance(verb string) mail.Reply {
	switch verb {
	case "MAIL":
		return mail.Reply{Code: 250, Enhanced: "2.1.0", Text: "Ok"}
	case "RCPT":
		return mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"}
	case "AUTH":
		return mail.Reply{Code: 235, Enhanced: "2.7.0", Text: "Authentication succeeded"}
	case "QUIT":
		return mail.Reply{Code: 221, Enhanced: "2.0.0", Text: "Bye"}
	}
	return replyOK()
}

// greet says the first words, after the handshake where there is one.
func (c *conn) greet() {
	c.greeted = true
	switch {
	case !c.proxied(), !c.secure():
	case c.stopping.Load():
		c.say(replyShutdown())
		c.closing = true
	case c.sabotaged(faults.Connect):
		c.dismiss()
	default:
		c.say(c.banner())
	}
}

func (c *conn) banner() mail.Reply {
	name := " ESMTP mailsink"
	if c.service.lmtp {
		name = " LMTP mailsink"
	}
	return mail.Reply{Code: 220, Text: c.service.Domain + name}
}

// maxUnsent is how many octets of replies are gathered before they are sent
// although the client has more to say.
const maxUnsent = 8 << 10

// say gives the client a reply.
func (c *conn) say(r mail.Reply) {
	c.slowDown()
	c.reserve()
	start := len(c.out)
	c.out = appendReply(c.out, r)
	c.script.SayBytes(transcript.Server, c.out[start:len(c.out)-len("\r\n")])
	c.recordOutcome(r, 0)
	if len(c.out) > maxUnsent && c.flush() != nil {
		c.closing = true
	}
}

// send gives the client a reply that is no mail.Reply.
func (c *conn) send(text string) {
	c.reserve()
	c.out = append(c.out, text...)
	if c.script != nil {
		c.script.Say(transcript.Server, strings.ReplaceAll(strings.TrimSuffix(text, "\r\n"), "\r\n", "\n"))
	}
}

// reserve makes room for replies where there is none.
func (c *conn) reserve() {
	if c.out == nil {
		c.out = c.service.replies.get()
	}
}

// refuse is say, and counts the commands that no decent client sends.
func (c *conn) refuse(r mail.Reply) {
	c.say(r)
	switch r.Code {
	case 500, 501, 502, 503, 504, 555:
		c.bad++
	case 421:
		c.closing = true
	}
	c.errs(r)
	if c.bad > c.service.MaxBadCommands && !c.closing {
		c.say(mail.Reply{Code: 421, Enhanced: "4.7.0", Text: "Too many bad commands, closing connection"})
		c.dismiss()
	}
}

// flush sends the replies gathered. It is called before every wait.
func (c *conn) flush() error {
	if len(c.out) == 0 {
		return nil
	}
	if c.rate > 0 {
		return c.flushSlowly()
	}
	now := time.Now()
	if c.writeBy.Sub(now) < c.service.WriteTimeout/2 {
		c.writeBy = now.Add(c.service.WriteTimeout)
		if err := c.Conn.SetWriteDeadline(c.writeBy); err != nil {
			return err
		}
	}
	_, err := c.Conn.Write(c.out)
	c.out = c.out[:0]
	if err != nil {
		c.closing = true
	}
	return err
}

func (c *conn) flushSlowly() error {
	err := c.trickle(c.out)
	c.out, c.writeBy = c.out[:0], time.Time{}
	if err != nil {
		c.closing = true
	}
	return err
}
