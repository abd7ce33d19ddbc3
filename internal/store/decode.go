package store

import (
	"encoding/binary"
	"time"

	"github.com/fxamacker/cbor/v2"

	"mailsink/internal/mail"
)

// A swift decodes records of the commonest kind, Delivered, four times as fast
// as the library does, and lets records share what many of them say alike:
// clients, recipients, names. Whatever it does not expect it leaves to the
// library, so both read the same. It is for one goroutine.
type swift struct {
	dec  cbor.DecMode
	text map[string]string
	from map[string][]mail.Contact
	rcpt map[string][]mail.Recipient
	peer map[string]mail.Client
	env  map[string]*mail.Envelope

	own   []byte    // texts of this record alone, one behind the other
	owner []ownText // and who wants them
}

// An ownText is a string that is set when all of a record has been read: the
// texts of a record share one piece of memory.
type ownText struct {
	to  *string
	end int // in own
}

// later has a string set to b in the end.
func (s *swift) later(to *string, b []byte) {
	s.own = append(s.own, b...)
	s.owner = append(s.owner, ownText{to, len(s.own)})
}

// settle sets what was left for later.
func (s *swift) settle() {
	all, from := string(s.own), 0
	for _, o := range s.owner {
		*o.to, from = all[from:o.end], o.end
	}
	clear(s.owner)
	s.own, s.owner = s.own[:0], s.owner[:0]
}

// Bounds of what is remembered for sharing.
const (
	sharedMost  = 8192 // of each kind
	sharedTexts = 64   // octets of a text
)

func newSwift(dec cbor.DecMode) *swift {
	return &swift{dec, make(map[string]string), make(map[string][]mail.Contact), make(map[string][]mail.Recipient), make(map[string]mail.Client), make(map[string]*mail.Envelope), nil, nil}
}

// remembered returns what raw stands for: from before, or decoded and kept.
func remembered[T any](s *swift, known map[string]T, raw []byte) (v T, ok bool) {
	if v, ok = known[string(raw)]; ok {
		return v, true
	}
	if s.dec.Unmarshal(raw, &v) != nil {
		return v, false
	}
	if len(known) >= sharedMost {
		clear(known)
	}
	known[string(raw)] = v
	return v, true
}

// shared returns a text that other records may have too.
func (s *swift) shared(b []byte) string {
	if len(b) > sharedTexts {
		return string(b)
	}
	if t, ok := s.text[string(b)]; ok {
		return t
	}
	if len(s.text) >= sharedMost {
		clear(s.text)
	}
	t := string(b)
	s.text[t] = t
	return t
}

// delivered decodes b if it is a Delivered as this program writes them.
func (s *swift) delivered(b []byte) (*Delivered, bool) {
	c := &scan{b: b}
	if n, major := c.head(); major != majorMap || n != 1 || c.key() != 2 {
		return nil, false
	}
	d := new(Delivered)
	c.object(func(key uint64) bool {
		switch key {
		case 1:
			d.ID = mail.ID(c.uint())
		case 2:
			d.Account = s.shared(c.text())
		case 3:
			d.Box = mail.BoxID(c.uint())
		case 4:
			s.later(&d.Key, c.text())
		case 5:
			d.Size = c.int()
		case 6:
			d.Time = c.time()
		case 7:
			return s.dec.Unmarshal(c.raw(), &d.Flags) == nil
		case 8:
			d.Envelope = s.envelope(c.raw())
			return d.Envelope != nil
		case 9:
			d.Summary = new(mail.Summary)
			return s.summary(c, d.Summary)
		case 10:
			d.Sharers = int(c.int())
		case 11:
			d.ModSeq = mail.ModSeq(c.uint())
		case 12:
			d.Selected = c.bool()
		default:
			return false
		}
		return true
	})
	s.settle()
	return d, !c.odd && len(c.b) == 0
}

// envelope decodes an envelope. Messages of one connection to one recipient
// share it. nil means that the library has to.
func (s *swift) envelope(raw []byte) *mail.Envelope {
	if e, ok := s.env[string(raw)]; ok {
		return e
	}
	e, c := new(mail.Envelope), &scan{b: raw}
	c.object(func(key uint64) (ok bool) {
		switch key {
		case 1:
			e.ReversePath = mail.Address(s.shared(c.text()))
		case 2:
			return s.dec.Unmarshal(c.raw(), &e.Params) == nil
		case 3:
			e.Recipients, ok = remembered(s, s.rcpt, c.raw())
			return ok
		case 4:
			e.Client, ok = remembered(s, s.peer, c.raw())
			return ok
		default:
			return false
		}
		return true
	})
	if c.odd {
		return nil
	}
	if len(s.env) >= sharedMost {
		clear(s.env)
	}
	s.env[string(raw)] = e
	return e
}

