package compose

import (
	"fmt"
	"strconv"

	"mailsink/internal/mail"
)

// An Error is why a message was not sent, in a sentence for the program that
// wanted to send it.
type Error struct {
	Text    string
	Refused bool // the tables refuse a recipient, as they would at RCPT
}

// Error implements error.
func (e *Error) Error() string { return e.Text }

func fault(format string, args ...any) error {
	return &Error{Text: fmt.Sprintf(format, args...)}
}

// ReplyText returns a reply as SMTP says it.
func ReplyText(r mail.Reply) string {
	text := strconv.Itoa(r.Code)
	if r.Enhanced != "" {
		text += " " + r.Enhanced
	}
	return text + " " + r.Text
}
