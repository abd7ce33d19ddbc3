package search

import (
	"regexp"
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// newIs reads is:…
func newIs(t term) (node, error) {
	holds, ok := map[string]func(*subject) bool{
		"unread":   func(s *subject) bool { return !s.Flags.Has(mail.Seen) },
		"read":     func(s *subject) bool { return s.Flags.Has(mail.Seen) },
		"pinned":   func(s *subject) bool { return s.Flags.Has(mail.Flagged) },
		"unpinned": func(s *subject) bool { return !s.Flags.Has(mail.Flagged) },
		"answered": func(s *subject) bool { return s.Flags.Has(mail.Answered) },
		"tagged":   func(s *subject) bool { return slices.ContainsFunc(s.Flags, mail.Flag.IsTag) },
		"untagged": func(s *subject) bool { return !slices.ContainsFunc(s.Flags, mail.Flag.IsTag) },
		"rewritten": func(s *subject) bool {
			return anyEnvelope(s, func(r mail.Recipient) bool { return r.Final != r.Original })
		},
		"external":  func(s *subject) bool { return anyEnvelope(s, func(r mail.Recipient) bool { return r.External }) },
		"injected":  func(s *subject) bool { return s.Envelope.Client.Protocol == "HTTP" },
		"malformed": func(s *subject) bool { return s.Summary.Defects > 0 },
		"duplicate": func(s *subject) bool { return s.repeated != nil && s.repeated(s.Message) },
	}[fold(t.text)]
	if !ok {
		return nil, isUnknown(t)
	}
	return test{holds: holds}, nil
}

// isUnknown says why is: cannot ask for something. Some words are asked for
// with reason, and have their answer elsewhere.
func isUnknown(t term) error {
	switch fold(t.text) {
	case "mine":
		return t.fail("is:mine means the addresses that a browser was told are its user's, and only the page knows them; name them instead, as in rcpt:anna*")
	case "released":
		return t.fail("is:released finds nothing, because mailsink never sends a message on; leave it out")
	case "rejected":
		return t.fail("is:rejected finds nothing, because what is refused is not kept as a message; the SMTP sessions that were refused are listed by GET /v1/sessions?q=is:refused, and by the page under Rejected")
	}
	return t.fail("is: knows unread, read, pinned, unpinned, answered, tagged, untagged, rewritten, external, injected, malformed and duplicate")
}

func anyEnvelope(s *subject, f func(mail.Recipient) bool) bool {
	return slices.ContainsFunc(s.Envelope.Recipients, f)
}

// newHas reads has:…
func newHas(t term) (node, error) {
	switch fold(t.text) {
	case "html":
		return test{holds: func(s *subject) bool { return s.Summary.HTML }}, nil
	case "warning":
		return test{holds: func(s *subject) bool { return s.Summary.Defects > 0 }}, nil
	case "attachment", "attachments":
		return test{holds: func(s *subject) bool { return s.Summary.Attachments > 0 }}, nil
	}
	word := fold(t.text)
	if word == "inlines" {
		word = "inline"
	}
	has, ok := map[string]func(*mime.Document) bool{
		"inline": func(d *mime.Document) bool {
			return anyPart(d, func(p *mime.Part) bool { return p.ContentID != "" && !p.IsMultipart() && p.Type != "text" })
		},
		"text": func(d *mime.Document) bool {
			return anyPart(d, func(p *mime.Part) bool { return p.MediaType() == "text/plain" && p.Disposition != "attachment" })
		},
		"ics":    func(d *mime.Document) bool { return anyPart(d, isCalendar) },
		"code":   func(d *mime.Document) bool { return len(d.Codes()) > 0 },
		"link":   func(d *mime.Document) bool { return len(d.Links()) > 0 },
		"remote": func(d *mime.Document) bool { return remote.MatchString(d.HTML()) },
	}[word]
	if !ok {
		return nil, t.fail("has: knows attachment, inline, html, text, remote, ics, code, link and warning")
	}
	return test{content: true, holds: ofDocument(has)}, nil
}

func isCalendar(p *mime.Part) bool {
	return p.MediaType() == "text/calendar" || p.MediaType() == "application/ics"
}

// remote finds what HTML would load from elsewhere. It is a guess good enough
// to search by; what is blocked is decided where HTML is shown.
var remote = regexp.MustCompile(`(?i)\s(?:src|srcset|background|poster)\s*=\s*["']?\s*(?:https?:)?//` +
	`|<link\s[^>]*href\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//|@import\s+["'](?:https?:)?//`)