func (s *swift) summary(c *scan, m *mail.Summary) (ok bool) {
	c.object(func(key uint64) bool {
		ok = true
		switch key {
		case 1:
			m.From, ok = remembered(s, s.from, c.raw())
		case 2:
			m.To, ok = remembered(s, s.from, c.raw())
		case 3:
			m.Cc, ok = remembered(s, s.from, c.raw())
		case 4:
			m.ReplyTo, ok = remembered(s, s.from, c.raw())
		case 5:
			s.later(&m.Subject, c.text())
		case 6:
			s.later(&m.MessageID, c.text())
		case 7:
			m.Date = c.time()
		case 8:
			s.later(&m.Snippet, c.text())
		case 9:
			m.Attachments = int(c.int())
		case 10:
			m.HTML = c.bool()
		case 11:
			m.Defects = int(c.int())
		case 12:
			m.Partial = c.bool()
		default:
			ok = false
		}
		return ok
	})
	return !c.odd
}

// A scan reads CBOR (RFC 8949) from the beginning of b. It becomes odd, and
// stays so, at anything that is not expected.
type scan struct {
	b   []byte
	odd bool
}

// The major types of RFC 8949 §3.1.
const (
	majorUint  = 0
	majorText  = 3
	majorArray = 4
	majorMap   = 5
	majorTag   = 6
	majorOther = 7
)

// head reads the beginning of an item. Lengths that are not definite are odd.
func (c *scan) head() (n uint64, major byte) {
	if c.odd || len(c.b) == 0 {
		c.odd = true
		return 0, 0
	}
	major, low := c.b[0]>>5, c.b[0]&31
	c.b = c.b[1:]
	if low < 24 {
		return uint64(low), major
	}
	size := 1 << (low - 24)
	if low > 27 || len(c.b) < size {
		c.odd = true
		return 0, major
	}
	var wide [8]byte
	copy(wide[8-size:], c.b)
	c.b = c.b[size:]
	return binary.BigEndian.Uint64(wide[:]), major
}

// of reads the beginning of an item that must be of a major type.
func (c *scan) of(want byte) uint64 {
	n, major := c.head()
	c.odd = c.odd || major != want
	return n
}

func (c *scan) uint() uint64 { return c.of(majorUint) }

func (c *scan) int() int64 {
	n := c.of(majorUint)
	c.odd = c.odd || n > 1<<62
	return int64(n)
}

// key reads the key of a map. Those of our records are small.
func (c *scan) key() uint64 {
	n := c.of(majorUint)
	c.odd = c.odd || n > 63
	return n
}

func (c *scan) bool() bool {
	n, major := c.head()
	c.odd = c.odd || major != majorOther || n != 20 && n != 21
	return n == 21
}

func (c *scan) text() []byte { return c.take(c.of(majorText)) }

func (c *scan) take(n uint64) []byte {
	if c.odd || n > uint64(len(c.b)) {
		c.odd = true
		return nil
	}
	t := c.b[:n]
	c.b = c.b[n:]
	return t
}

func (c *scan) time() time.Time {
	t, err := time.Parse(time.RFC3339, string(c.text()))
	c.odd = c.odd || err != nil || t.Location() != time.UTC
	return t
}

// object reads a map and calls value for each key, which reads what is behind
// it and reports whether it could. A key that comes twice is odd.
func (c *scan) object(value func(key uint64) bool) {
	n := c.of(majorMap)
	var seen uint64
	for range n {
		key := c.key()
		if c.odd || seen&(1<<key) != 0 || !value(key) || c.odd {
			c.odd = true
			return
		}
		seen |= 1 << key
	}
}

// rawDepth bounds what is nested in an item that is passed over.
const rawDepth = 8

// raw returns the octets of the next item, whatever it is.
func (c *scan) raw() []byte {
	from := c.b
	c.pass(rawDepth)
	return from[:len(from)-len(c.b)]
}

func (c *scan) pass(depth int) {
	n, major := c.head()
	if depth == 0 {
		c.odd = true
	}
	switch {
	case c.odd || major == majorTag || n > uint64(len(c.b)) && major != majorUint && major != 1 && major != majorOther:
		c.odd = true
	case major == 2 || major == majorText:
		c.take(n)
	case major == majorArray || major == majorMap:
		if major == majorMap {
			n *= 2
		}
		for i := uint64(0); i < n && !c.odd; i++ {
			c.pass(depth - 1)
		}
	}
}
