package imap

import (
	"cmp"
	"iter"
	"slices"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A span is the messages from index from up to, not including, to.
type span struct{ from, to int }

// spans returns what a set of the client means in b, in order and without
// overlap. It costs the length of the set as written, never of what it names:
// 1:4294967295 is one span.
func (s *session) spans(b *mailbox.Box, set imap.NumSet) ([]span, error) {
	var out []span
	switch set := set.(type) {
	case imap.SeqSet:
		for _, r := range set {
			sp, err := numbered(b, r)
			if err != nil {
				return nil, err
			}
			out = append(out, sp)
		}
	case imap.UIDSet:
		if imap.IsSearchRes(set) {
			set = wireUIDs(s.saved)
		}
		for _, r := range set {
			out = append(out, identified(b, r))
		}
	}
	return merge(out), nil
}

// numbered returns the span of sequence numbers. 0 stands for "*".
func numbered(b *mailbox.Box, r imap.SeqRange) (span, error) {
	n := uint32(b.Len())
	first, last := r.Start, r.Stop
	if first == 0 {
		first = n
	}
	if last == 0 {
		last = n
	}
	first, last = min(first, last), max(first, last)
	if n > 0 && first > n {
		return span{}, bad("There are not that many messages") // RFC 9051 §9
	}
	return span{int(max(first, 1)) - 1, int(min(last, n))}, nil
}

// identified returns the span of UIDs. 0 stands for "*".
func identified(b *mailbox.Box, r imap.UIDRange) span {
	if b.Len() == 0 {
		return span{}
	}
	top := imap.UID(b.At(b.Len() - 1).UID)
	first, last := r.Start, r.Stop
	if first == 0 {
		first = top
	}
	if last == 0 {
		last = top
	}
	first, last = min(first, last), max(first, last)
	return span{b.Ceil(mail.UID(first)), after(b, mail.UID(last))}
}

// after returns the index behind uid.
func after(b *mailbox.Box, uid mail.UID) int {
	if uid == 1<<32-1 {
		return b.Len()
	}
	return b.Ceil(uid + 1)
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

func contains(spans []span, i int) bool {
	_, found := slices.BinarySearchFunc(spans, i, func(sp span, i int) int {
		switch {
		case sp.to <= i:
			return -1
		case sp.from > i:
			return 1
		}
		return 0
	})
	return found
}

// wireUIDs returns set in the words of the wire.
func wireUIDs(set mail.UIDSet) imap.UIDSet {
	out := make(imap.UIDSet, 0, len(set))
	for _, r := range set {
		out = append(out, imap.UIDRange{Start: imap.UID(r.First), Stop: imap.UID(r.Last)})
	}
	return out
}
