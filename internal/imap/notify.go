package imap

import (
	"slices"
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A notify is what a client wants to be told of unasked (RFC 5465).
type notify struct {
	groups []eventGroup
	status bool
	known  map[mail.BoxID]*mailbox.Box // as the client knows them
	names  []string                    // of subscriptions
}

// An eventGroup is some mailboxes and what is told of them.
type eventGroup struct {
	kind   string // SELECTED, SELECTED-DELAYED, INBOXES, PERSONAL, SUBSCRIBED, SUBTREE, MAILBOXES
	names  []string
	events []string
	fetch  []item // of new messages, in the selected mailbox
}

// selected reports whether the group is of the selected mailbox.
func (g eventGroup) selected() bool { return strings.HasPrefix(g.kind, "SELECTED") }

// delays reports whether EXPUNGE is to wait for a command.
func (n *notify) delays() bool {
	return n != nil && slices.ContainsFunc(n.groups, func(g eventGroup) bool { return g.kind == "SELECTED-DELAYED" })
}

// cmdNotify does NOTIFY.
func (s *session) cmdNotify(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	switch r.word() {
	case "NONE":
		if err := r.end(); err != nil {
			return "", err
		}
		s.notify = nil
		return "", nil
	case "SET":
	default:
		return "", bad("NOTIFY takes SET or NONE")
	}
	n := &notify{known: make(map[mail.BoxID]*mailbox.Box)}
	for r.more() {
		if r.peek() != '(' {
			if r.word() != "STATUS" || n.status || len(n.groups) > 0 {
				return "", bad("An event group is not well formed")
			}
			n.status = true
			continue
		}
		g, err := s.eventGroup(r)
		if err == nil && g.selected() && slices.ContainsFunc(n.groups, eventGroup.selected) {
			err = bad("The selected mailbox is named twice")
		}
		if err != nil {
			return "", err
		}
		n.groups = append(n.groups, g)
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if len(n.groups) == 0 {
		return "", bad("NOTIFY SET needs an event group")
	}
	s.begin(n)
	return "", nil
}

// begin takes n into force, and says what the client should know first.
func (s *session) begin(n *notify) {
	s.notify = n
	n.names = s.subscriptions()
	for _, b := range s.boxes() {
		n.known[b.ID] = b
		if events := s.eventsOf(b); n.status && len(events) > 0 && !s.isSelected(b) {
			s.putStatus(b, statusFor(events))
		}
	}
}

func (s *session) isSelected(b *mailbox.Box) bool { return s.view != nil && s.view.ID == b.ID }

// statusFor returns what is said of a mailbox for some events.
func statusFor(events []string) []string {
	items := []string{"MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN"}
	if slices.Contains(events, "FLAGCHANGE") {
		items = append(items, "HIGHESTMODSEQ")
	}
	return items
}

// eventGroup reads "(MAILBOXES (a b) (MessageNew MessageExpunge))".
func (s *session) eventGroup(r *request) (g eventGroup, err error) {
	if err = r.open(); err != nil {
		return g, err
	}
	switch g.kind = r.word(); g.kind {
	case "SELECTED", "SELECTED-DELAYED", "INBOXES", "PERSONAL", "SUBSCRIBED":
	case "SUBTREE", "MAILBOXES":
		if g.names, err = s.eventNames(r); err != nil {
			return g, err
		}
	default:
		return g, bad("Unknown mailboxes in an event group")
	}
	if err = r.space(); err != nil {
		return g, err
	}
	if r.peek() == '(' {
		if err = r.list(func() error { return g.event(r) }); err != nil {
			return g, err
		}
	} else if r.word() != "NONE" {
		return g, bad("The events of a group are missing")
	}
	if !r.take(')') {
		return g, bad("A closing parenthesis is missing")
	}
	return g, g.check()
}

func (s *session) eventNames(r *request) (names []string, err error) {
	if err = r.space(); err != nil {
		return nil, err
	}
	one := func() error {
		text, err := r.astring()
		if err != nil {
			return err
		}
		name, ok := s.readName(text)
		if !ok || len(names) == 1000 {
			return no(goimap.ResponseCodeCannot, "The name is not well formed, or there are too many")
		}
		names = append(names, name)
		return nil
	}
	if r.peek() == '(' {
		err = r.list(one)
	} else {
		err = one()
	}
	return names, err
}

// event reads one event, with what is fetched of a new message.
func (g *eventGroup) event(r *request) error {
	name := r.word()
	switch name {
	case "MESSAGENEW":
		g.events = append(g.events, name)
		if rest := string(r.line[r.pos:]); !strings.HasPrefix(rest, " (") {
			return nil
		}
		r.take(' ')
		var f fetching
		err := r.list(func() error { return f.item(r, false) })
		g.fetch = f.items
		return err
	case "MESSAGEEXPUNGE", "FLAGCHANGE", "MAILBOXNAME", "SUBSCRIPTIONCHANGE":
		g.events = append(g.events, name)
		return nil
	case "":
		return bad("The name of an event is missing")
	}
	return no("BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange)", "Unknown event")
}

// check holds a group to RFC 5465 §5: new messages and those that go are told
// together, and flags only with both.
func (g *eventGroup) check() error {
	has := func(e string) bool { return slices.Contains(g.events, e) }
	switch {
	case has("MESSAGENEW") != has("MESSAGEEXPUNGE"):
		return bad("MessageNew and MessageExpunge are asked for together")
	case has("FLAGCHANGE") && !has("MESSAGENEW"):
		return bad("FlagChange needs MessageNew and MessageExpunge")
	case !g.selected() && len(g.fetch) > 0:
		return bad("Items are fetched of new messages in the selected mailbox alone")
	case g.selected() && (has("MAILBOXNAME") || has("SUBSCRIPTIONCHANGE")):
		return bad("The selected mailbox has events of messages alone")
	}
	return nil
}

// eventsOf returns what is told of a mailbox: by the first group that it is
// in (RFC 5465 §6).
func (s *session) eventsOf(b *mailbox.Box) []string {
	for _, g := range s.notify.groups {
		if g.covers(b.Name, s.notify.names) {
			return g.events
		}
	}
	return nil
}

func (g *eventGroup) covers(name string, subscribed []string) bool {
	switch g.kind {
	case "PERSONAL":
		return true
	case "INBOXES":
		return name == mailbox.Inbox
	case "SUBSCRIBED":
		return slices.Contains(subscribed, name)
	case "MAILBOXES":
		return slices.Contains(g.names, name)
	case "SUBTREE":
		return slices.ContainsFunc(g.names, func(top string) bool { return name == top || strings.HasPrefix(name, top+"/") })
	}
	return false
}

// tellNew says of new messages what NOTIFY asks for.
func (s *session) tellNew(added []*mail.Message) {
	if s.notify == nil {
		return
	}
	for _, g := range s.notify.groups {
		if !g.selected() || len(g.fetch) == 0 {
			continue
		}
		f := fetching{items: slices.Clone(g.fetch)}
		f.complete(s, true)
		for _, m := range added {
			if i, ok := s.view.Index(m.UID); !ok || s.fetchOne(i, m, f.items, false) != nil || s.relieve() != nil {
				return
			}
		}
	}
}

// tellOthers says what has become of the mailboxes that are not selected.
func (s *session) tellOthers() {
	n := s.notify
	there := make(map[mail.BoxID]bool)
	for _, b := range s.boxes() {
		there[b.ID] = true
		old := n.known[b.ID]
		if old == b {
			continue
		}
		n.known[b.ID] = b
		s.tellOther(old, b)
	}
	for id, b := range n.known {
		if !there[id] {
			delete(n.known, id)
			if slices.Contains(s.eventsOf(b), "MAILBOXNAME") {
				s.put(`* LIST (\NonExistent) "/" `, s.wireName(b.Name))
			}
		}
	}
	s.tellSubscriptions()
}

func (s *session) tellOther(old, b *mailbox.Box) {
	events := s.eventsOf(b)
	has := func(e string) bool { return slices.Contains(events, e) }
	switch {
	case old == nil && has("MAILBOXNAME"):
		s.put(`* LIST () "/" `, s.wireName(b.Name))
	case old != nil && old.Name != b.Name && has("MAILBOXNAME"):
		s.put(`* LIST () "/" `, s.wireName(b.Name), ` ("OLDNAME" (`, s.wireName(old.Name), "))")
	}
	if s.isSelected(b) || !has("MESSAGENEW") {
		return
	}
	items := []string{"MESSAGES", "UIDNEXT", "UNSEEN"}
	switch {
	case old == nil || old.UIDNext != b.UIDNext || old.Len() != b.Len():
	case has("FLAGCHANGE"):
		items = []string{"UNSEEN"}
	default:
		return
	}
	if has("FLAGCHANGE") {
		items = append(items, "HIGHESTMODSEQ")
	}
	s.putStatus(b, items)
}

func (s *session) tellSubscriptions() {
	n := s.notify
	names := s.subscriptions()
	if slices.Equal(names, n.names) {
		return
	}
	tell := func(name, attr string) {
		for _, g := range n.groups {
			if slices.Contains(g.events, "SUBSCRIPTIONCHANGE") && g.covers(name, names) {
				s.put("* LIST (", attr, `) "/" `, s.wireName(name))
				return
			}
		}
	}
	for _, name := range names {
		if !slices.Contains(n.names, name) {
			tell(name, `\Subscribed`)
		}
	}
	for _, name := range n.names {
		if !slices.Contains(names, name) {
			attr := ""
			if _, there := s.box(name); !there {
				attr = `\NonExistent`
			}
			tell(name, attr)
		}
	}
	n.names = names
}
