package faults

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// An Event is a session at a stage, as far as it is known.
type Event struct {
	Stage  Stage
	Client string // ip:port, or the path of a unix socket
	Hello  string
	User   string
	From   mail.Address
	To     []mail.Address // the one of RCPT; later all that were accepted
	Size   int64          // 0 for unknown
}

// An Action is what happens.
type Action struct {
	Rule      string         // names the rule to people
	To        []mail.Address // the forward-paths concerned
	Reply     mail.Reply     // a refusal; its Code is 0 for none
	Delay     time.Duration
	Rate      int // octets a second; 0 for no bound
	Drop      bool
	Keep      bool
	Bounce    mail.Reply // to be reported; its Code is 0 for none
	Duplicate int
}

// parseReply reads "450", "450 Text" or "450 4.2.0 Text".
func parseReply(s string) (mail.Reply, error) {
	wrong := fmt.Errorf("%.80q is not a refusal; write it as in \"450 4.2.0 Try later\", with a code from 400 to 599", s)
	digits, rest, _ := strings.Cut(s, " ")
	code, err := strconv.Atoi(digits)
	if err != nil || len(digits) != 3 || code < 400 || code > 599 {
		return mail.Reply{}, wrong
	}
	r := refusal(code)
	enhanced, text, _ := strings.Cut(rest, " ")
	if isEnhanced(enhanced) {
		if enhanced[0] != digits[0] {
			return mail.Reply{}, fmt.Errorf("%.80q contradicts itself: the enhanced code begins with the digit of the code", s)
		}
		r.Enhanced, rest = enhanced, text
	}
	if strings.ContainsFunc(rest, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return mail.Reply{}, errors.New("a reply is one line of text without controls")
	}
	if rest != "" {
		r.Text = rest
	}
	return r, nil
}

func isEnhanced(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return false
	}
	for _, p := range parts {
		if p == "" || len(p) > 3 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// refusal words a code that nobody has worded.
func refusal(code int) mail.Reply {
	enhanced, text := strconv.Itoa(code/100)+".0.0", "Refused on purpose"
	switch code {
	case 421:
		enhanced, text = "4.3.2", "Closing connection on purpose"
	case 450:
		enhanced, text = "4.2.0", "Mailbox unavailable on purpose"
	case 451:
		enhanced, text = "4.3.0", "Local error on purpose"
	case 452:
		enhanced, text = "4.2.2", "Mailbox full on purpose"
	case 454:
		enhanced, text = "4.7.0", "Temporary authentication failure on purpose"
	case 535:
		enhanced, text = "5.7.8", "Authentication credentials refused on purpose"
	case 550:
		enhanced, text = "5.1.1", "User unknown on purpose"
	case 552:
		enhanced, text = "5.2.2", "Mailbox full on purpose"
	case 554:
		enhanced, text = "5.7.1", "Refused on purpose"
	}
	return mail.Reply{Code: code, Enhanced: enhanced, Text: text}
}
