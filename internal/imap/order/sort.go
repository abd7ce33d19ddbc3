package order

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// An Entry is a message to be ordered.
type Entry struct {
	Header  *Header
	UID     mail.UID
	Number  uint32 // message sequence number: decides where nothing else does
	Arrival time.Time
	Size    int64 // octets
}

// sent returns the date that the message was sent on, or where it does not
// say, that of its arrival (RFC 5256 §2.2).
func (e *Entry) sent() time.Time {
	if e.Header.Sent.IsZero() {
		return e.Arrival
	}
	return e.Header.Sent
}

// A Field is what messages are sorted by.
type Field uint8

// The sort keys of RFC 5256 §5 and RFC 5957 §3.
const (
	Arrival Field = iota
	Cc
	Date
	DisplayFrom
	DisplayTo
	From
	Size
	Subject
	To
)

// ParseField returns the Field that an atom names, in any case.
func ParseField(atom string) (Field, bool) {
	names := [...]string{"ARRIVAL", "CC", "DATE", "DISPLAYFROM", "DISPLAYTO", "FROM", "SIZE", "SUBJECT", "TO"}
	i, ok := slices.BinarySearch(names[:], strings.ToUpper(atom))
	return Field(i), ok
}

// NeedsHeader reports whether an Entry must have its Header to be sorted by f.
func (f Field) NeedsHeader() bool { return f != Arrival && f != Size }

// A Key is a sort criterion.
type Key struct {
	Field   Field
	Reverse bool
}

// Sort sorts entries by keys, the first one first, and where these are equal
// by Number (RFC 5256 §3).
func Sort(entries []Entry, keys []Key) {
	slices.SortFunc(entries, func(a, b Entry) int {
		for _, k := range keys {
			c := k.Field.compare(&a, &b)
			if k.Reverse {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Compare(a.Number, b.Number)
	})
}

func (f Field) compare(a, b *Entry) int {
	switch f {
	case Arrival:
		return a.Arrival.Truncate(time.Second).Compare(b.Arrival.Truncate(time.Second))
	case Size:
		return cmp.Compare(a.Size, b.Size)
	case Date:
		return a.sent().Truncate(time.Second).Compare(b.sent().Truncate(time.Second))
	}
	return strings.Compare(f.text(a.Header), f.text(b.Header))
}

func (f Field) text(h *Header) string {
	switch f {
	case Cc:
		return h.Cc
	case DisplayFrom:
		return h.DisplayFrom
	case DisplayTo:
		return h.DisplayTo
	case From:
		return h.From
	case To:
		return h.To
	}
	return h.Subject
}
