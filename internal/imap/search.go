package imap

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// returns is what a search is to answer (RFC 4731, RFC 5182, RFC 5267).
type returns struct {
	extended                           bool // RETURN was given: the answer is ESEARCH
	min, max, all, count, save, update bool
	partial                            *numbers // positions in the result
}

// readReturns reads "RETURN (…) ", if it is there.
func readReturns(r *request) (out returns, err error) {
	at := r.pos
	if r.word() != "RETURN" {
		r.pos = at
		return out, nil
	}
	out.extended = true
	if err := r.space(); err != nil {
		return out, err
	}
	if err := r.list(func() error { return out.option(r) }); err != nil {
		return out, err
	}
	if out.partial != nil && out.all {
		return out, bad("PARTIAL and ALL exclude each other")
	}
	out.all = out.all || !out.min && !out.max && !out.count && !out.save && !out.update && out.partial == nil
	return out, r.space()
}

func (o *returns) option(r *request) error {
	switch r.word() {
	case "MIN":
		o.min = true
	case "MAX":
		o.max = true
	case "ALL":
		o.all = true
	case "COUNT":
		o.count = true
	case "SAVE":
		o.save = true
	case "UPDATE":
		o.update = true
	case "CONTEXT": // a hint that more of the same will be asked
	case "PARTIAL":
		if err := r.space(); err != nil {
			return err
		}
		return o.positions(r)
	default:
		return bad("Unknown result option of SEARCH")
	}
	return nil
}

// positions reads the range of PARTIAL (RFC 5267 §4.4).
func (o *returns) positions(r *request) error {
	first, err := r.setNumber()
	if err != nil || !r.take(':') {
		return bad("PARTIAL takes a range")
	}
	last, err := r.setNumber()
	if err != nil || first == 0 || last == 0 || o.partial != nil {
		return bad("PARTIAL takes a range of numbers")
	}
	o.partial = &numbers{min(first, last), max(first, last)}
	return nil
}

// cmdSearch does SEARCH (RFC 9051 §6.4.4).
func (s *session) cmdSearch(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	want, err := readReturns(r)
	if err != nil {
		return "", err
	}
	s.poll(false)
	q := s.newCompiler(r)
	if err := q.charset(); err != nil {
		return "", err
	}
	t, err := q.program()
	if err != nil {
		return "", err
	}
	s.enableByUse(q.modSeqs)
	found, err := s.find(t)
	if err != nil {
		s.cutOff(q, &want, found)
		return "", err
	}
	if want.save {
		s.saved = want.keep(found)
	}
	if !want.extended {
		want.extended, want.all = s.enabled.rev2, true
	}
	s.answer(q, &want, found)
	if want.update {
		s.follow(q, t, found)
	}
	return "", nil
}

// cutOff tells what was found before there was no time left. The reply says NO
// all the same, so that no client takes it for everything.
func (s *session) cutOff(q *compiler, want *returns, found []hit) {
	if len(found) > 0 && want.partial == nil && time.Now().After(q.deadline) {
		told := *want
		told.extended = told.extended || s.enabled.rev2
		told.all = told.all || !want.extended
		s.answer(q, &told, found)
	}
}

func (s *session) newCompiler(r *request) *compiler {
	return &compiler{session: s, request: r, deadline: time.Now().Add(s.SearchTimeout)}
}

// A hit is a message that a search has found.
type hit struct {
	*mail.Message
	index int
	uid   mail.UID // in the mailbox
}

// find returns the messages of the view for which t holds. With an error they
// are those that were found before it.
func (s *session) find(t test) ([]hit, error) {
	var found []hit
	for i, m := range s.view.From(0) {
		ok, err := s.asks(t, m)
		switch {
		case err != nil:
			return found, err
		case ok:
			found = append(found, hit{m, i, s.view.UIDOf(m)})
		}
	}
	return found, nil
}

// asks reports whether t holds for m. One that has gone meanwhile matches
// nothing.
func (s *session) asks(t test, m *mail.Message) (bool, error) {
	c := candidate{message: m}
	if t.reads {
		c.document = document{ctx: s.ctx, service: s.service, message: m, passing: true}
	}
	ok, err := t.holds(&c)
	if errors.Is(err, store.ErrNotExist) {
		return false, nil
	}
	return ok, err
}

