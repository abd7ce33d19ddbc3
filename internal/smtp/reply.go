package smtp

import (
	"errors"
	"strconv"

	"mailsink/internal/mail"
)

// Replies that are the same whenever they are given. Texts hold nothing that
// a client sent and nothing that an error says.
func replyOK() mail.Reply   { return mail.Reply{Code: 250, Enhanced: "2.0.0", Text: "Ok"} }
func replyData() mail.Reply { return mail.Reply{Code: 354, Text: "End data with <CR><LF>.<CR><LF>"} }

// The replies to what is too large or too many have the texts of Postfix: so
// clients that look at texts meet the ones they know.
func replyTooLarge() mail.Reply {
	return mail.Reply{Code: 552, Enhanced: "5.3.4", Text: "Error: message file too big"}
}

func replyDeclaredTooLarge() mail.Reply {
	return mail.Reply{Code: 552, Enhanced: "5.3.4", Text: "Message size exceeds fixed limit"}
}

func replyTooMany() mail.Reply {
	return mail.Reply{Code: 452, Enhanced: "4.5.3", Text: "Error: too many recipients"}
}

func replyShutdown() mail.Reply {
	return mail.Reply{Code: 421, Enhanced: "4.3.2", Text: "Shutting down, try again later"}
}

func replyTimeout() mail.Reply {
	return mail.Reply{Code: 421, Enhanced: "4.4.2", Text: "Timeout, closing connection"}
}

func replyBusy() mail.Reply {
	return mail.Reply{Code: 421, Enhanced: "4.7.0", Text: "Too many connections, try again later"}
}

// syntaxError is the reply to a command that cannot be read.
func syntaxError(code int, enhanced, text string) mail.Reply {
	return mail.Reply{Code: code, Enhanced: enhanced, Text: text}
}

// outOfSequence is the reply to a command that may not come now.
func outOfSequence(text string) mail.Reply {
	return mail.Reply{Code: 503, Enhanced: "5.5.1", Text: text}
}

// replyTo is the one place where an error of a delivery becomes a reply.
func replyTo(err error) mail.Reply {
	switch {
	case errors.Is(err, mail.ErrTooLarge):
		return replyTooLarge()
	case errors.Is(err, mail.ErrFull):
		return mail.Reply{Code: 452, Enhanced: "4.3.1", Text: "No room left to store the message, try again later"}
	case errors.Is(err, errTimeout):
		return replyTimeout()
	case errors.Is(err, errConnection):
		return mail.Reply{Code: 421, Enhanced: "4.4.2", Text: "Connection lost inside the message"}
	}
	return mail.Reply{Code: 451, Enhanced: "4.3.0", Text: "Local error, try again later"}
}

// maxReplyText keeps a reply line within 512 octets (RFC 5321 §4.5.3.1.5).
const maxReplyText = 480

// appendReply appends r as a reply line. Controls in its text become "?".
func appendReply(b []byte, r mail.Reply) []byte {
	b = strconv.AppendInt(b, int64(r.Code), 10)
	b = append(b, ' ')
	if r.Enhanced != "" {
		b = append(append(b, r.Enhanced...), ' ')
	}
	return append(appendText(b, r.Text), "\r\n"...)
}

func appendText[T string | []byte](b []byte, text T) []byte {
	for i := range min(len(text), maxReplyText) {
		c := text[i]
		if isControl(c) {
			c = '?'
		}
		b = append(b, c)
	}
	return b
}

func isControl(c byte) bool { return c < ' ' || c == 0x7f }
