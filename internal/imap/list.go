package imap

import (
	"slices"
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mailbox"
)

// A listing is the answer to one LIST or LSUB in the making.
type listing struct {
	ref      string
	names    []string // patterns as given
	lsub     bool
	patterns []*pattern
	inbox    []*pattern // the same in upper case: INBOX has no case
	listOptions

	exists     map[string]*mailbox.Box
	parent     map[string]bool // of mailboxes
	subscribed map[string]bool
	hidden     map[string]bool // a name below is subscribed to, and not listed itself
	levels     []*pattern      // those with "%"
}

// listOptions are those of RFC 5258, RFC 5819 and RFC 6154.
type listOptions struct {
	onlySubscribed, onlySpecial, recursive bool
	remote                                 bool // there is none
	tellSubscribed                         bool
	extended                               bool // something of RFC 5258 was said
	tellChildren                           bool // is said without that
	status                                 []string
}

// cmdList does LIST (RFC 9051 §6.3.9).
func (s *session) cmdList(r *request) (string, error) {
	l := &listing{}
	if err := s.readList(r, l); err != nil {
		return "", err
	}
	if len(l.names) == 1 && l.names[0] == "" { // asks for the delimiter, and the root of the reference
		root, _, rooted := strings.Cut(l.ref, "/")
		if rooted {
			root += "/"
		} else {
			root = ""
		}
		s.put(`* LIST (\Noselect) "/" `, s.wireName(root))
		return "", nil
	}
	s.tellList(l)
	return "", nil
}

// cmdLSub does LSUB (RFC 3501 §6.3.9).
func (s *session) cmdLSub(r *request) (string, error) {
	l := &listing{lsub: true, listOptions: listOptions{onlySubscribed: true}}
	err := r.space()
	if err == nil {
		err = s.readRef(r, l)
	}
	if err == nil {
		err = s.readPattern(r, l)
	}
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return "", err
	}
	s.tellList(l)
	return "", nil
}

// readList reads the arguments of LIST.
func (s *session) readList(r *request, l *listing) error {
	if err := r.space(); err != nil {
		return err
	}
	if r.peek() == '(' {
		l.extended = true
		if err := r.list(func() error { return l.selection(r.word()) }); err != nil {
			return err
		}
		if l.recursive && !l.onlySubscribed && !l.onlySpecial {
			return bad("RECURSIVEMATCH needs something to match")
		}
		if err := r.space(); err != nil {
			return err
		}
	}
	if err := s.readRef(r, l); err != nil {
		return err
	}
	if err := s.readPatterns(r, l); err != nil {
		return err
	}
	if r.more() {
		l.extended = true
		if r.word() != "RETURN" || r.space() != nil {
			return bad("RETURN and a list may follow the names")
		}
		if err := r.list(func() error { return l.returns(r) }); err != nil {
			return err
		}
	}
	return r.end()
}

// readRef reads the reference, and the space after it.
func (s *session) readRef(r *request, l *listing) error {
	ref, err := r.astring()
	if err != nil {
		return err
	}
	if name, ok := s.readName(ref); ok && !isInbox(ref) {
		ref = name
	}
	l.ref = ref
	return r.space()
}

// readPatterns reads one name or a list of them.
func (s *session) readPatterns(r *request, l *listing) error {
	if r.peek() == '(' {
		l.extended = true
		return r.list(func() error { return s.readPattern(r, l) })
	}
	return s.readPattern(r, l)
}

// readPattern reads one name with wildcards. A name that is no modified UTF-7
// stands for itself.
func (s *session) readPattern(r *request, l *listing) error {
	text, err := r.pattern()
	if err != nil {
		return err
	}
	if name, ok := s.readName(text); ok && !isInbox(text) {
		text = name
	}
	if len(l.names) == 100 {
		return no(goimap.ResponseCodeLimit, "LIST takes 100 names at most")
	}
	l.names = append(l.names, text)
	l.patterns = append(l.patterns, newPattern(l.ref+text))
	if strings.Contains(text, "%") {
		l.levels = append(l.levels, newPattern(l.ref+text))
	}
	l.inbox = append(l.inbox, newPattern(strings.ToUpper(l.ref+text)))
	return nil
}

func (o *listOptions) selection(word string) error {
	switch word {
	case "SUBSCRIBED":
		o.onlySubscribed = true
	case "REMOTE":
		o.remote = true
	case "RECURSIVEMATCH":
		o.recursive = true
	case "SPECIAL-USE":
		o.onlySpecial = true
	default:
		return bad("Unknown selection option of LIST")
	}
	return nil
}

