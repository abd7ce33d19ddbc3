package routing

import (
	"iter"
	"slices"

	"mailsink/internal/mail"
)

// Fill marks the recipients of a message of size octets for whom production
// would have found a file of mail full: one that may not grow beyond a limit,
// with the messages that are kept and those for the recipients before. Their
// mail would have been returned. env is not changed.
func Fill(kept iter.Seq[*mail.Message], env mail.Envelope, size int64) mail.Envelope {
	limited := func(r mail.Recipient) bool { return r.Delivery != nil && r.Delivery.Mailbox != "" }
	if !slices.ContainsFunc(env.Recipients, limited) {
		return env
	}
	used := map[string]int64{}
	for m := range kept {
		for _, r := range m.Envelope.Recipients {
			if limited(r) && r.Delivery.Bounce == "" {
				used[r.Delivery.Mailbox] += m.Size
			}
		}
	}
	env.Recipients = slices.Clone(env.Recipients)
	for i, r := range env.Recipients {
		if !limited(r) {
			continue
		}
		d := *r.Delivery
		if used[d.Mailbox]+size > d.MailboxLimit {
			d.Bounce = d.Full
		} else {
			used[d.Mailbox] += size
		}
		env.Recipients[i].Delivery = &d
	}
	return env
}
