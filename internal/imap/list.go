package imap

import (
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mailbox"
)

// A listing is the answer to one LIST or LSUB in the making.
type listing struct {
	patterns   []*pattern
	inbox      []*pattern // the same in upper case: INBOX has no case
	options    *imap.ListOptions
	exists     map[string]*mailbox.Box
	parent     map[string]bool // of mailboxes
	subscribed map[string]bool
	hidden     map[string]bool // a name below is subscribed to, and not listed itself
}

// list answers LIST and LSUB (RFC 9051 §6.3.9, RFC 3501 §6.3.9, RFC 5258).
func (s *session) list(ref string, patterns []string, o *imap.ListOptions, lsub bool) []*imap.ListData {
	if len(patterns) == 0 { // RFC 9051 §6.3.9: asks for the delimiter
		return []*imap.ListData{{Attrs: []imap.MailboxAttr{imap.MailboxAttrNoSelect}, Delim: delimiter}}
	}
	l := listing{options: o, exists: map[string]*mailbox.Box{}, parent: map[string]bool{}, subscribed: map[string]bool{}, hidden: map[string]bool{}}
	for _, p := range patterns {
		l.patterns = append(l.patterns, newPattern(ref+p))
		l.inbox = append(l.inbox, newPattern(strings.ToUpper(ref+p)))
	}
	for _, b := range s.boxes() {
		l.exists[b.Name] = b
		for _, p := range parents(b.Name) {
			l.parent[p] = true
		}
	}
	for _, name := range s.subscriptions() {
		l.subscribed[name] = true
		if (lsub || o.SelectRecursiveMatch) && !l.matches(name) {
			for _, p := range parents(name) {
				l.hidden[p] = true
			}
		}
	}
	var out []*imap.ListData
	for _, name := range l.names() {
		if data := l.entry(name, lsub); data != nil {
			out = append(out, data)
		}
	}
	if o.ReturnStatus == nil {
		return out
	}
	for _, data := range out { // RFC 5819
		if b := l.exists[data.Mailbox]; b != nil {
			data.Status = s.statusOf(b, o.ReturnStatus)
		}
	}
	return out
}

// names returns the names that may be listed, INBOX first.
func (l *listing) names() []string {
	found := make(map[string]bool)
	if l.options.SelectSubscribed {
		for name := range l.subscribed {
			found[name] = true
		}
		for name := range l.hidden {
			found[name] = true
		}
	} else {
		for name := range l.exists {
			found[name] = true
		}
		for name := range l.parent {
			found[name] = true
		}
	}
	out := make([]string, 0, len(found))
	for name := range found {
		if l.matches(name) {
			out = append(out, name)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if (a == mailbox.Inbox) != (b == mailbox.Inbox) {
			if a == mailbox.Inbox {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return out
}

func (l *listing) matches(name string) bool {
	patterns := l.patterns
	if name == mailbox.Inbox {
		patterns = l.inbox
	}
	return slices.ContainsFunc(patterns, func(p *pattern) bool { return p.matches(name) })
}

// entry returns the answer for one name, or nil.
func (l *listing) entry(name string, lsub bool) *imap.ListData {
	data := &imap.ListData{Mailbox: name, Delim: delimiter}
	if lsub {
		if !l.subscribed[name] {
			if !l.hidden[name] {
				return nil
			}
			data.Attrs = append(data.Attrs, imap.MailboxAttrNoSelect)
		}
		return data
	}
	if l.exists[name] == nil {
		data.Attrs = append(data.Attrs, l.absent(name))
	}
	if l.parent[name] {
		data.Attrs = append(data.Attrs, imap.MailboxAttrHasChildren)
	} else {
		data.Attrs = append(data.Attrs, imap.MailboxAttrHasNoChildren)
	}
	if l.subscribed[name] && (l.options.SelectSubscribed || l.options.ReturnSubscribed) {
		data.Attrs = append(data.Attrs, imap.MailboxAttrSubscribed)
	}
	use, special := specialUse(name)
	if special && l.exists[name] != nil {
		data.Attrs = append(data.Attrs, use)
	} else if l.options.SelectSpecialUse {
		return nil
	}
	return l.recursive(data)
}

// absent says of a name that there is no mailbox of it.
func (l *listing) absent(name string) imap.MailboxAttr {
	if l.parent[name] && !l.options.SelectSubscribed {
		return imap.MailboxAttrNoSelect
	}
	return imap.MailboxAttrNonExistent
}

// recursive adds what RECURSIVEMATCH asks for (RFC 5258 §3.5), and leaves out
// what stands here for nothing else.
func (l *listing) recursive(data *imap.ListData) *imap.ListData {
	if !l.options.SelectRecursiveMatch {
		return data
	}
	if l.hidden[data.Mailbox] {
		data.ChildInfo = &imap.ListDataChildInfo{Subscribed: true}
	} else if !l.subscribed[data.Mailbox] {
		return nil
	}
	return data
}

// specialUse returns what a mailbox is for, by its name (RFC 6154).
func specialUse(name string) (imap.MailboxAttr, bool) {
	switch strings.ToLower(name) {
	case "archive", "archives":
		return imap.MailboxAttrArchive, true
	case "drafts":
		return imap.MailboxAttrDrafts, true
	case "junk", "spam":
		return imap.MailboxAttrJunk, true
	case "sent", "sent items", "sent messages":
		return imap.MailboxAttrSent, true
	case "trash", "deleted items", "deleted messages":
		return imap.MailboxAttrTrash, true
	}
	return "", false
}
