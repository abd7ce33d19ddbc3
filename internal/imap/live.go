package imap

import (
	"slices"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// maxLive bounds the searches of a session that are kept up to date.
const maxLive = 10

// A live search is one whose result is kept up to date (RFC 5267 §4.3).
type live struct {
	tag     string
	uid     bool
	test    test
	members mail.UIDSet
}

// follow keeps a search up to date from now on.
func (s *session) follow(q *compiler, t test, found []hit) {
	if len(s.contexts) >= maxLive {
		s.put("* NO [NOUPDATE ", quoted(q.tag), "] Too many searches are kept up to date")
		return
	}
	q.deadline = time.Time{}
	l := &live{tag: q.tag, uid: q.uid, test: t}
	for _, h := range found {
		l.members = l.members.Append(h.UID)
	}
	s.contexts = append(s.contexts, l)
}

// cmdCancelUpdate does CANCELUPDATE (RFC 5267 §4.3.4).
func (s *session) cmdCancelUpdate(r *request) (string, error) {
	var tags []string
	for r.more() {
		tag, err := r.astring()
		if err != nil {
			return "", err
		}
		tags = append(tags, tag)
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if len(tags) == 0 {
		return "", bad("CANCELUPDATE takes the tags of searches")
	}
	for _, tag := range tags {
		if !slices.ContainsFunc(s.contexts, func(l *live) bool { return l.tag == tag }) {
			return "", no("", "No search of that tag is kept up to date")
		}
	}
	s.contexts = slices.DeleteFunc(s.contexts, func(l *live) bool { return slices.Contains(tags, l.tag) })
	return "", nil
}

// joined is what a live search gains, to be said once its numbers hold.
type joined struct {
	live *live
	uids []mail.UID
}

// leaving says which messages a live search loses, by the numbers that they
// have in old, and returns what it gains.
func (s *session) leaving(old, next *mailbox.Box, d mailbox.Delta) []joined {
	var all []joined
	for _, l := range s.contexts {
		gone, come := s.compare(l, old, d)
		if len(gone) > 0 {
			s.putUpdate(l, "REMOVEFROM", old, gone)
		}
		if len(gone)+len(come) > 0 {
			l.replace(next, gone, come)
		}
		if len(come) > 0 {
			all = append(all, joined{l, come})
		}
	}
	return all
}

// compare returns which messages leave a search, and which come to it.
func (s *session) compare(l *live, old *mailbox.Box, d mailbox.Delta) (gone, come []mail.UID) {
	for _, i := range d.Expunged {
		if uid := old.At(i).UID; l.members.Has(uid) {
			gone = append(gone, uid)
		}
	}
	for _, m := range slices.Concat(d.Changed, d.Added) {
		holds, err := s.asks(l.test, m)
		is := l.members.Has(m.UID)
		switch {
		case err != nil || holds == is:
		case is:
			gone = append(gone, m.UID)
		default:
			come = append(come, m.UID)
		}
	}
	slices.Sort(gone)
	slices.Sort(come)
	return gone, come
}

// replace makes the members anew.
func (l *live) replace(next *mailbox.Box, gone, come []mail.UID) {
	var members mail.UIDSet
	for _, m := range next.From(0) {
		_, added := slices.BinarySearch(come, m.UID)
		_, removed := slices.BinarySearch(gone, m.UID)
		if added || l.members.Has(m.UID) && !removed {
			members = members.Append(m.UID)
		}
	}
	l.members = members
}

// joining says which messages the live searches gain.
func (s *session) joining(all []joined) {
	for _, j := range all {
		s.putUpdate(j.live, "ADDTO", s.view, j.uids)
	}
}

func (s *session) putUpdate(l *live, what string, box *mailbox.Box, uids []mail.UID) {
	var out runs
	for _, uid := range uids {
		if i, ok := box.Index(uid); ok {
			out.add(number(box, i, box.At(i), l.uid))
		}
	}
	by := ""
	if l.uid {
		by = " UID"
	}
	s.put("* ESEARCH (TAG ", quoted(l.tag), ")", by, " ", what, " (0 ", setText(out), ")")
}