func (o *listOptions) returns(r *request) (err error) {
	switch r.word() {
	case "SUBSCRIBED":
		o.tellSubscribed = true
	case "CHILDREN":
		o.tellChildren = true
	case "SPECIAL-USE": // is always told
	case "STATUS":
		if err := r.space(); err != nil {
			return err
		}
		o.status, err = statusItems(r)
		return err
	default:
		return bad("Unknown return option of LIST")
	}
	return nil
}

// tellList answers LIST and LSUB.
func (s *session) tellList(l *listing) {
	l.exists, l.parent = map[string]*mailbox.Box{}, map[string]bool{}
	l.subscribed, l.hidden = map[string]bool{}, map[string]bool{}
	for _, b := range s.boxes() {
		l.has(b)
	}
	for b := range s.Mailbox.State().VirtualBoxes(s.account, s.views()) {
		l.has(b)
	}
	for _, name := range s.subscriptions() {
		l.subscribed[name] = true
		if (l.lsub || l.recursive) && !l.matches(name) {
			for _, p := range parents(name) {
				l.hidden[p] = true
			}
		}
	}
	for _, name := range l.candidates() {
		if line := l.entry(s, name); line != "" {
			s.put(line)
			if l.exists[name] != nil && l.status != nil { // RFC 5819
				if b, ok := s.box(name); ok {
					s.putStatus(b, l.status)
				}
			}
		}
	}
}

// has notes that there is a mailbox.
func (l *listing) has(b *mailbox.Box) {
	l.exists[b.Name] = b
	for _, p := range parents(b.Name) {
		l.parent[p] = true
	}
}

// candidates returns the names that may be listed, INBOX first.
func (l *listing) candidates() []string {
	found := make(map[string]bool)
	collect := func(names map[string]bool) {
		for name := range names {
			found[name] = true
		}
	}
	if l.onlySubscribed {
		collect(l.subscribed)
		collect(l.hidden)
	} else {
		for name := range l.exists {
			found[name] = true
		}
		collect(l.parent)
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

// entry returns the response for one name, or "".
func (l *listing) entry(s *session, name string) string {
	if l.lsub {
		return l.lsubEntry(s, name)
	}
	attrs, listed := l.attributes(name)
	if !listed {
		return ""
	}
	line := "* LIST (" + spaced(attrs) + `) "/" ` + s.wireName(name)
	if l.recursive && l.hidden[name] { // RFC 5258 §3.5
		line += ` ("CHILDINFO" ("SUBSCRIBED"))`
	}
	return line
}

func (l *listing) lsubEntry(s *session, name string) string {
	switch {
	case l.subscribed[name]:
		return `* LSUB () "/" ` + s.wireName(name)
	case l.hidden[name] && slices.ContainsFunc(l.levels, func(p *pattern) bool { return p.matches(name) }): // RFC 3501 §6.3.9
		return `* LSUB (\Noselect) "/" ` + s.wireName(name)
	}
	return ""
}

// attributes returns what is told of a name, and whether it is listed.
func (l *listing) attributes(name string) (attrs []goimap.MailboxAttr, listed bool) {
	if l.recursive && l.onlySubscribed && !l.hidden[name] && !l.subscribed[name] {
		return nil, false
	}
	if l.exists[name] == nil {
		attrs = append(attrs, l.absent(name))
	}
	switch {
	case l.extended && !l.tellChildren:
	case l.parent[name]:
		attrs = append(attrs, goimap.MailboxAttrHasChildren)
	default:
		attrs = append(attrs, goimap.MailboxAttrHasNoChildren)
	}
	if l.subscribed[name] && (l.onlySubscribed || l.tellSubscribed) {
		attrs = append(attrs, goimap.MailboxAttrSubscribed)
	}
	use := specialUse(name)
	if use != "" && l.exists[name] != nil {
		attrs = append(attrs, use)
	} else if l.onlySpecial {
		return nil, false
	}
	return attrs, true
}

// absent says of a name that there is no mailbox of it.
func (l *listing) absent(name string) goimap.MailboxAttr {
	if l.parent[name] && !l.onlySubscribed {
		return goimap.MailboxAttrNoSelect
	}
	return goimap.MailboxAttrNonExistent
}

// specialUse returns what a mailbox is for, by its name (RFC 6154), or "".
func specialUse(name string) goimap.MailboxAttr {
	switch strings.ToLower(name) {
	case "archive", "archives":
		return goimap.MailboxAttrArchive
	case "drafts":
		return goimap.MailboxAttrDrafts
	case "junk", "spam":
		return goimap.MailboxAttrJunk
	case "sent", "sent items", "sent messages":
		return goimap.MailboxAttrSent
	case "trash", "deleted items", "deleted messages":
		return goimap.MailboxAttrTrash
	}
	return ""
}
