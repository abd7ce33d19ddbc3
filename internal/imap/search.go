package imap

import (
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// search answers SEARCH (RFC 9051 §6.4.4). It looks at all messages of the
// view, and into their content within the time there is.
func (s *session) search(criteria *imap.SearchCriteria, o *imap.SearchOptions, uids bool) (*imap.SearchData, error) {
	q := &query{session: s, deadline: time.Now().Add(s.SearchTimeout)}
	test, err := q.compile(criteria, 0)
	if err != nil {
		return nil, err
	}
	r := result{uids: uids}
	for i, m := range s.view.From(0) {
		ok, err := test(candidate{i, m, &document{ctx: s.ctx, service: s.service, message: m, passing: true}})
		switch {
		case errors.Is(err, store.ErrNotExist): // gone meanwhile: it matches nothing
		case err != nil:
			return nil, err
		case ok:
			r.add(i, m)
		}
	}
	if o.ReturnSave {
		s.saved = r.saved(o)
	}
	return r.data(), nil
}

// A result collects what a search finds.
type result struct {
	uids  bool
	seqs  imap.SeqSet
	all   mail.UIDSet
	min   uint32
	max   uint32
	count uint32
}

func (r *result) add(i int, m *mail.Message) {
	n := uint32(i + 1)
	if r.uids {
		n = uint32(m.UID)
	}
	if r.count == 0 {
		r.min = n
	}
	r.max = n
	r.count++
	r.all = r.all.Append(m.UID)
	if r.uids {
		return
	}
	if k := len(r.seqs); k > 0 && r.seqs[k-1].Stop+1 == n {
		r.seqs[k-1].Stop = n
		return
	}
	r.seqs = append(r.seqs, imap.SeqRange{Start: n, Stop: n})
}

func (r *result) data() *imap.SearchData {
	d := &imap.SearchData{All: r.seqs, Min: r.min, Max: r.max, Count: r.count}
	if r.uids {
		d.All = wireUIDs(r.all)
	}
	return d
}

// saved returns what "$" stands for after this search (RFC 5182 §2.1).
func (r *result) saved(o *imap.SearchOptions) mail.UIDSet {
	switch n := len(r.all); {
	case n == 0 || o.ReturnAll || o.ReturnCount || !o.ReturnMin && !o.ReturnMax:
		return r.all
	case !o.ReturnMax:
		return mail.UIDs(r.all[0].First)
	case !o.ReturnMin:
		return mail.UIDs(r.all[n-1].Last)
	default:
		return mail.UIDs(r.all[0].First, r.all[n-1].Last)
	}
}
