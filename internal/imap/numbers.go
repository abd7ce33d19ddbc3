package imap

import (
	"cmp"
	"iter"
	"slices"
	"strconv"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A set is a sequence-set of the client (RFC 9051 §9), of sequence numbers or
// of UIDs, as written.
type set struct {
	ranges []numbers
	saved  bool // "$", the result of the last search
	uid    bool
}

// numbers is a range as written; 0 stands for "*".
type numbers struct{ first, last uint32 }

// set takes a sequence-set.
func (r *request) set(uid bool) (set, error) {
	out := set{uid: uid}
	if r.take('$') {
		out.saved = true
		return out, nil
	}
	for {
		n, err := r.setNumber()
		if err != nil {
			return set{}, err
		}
		one := numbers{n, n}
		if r.take(':') {
			if one.last, err = r.setNumber(); err != nil {
				return set{}, err
			}
		}
		out.ranges = append(out.ranges, one)
		if !r.take(',') {
			return out, nil
		}
	}
}

// setNumber takes a number of a set, or "*".
func (r *request) setNumber() (uint32, error) {
	if r.take('*') {
		return 0, nil
	}
	n, err := strconv.ParseUint(r.run(isDigit), 10, 32)
	if err != nil || n == 0 {
		return 0, bad("A set of messages is not well formed")
	}
	return uint32(n), nil
}

// A span is the messages from index from up to, not including, to.
type span struct{ from, to int }

// spans returns what a set of the client means in b, in order and without
// overlap. It costs the length of the set as written, never of what it names:
// 1:4294967295 is one span.
func (s *session) spans(b *mailbox.Box, set set) ([]span, error) {
	var out []span
	for _, r := range set.ranges {
		if set.uid {
			out = append(out, identified(b, r))
			continue
		}
		sp, err := numbered(b, r)
		if err != nil {
			return nil, err
		}
		out = append(out, sp)
	}
	if set.saved {
		for _, r := range s.saved {
			out = append(out, span{b.Ceil(r.First), b.Ceil(r.Last + 1)})
		}
	}
	return merge(out), nil
}

// numbered returns the span of sequence numbers, all of which must be there.
func numbered(b *mailbox.Box, r numbers) (span, error) {
	n := uint32(b.Len())
	if n == 0 || max(r.first, r.last) > n {
		return span{}, bad("There are not that many messages") // RFC 9051 §9
	}
	first, last := r.first, r.last
	if first == 0 {
		first = n
	}
	if last == 0 {
		last = n
	}
	return span{int(min(first, last)) - 1, int(max(first, last))}, nil
}

// identified returns the span of UIDs.
func identified(b *mailbox.Box, r numbers) span {
	if b.Len() == 0 {
		return span{}
	}
	top := uint32(b.UIDOf(b.At(b.Len() - 1)))
	first, last := r.first, r.last
	if first == 0 {
		first = top
	}
	if last == 0 {
		last = top
	}
	first, last = min(first, last), max(first, last)
	from, to := b.CeilOf(mail.UID(first)), b.Len()
	if last < 1<<32-1 {
		to = b.CeilOf(mail.UID(last + 1))
	}
	return span{from, to}
}

func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := spans[:0]
	for _, sp := range spans {
		switch n := len(out); {
		case sp.from >= sp.to:
		case n > 0 && sp.from <= out[n-1].to:
			out[n-1].to = max(out[n-1].to, sp.to)
		default:
			out = append(out, sp)
		}
	}
	return out
}

// within yields the messages of spans, with their indexes.
func within(b *mailbox.Box, spans []span) iter.Seq2[int, *mail.Message] {
	return func(yield func(int, *mail.Message) bool) {
		for _, sp := range spans {
			for i, m := range b.From(sp.from) {
				if i >= sp.to {
					break
				}
				if !yield(i, m) {
					return
				}
			}
		}
	}
}

// A run collects numbers, and writes them as a set: ranges where they follow
// one another.
type runs []numbers

func (r *runs) add(n uint32) {
	if k := len(*r); k > 0 && (*r)[k-1].last+1 == n {
		(*r)[k-1].last = n
		return
	}
	*r = append(*r, numbers{n, n})
}

// appendSet writes ranges as a sequence-set.
func appendSet(dst []byte, ranges []numbers) []byte {
	for i, r := range ranges {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendUint(dst, uint64(r.first), 10)
		if r.last != r.first {
			dst = append(dst, ':')
			dst = strconv.AppendUint(dst, uint64(r.last), 10)
		}
	}
	return dst
}

// setText writes ranges as a sequence-set.
func setText(ranges []numbers) string { return string(appendSet(nil, ranges)) }

// number returns what names the message with index i in b.
func number(b *mailbox.Box, i int, m *mail.Message, uid bool) uint32 {
	if uid {
		return uint32(b.UIDOf(m))
	}
	return uint32(i + 1)
}
