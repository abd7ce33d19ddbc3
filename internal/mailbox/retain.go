package mailbox

import (
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// limited sets the limits. They hold for what comes after r.Since: what
// compaction kept from before has been spared already.
func (f *fold) limited(pos store.Pos, r *store.Limited) {
	f.Limits, f.limitedAt, f.limitedSince = *r, pos, r.Since
	f.Limits.Since = 0
	f.retain(time.Time{})
}

// retain enforces the limits after an arrival at now: the oldest messages go
// first, pinned ones (\Flagged) stay. It is part of the fold, so every reader
// of the journal drops the same messages at the same moment, and nothing can
// fall behind.
func (f *fold) retain(now time.Time) {
	if store.Pos(f.ModSeq) <= f.limitedSince {
		return
	}
	for i := 0; f.over(i, now); {
		m := f.All.At(i)
		if m.Flags.Has(mail.Flagged) {
			i++
			continue
		}
		f.removeOne(m.UID)
	}
}

// over reports whether a limit asks for the message at index i to go. The
// newest message always stays: it has been acknowledged.
func (f *fold) over(i int, now time.Time) bool {
	if i >= f.All.Len()-1 {
		return false
	}
	l := f.Limits
	switch {
	case l.Messages > 0 && f.All.Len() > l.Messages:
		return true
	case l.Bytes > 0 && f.All.Bytes > l.Bytes:
		return true
	case l.Age > 0 && !now.IsZero():
		return now.Sub(f.All.At(i).InternalDate) > l.Age
	}
	return false
}
