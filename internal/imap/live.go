package imap

import (
	"slices"
	"strings"
	"time"

	"mailsink/internal/imap/order"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// maxLive bounds the searches of a session that are kept up to date.
const maxLive = 10

// maxSorted bounds the result of a SORT that is kept in order.
const maxSorted = 10_000

// A live search is one whose result is kept up to date (RFC 5267 §4.3).
type live struct {
	tag     string
	uid     bool
	test    test
	members mail.UIDSet
	keys    []order.Key // of a SORT
	sorted  []mail.UID  // the result of a SORT, in its order
}

// follow keeps a search up to date from now on.
func (s *session) follow(q *compiler, t test, found []hit) { s.followSorted(q, t, found, nil) }

// followSorted keeps the result of a SORT up to date, or that of a search if
// there are no keys.
func (s *session) followSorted(q *compiler, t test, found []hit, keys []order.Key) {
	if len(s.contexts) >= maxLive || keys != nil && len(found) > maxSorted {
		s.put("* NO [NOUPDATE ", quoted(q.tag), "] Too many searches are kept up to date")
		return
	}
	q.deadline = time.Time{}
	l := &live{tag: q.tag, uid: q.uid, test: t, members: hitUIDs(found), keys: keys}
	if keys != nil {
		for _, h := range found {
			l.sorted = append(l.sorted, h.UID)
		}
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
			s.putUpdate(l, "REMOVEFROM", old, l.positions(gone))
			l.sorted = slices.DeleteFunc(l.sorted, func(uid mail.UID) bool { _, is := slices.BinarySearch(gone, uid); return is })
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
		if j.live.keys != nil && s.resort(j.live) != nil {
			s.dropLive(j.live)
			continue
		}
		s.putUpdate(j.live, "ADDTO", s.view, j.live.positions(j.uids))
	}
}

// resort puts the members of a sorted result in order anew.
func (s *session) resort(l *live) error {
	var found []hit
	for _, r := range l.members {
		for i, m := range s.view.From(s.view.Ceil(r.First)) {
			if m.UID > r.Last {
				break
			}
			found = append(found, hit{m, i, s.view.UIDOf(m)})
		}
	}
	if len(found) > maxSorted {
		return errLong
	}
	found, err := s.sort(found, l.keys)
	l.sorted = l.sorted[:0]
	for _, h := range found {
		l.sorted = append(l.sorted, h.UID)
	}
	return err
}

// dropLive gives up a search, and says so (RFC 5267 §4.3.3).
func (s *session) dropLive(l *live) {
	s.contexts = slices.DeleteFunc(s.contexts, func(other *live) bool { return other == l })
	s.put("* NO [NOUPDATE ", quoted(l.tag), "] The result cannot be kept up to date any more")
}

// A placed is a message at its place in a result: from 1, or 0 in one that has
// no order but that of the mailbox.
type placed struct {
	at  int
	uid mail.UID
}

// positions returns messages with their places, in the order in which a client
// that takes them in or out one by one finds them there.
func (l *live) positions(uids []mail.UID) []placed {
	out := make([]placed, 0, len(uids))
	if l.keys == nil {
		for _, uid := range uids {
			out = append(out, placed{0, uid})
		}
		return out
	}
	for i, uid := range l.sorted {
		if _, is := slices.BinarySearch(uids, uid); is {
			out = append(out, placed{i + 1, uid})
		}
	}
	return out
}

// putUpdate says what a result gains or loses. What a sorted result loses is
// said from its end, so that no place moves before it is said.
func (s *session) putUpdate(l *live, what string, box *mailbox.Box, all []placed) {
	if what == "REMOVEFROM" && l.keys != nil {
		slices.Reverse(all)
	}
	by := ""
	if l.uid {
		by = " UID"
	}
	var words []string
	for len(all) > 0 {
		at := all[0].at
		var set runs
		for next := at; len(all) > 0 && all[0].at == next; all = all[1:] {
			if i, ok := box.Index(all[0].uid); ok {
				set.add(number(box, i, box.At(i), l.uid))
			}
			if at > 0 {
				next++
			}
		}
		words = append(words, itoa(at), setText(set))
	}
	s.put("* ESEARCH (TAG ", quoted(l.tag), ")", by, " ", what, " (", strings.Join(words, " "), ")")
}
