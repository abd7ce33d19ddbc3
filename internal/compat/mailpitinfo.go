package compat

import (
	"context"
	"net/http"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

func (f *facade) mailpitInfo(w http.ResponseWriter, _ *http.Request) error {
	all := f.Mailbox.State().All
	tags := make(map[string]int)
	for _, m := range all.From(0) {
		for _, tag := range tagsOf(m) {
			tags[tag]++
		}
	}
	write(w, http.StatusOK, map[string]any{
		"Version": "mailsink " + f.Version, "LatestVersion": "disabled", "Database": "", "DatabaseSize": all.Bytes,
		"Messages": all.Len(), "Unread": all.Unseen, "Tags": tags,
		"RuntimeStats": map[string]any{
			"Uptime": int(time.Since(f.began).Seconds()), "Memory": 0, "MessagesDeleted": 0,
			"SMTPAccepted": int(all.UIDNext) - 1, "SMTPAcceptedSize": all.Bytes, "SMTPRejected": 0, "SMTPIgnored": 0,
		},
	})
	return nil
}

func (f *facade) mailpitUI(w http.ResponseWriter, _ *http.Request) error {
	_, quiet := f.chaosSet()
	write(w, http.StatusOK, map[string]any{
		"Label": "", "MessageRelay": map[string]any{
			"Enabled": false, "SMTPServer": "", "ReturnPath": "", "AllowedRecipients": "", "BlockedRecipients": "",
			"OverrideFrom": "", "PreserveMessageIDs": false, "RecipientAllowlist": "",
		},
		"SpamAssassin": false, "ChaosEnabled": quiet == nil, "DuplicatesIgnored": false, "HideDeleteAllButton": true,
	})
	return nil
}

func (f *facade) mailpitLive(w http.ResponseWriter, _ *http.Request) error { return ok(w, "ok") }

type mailpitEvent struct {
	Type string
	Data any
}

// mailpitEvents tells every change, in order, and first how much there is.
func (f *facade) mailpitEvents() Talk {
	stats := func(send func(any) error, st *mailbox.State) error {
		return send(mailpitEvent{"stats", map[string]any{"Total": st.All.Len(), "Unread": st.All.Unseen, "Version": "mailsink " + f.Version}})
	}
	begun := f.Mailbox.State()
	talk := f.changes(func(_ context.Context, send func(any) error, before, now *mailbox.State) error {
		d := now.All.Since(before.All)
		var events []mailpitEvent
		for _, i := range d.Expunged {
			events = append(events, mailpitEvent{"delete", map[string]string{"ID": before.All.At(i).ID.String()}})
		}
		for _, m := range d.Added {
			events = append(events, mailpitEvent{"new", mailpitSummaryOf(m)})
		}
		for _, m := range d.Changed {
			events = append(events, mailpitEvent{"update", map[string]any{"ID": m.ID.String(), "Read": m.Flags.Has(mail.Seen), "Tags": tagsOf(m)}})
		}
		for _, e := range events {
			if err := send(e); err != nil {
				return err
			}
		}
		return stats(send, now)
	})
	return func(ctx context.Context, send func(any) error) error {
		if err := stats(send, begun); err != nil {
			return err
		}
		return talk(ctx, send)
	}
}