// number returns what names a hit.
func (h hit) number(uid bool) uint32 {
	if uid {
		return uint32(h.uid)
	}
	return uint32(h.index + 1)
}

// keep returns what "$" stands for after this search (RFC 5182 §2.1).
func (o *returns) keep(found []hit) mail.UIDSet {
	if len(found) == 0 {
		return nil
	}
	var uids mail.UIDSet
	if o.all || o.count || o.partial != nil || !o.min && !o.max {
		for _, h := range found {
			uids = uids.Append(h.UID)
		}
		return uids
	}
	if o.min {
		uids = uids.Append(found[0].UID)
	}
	if o.max {
		uids = uids.Append(found[len(found)-1].UID)
	}
	return uids
}

// answer says what was found, in the order of found.
func (s *session) answer(q *compiler, want *returns, found []hit) {
	if !want.extended {
		s.out = append(s.out, "* SEARCH"...)
		s.out = appendNumbers(s.out, found, q.uid)
		if q.modSeqs && len(found) > 0 {
			s.out = append(s.out, " (MODSEQ "+modSeq(newest(found))+")"...)
		}
		s.out = append(s.out, '\r', '\n')
		return
	}
	if want.save && !want.min && !want.max && !want.all && !want.count && want.partial == nil {
		return // RFC 5182 §2.1: nothing is to be said
	}
	s.out = append(s.out, "* ESEARCH (TAG "+quoted(q.tag)+")"...)
	if q.uid {
		s.out = append(s.out, " UID"...)
	}
	s.out = want.append(s.out, found, q.uid)
	if q.modSeqs && len(found) > 0 {
		s.out = append(s.out, " MODSEQ "+modSeq(want.newest(found))...)
	}
	s.out = append(s.out, '\r', '\n')
}

func (o *returns) append(out []byte, found []hit, uid bool) []byte {
	if n := len(found); n > 0 {
		lowest, highest := ends(found)
		if o.min {
			out = strconv.AppendUint(append(out, " MIN "...), uint64(lowest.number(uid)), 10)
		}
		if o.max {
			out = strconv.AppendUint(append(out, " MAX "...), uint64(highest.number(uid)), 10)
		}
		if o.all {
			out = appendSet(append(out, " ALL "...), ranges(found, uid))
		}
	}
	if p := o.partial; p != nil {
		out = append(out, " PARTIAL ("...)
		out = appendSet(out, []numbers{*p})
		if p.first == p.last {
			out = strconv.AppendUint(append(out, ':'), uint64(p.last), 10)
		}
		out = append(out, ' ')
		if piece := o.piece(found); len(piece) > 0 {
			out = appendSet(out, ranges(piece, uid))
		} else {
			out = append(out, "NIL"...)
		}
		out = append(out, ')')
	}
	if o.count {
		out = strconv.AppendInt(append(out, " COUNT "...), int64(len(found)), 10)
	}
	return out
}

// piece returns the part of the result that PARTIAL asks for.
func (o *returns) piece(found []hit) []hit {
	from := min(int(o.partial.first)-1, len(found))
	return found[from:min(int(o.partial.last), len(found))]
}

// ends returns the first and the last of a result. That of SORT is in the
// order that was asked for (RFC 5267 §3.1).
func ends(found []hit) (lowest, highest hit) { return found[0], found[len(found)-1] }

// ranges writes what was found as a set, in order.
func ranges(found []hit, uid bool) runs {
	var out runs
	for _, h := range found {
		out.add(h.number(uid))
	}
	return out
}

func appendNumbers(out []byte, found []hit, uid bool) []byte {
	out = slices.Grow(out, 8*len(found))
	for _, h := range found {
		out = strconv.AppendUint(append(out, ' '), uint64(h.number(uid)), 10)
	}
	return out
}

// newest returns the highest mod-sequence of what is said of a result (RFC
// 7162 §3.1.10).
func (o *returns) newest(found []hit) mail.ModSeq {
	switch {
	case o.all || o.count || o.partial != nil || !o.min && !o.max:
		return newest(found)
	case !o.max:
		return found[0].ModSeq
	case !o.min:
		return found[len(found)-1].ModSeq
	}
	return max(found[0].ModSeq, found[len(found)-1].ModSeq)
}

func newest(found []hit) mail.ModSeq {
	var m mail.ModSeq
	for _, h := range found {
		m = max(m, h.ModSeq)
	}
	return m
}
