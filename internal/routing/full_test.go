package routing_test

import (
	"slices"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/routing"
)

// TestAFileOfMailIsFullOnce holds that what is kept and the recipients before
// count, that what was returned does not, and that nothing given is changed.
func TestAFileOfMailIsFullOnce(t *testing.T) {
	box := func(name, bounce string) mail.Recipient {
		return mail.Recipient{Delivery: &mail.Delivery{Mailbox: name, MailboxLimit: 100, Bounce: bounce, Full: "5.2.2 full"}}
	}
	old := func(size int64, rcpt ...mail.Recipient) *mail.Message {
		return &mail.Message{Size: size, Envelope: &mail.Envelope{Recipients: rcpt}}
	}
	for name, c := range map[string]struct {
		kept []*mail.Message
		to   []mail.Recipient
		size int64
		want []string
	}{
		"what fits is delivered":              {nil, []mail.Recipient{box("a", "")}, 100, []string{""}},
		"what does not is returned":           {nil, []mail.Recipient{box("a", "")}, 101, []string{"5.2.2 full"}},
		"one file is filled by all":           {nil, []mail.Recipient{box("a", ""), box("b", ""), box("a", "")}, 60, []string{"", "", "5.2.2 full"}},
		"what is kept counts":                 {[]*mail.Message{old(60, box("a", ""))}, []mail.Recipient{box("a", ""), box("b", "")}, 60, []string{"5.2.2 full", ""}},
		"what was returned does not":          {[]*mail.Message{old(60, box("a", "5.2.2 full"))}, []mail.Recipient{box("a", "")}, 60, []string{""}},
		"without a limit nothing is returned": {[]*mail.Message{old(1 << 40)}, []mail.Recipient{{}, {Delivery: &mail.Delivery{Transport: "smtp"}}}, 1 << 40, []string{"", ""}},
	} {
		env := mail.Envelope{Recipients: c.to}
		out := routing.Fill(slices.Values(c.kept), env, c.size)
		for i, r := range out.Recipients {
			bounce := ""
			if r.Delivery != nil {
				bounce = r.Delivery.Bounce
			}
			if bounce != c.want[i] {
				t.Errorf("%s: recipient %d: %q", name, i, bounce)
			}
			if given := c.to[i].Delivery; given != nil && given.Bounce != "" {
				t.Errorf("%s: what was given is changed", name)
			}
		}
	}
}
