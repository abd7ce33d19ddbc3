package imap

import (
	"mailsink/internal/imap/order"
	"mailsink/internal/mail"
)

// maxSortKeys bounds the keys of one SORT.
const maxSortKeys = 20

// cmdSort does SORT (RFC 5256, RFC 5957, and with RETURN RFC 5267).
func (s *session) cmdSort(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	want, err := readReturns(r)
	if err != nil {
		return "", err
	}
	keys, err := sortKeys(r)
	if err != nil {
		return "", err
	}
	s.poll(false)
	q := s.newCompiler(r)
	if err := q.sortCharset(); err != nil {
		return "", err
	}
	if !want.extended { // some put it here
		if want, err = readReturns(r); err != nil {
			return "", err
		}
	}
	t, err := q.program()
	if err != nil {
		return "", err
	}
	found, err := s.find(t)
	if err == nil {
		found, err = s.sort(found, keys)
	}
	if err != nil {
		return "", err
	}
	s.answerSort(q, &want, found)
	if want.update {
		s.followSorted(q, t, found, keys)
	}
	return "", nil
}

func (s *session) answerSort(q *compiler, want *returns, found []hit) {
	s.enableByUse(q.modSeqs)
	if want.save {
		s.saved = hitUIDs(found)
	}
	if want.extended {
		s.answer(q, want, found)
		return
	}
	s.out = append(s.out, "* SORT"...)
	s.out = appendNumbers(s.out, found, q.uid)
	if q.modSeqs && len(found) > 0 {
		s.out = append(s.out, " (MODSEQ "+modSeq(newest(found))+")"...)
	}
	s.out = append(s.out, '\r', '\n')
}

// hitUIDs returns the UIDs of a result in any order.
func hitUIDs(found []hit) mail.UIDSet {
	uids := make([]mail.UID, 0, len(found))
	for _, h := range found {
		uids = append(uids, h.UID)
	}
	return mail.UIDs(uids...)
}

// sortCharset reads the charset and the space after it.
func (q *compiler) sortCharset() error {
	if err := q.space(); err != nil {
		return err
	}
	if err := q.charsetName(); err != nil {
		return err
	}
	return q.space()
}

// sortKeys reads "(REVERSE DATE SUBJECT)".
func sortKeys(r *request) ([]order.Key, error) {
	var keys []order.Key
	reverse := false
	err := r.list(func() error {
		word := r.word()
		if word == "REVERSE" && !reverse {
			reverse = true
			return nil
		}
		field, ok := order.ParseField(word)
		if !ok || len(keys) == maxSortKeys {
			return bad("Unknown sort key")
		}
		keys = append(keys, order.Key{Field: field, Reverse: reverse})
		reverse = false
		return nil
	})
	if err == nil && (len(keys) == 0 || reverse) {
		return nil, bad("A sort key is missing")
	}
	return keys, err
}

// sort puts a result in order.
func (s *session) sort(found []hit, keys []order.Key) ([]hit, error) {
	headers := false
	for _, k := range keys {
		headers = headers || k.Field.NeedsHeader()
	}
	entries, err := s.entries(found, headers)
	if err != nil {
		return nil, err
	}
	order.Sort(entries, keys)
	out := make([]hit, 0, len(entries))
	for _, e := range entries {
		i := int(e.Number) - 1
		out = append(out, hit{s.view.At(i), i, e.UID})
	}
	return out, nil
}

// entries returns what a result is ordered by.
func (s *session) entries(found []hit, headers bool) ([]order.Entry, error) {
	out := make([]order.Entry, 0, len(found))
	for _, h := range found {
		e := order.Entry{UID: h.uid, Number: uint32(h.index + 1), Arrival: h.InternalDate, Size: h.Size}
		if headers {
			var err error
			if e.Header, err = s.orderHeader(h.Message); err != nil {
				return nil, err
			}
		}
		out = append(out, e)
	}
	return out, s.ctx.Err()
}

// orderHeader returns what a message is ordered by. One that has gone
// meanwhile is ordered as if it had no header.
func (s *session) orderHeader(m *mail.Message) (*order.Header, error) {
	if h := s.headers.Get(m.Key); h != nil {
		return h, nil
	}
	d := document{ctx: s.ctx, service: s.service, message: m, passing: true}
	top, _, err := d.header()
	if err != nil {
		if s.blame(err).code == "EXPUNGEISSUED" {
			return &order.Header{}, nil
		}
		return nil, err
	}
	h := order.Read(top)
	s.headers.Put(m.Key, h)
	return h, nil
}

// cmdThread does THREAD (RFC 5256).
func (s *session) cmdThread(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	var thread func([]order.Entry) []*order.Node
	switch r.word() {
	case "ORDEREDSUBJECT":
		thread = order.OrderedSubject
	case "REFERENCES":
		thread = order.References
	case "REFS":
		thread = order.Refs
	default:
		return "", bad("Unknown threading algorithm")
	}
	s.poll(false)
	q := s.newCompiler(r)
	if err := q.sortCharset(); err != nil {
		return "", err
	}
	t, err := q.program()
	if err != nil {
		return "", err
	}
	found, err := s.find(t)
	if err != nil {
		return "", err
	}
	entries, err := s.entries(found, true)
	if err != nil {
		return "", err
	}
	s.out = append(s.out, "* THREAD "...)
	s.out = order.AppendThreads(s.out, thread(entries), func(i int) uint32 {
		if q.uid {
			return uint32(entries[i].UID)
		}
		return entries[i].Number
	})
	s.out = append(s.out, '\r', '\n')
	return "", nil
}
