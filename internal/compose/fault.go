package compose

import "fmt"

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
