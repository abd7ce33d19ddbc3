package store

import (
	"github.com/fxamacker/cbor/v2"

	"mailsink/internal/mail"
)

// A swift decodes records of the commonest kind, Delivered, many times as fast
// as the library does, and lets records share what many of them say alike:
// clients, recipients, names. Whatever it does not expect it leaves to the
// library, so both read the same. It is for one goroutine.
type swift struct {
	dec        cbor.DecMode
	texts      memo[string]
	flags      memo[mail.Flags]
	params     memo[[]mail.Param]
	contacts   memo[[]mail.Contact]
	rcpts      memo[[]mail.Recipient]
	deliveries memo[*mail.Delivery]
	addresses  memo[[]mail.Address]
	steps      memo[[]mail.Step]
	clients    memo[mail.Client]
	envelopes  memo[*mail.Envelope]

	fresh []Delivered // made together, for the garbage collector's sake
	own   []byte      // texts of this record alone, one behind the other
	owner []ownText   // and who wants them
}

// An ownText is a string that is set when all of a record has been read: the
// texts of a record share one piece of memory.
type ownText struct {
	to  *string
	end int // in own
}

func newSwift(dec cbor.DecMode) *swift {
	s := &swift{dec: dec}
	s.texts.many, s.rcpts.many, s.envelopes.many = true, true, true
	return s
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

// freshMost is how many Delivered are made together. Whoever keeps one keeps
// all of them, but hardly anyone does: the fold makes messages of them.
const freshMost = 32

func (s *swift) blank() *Delivered {
	if len(s.fresh) == 0 {
		s.fresh = make([]Delivered, freshMost)
	}
	d := &s.fresh[0]
	s.fresh = s.fresh[1:]
	return d
}

// delivered decodes b if it is a Delivered as this program writes them.
func (s *swift) delivered(b []byte) (*Delivered, bool) {
	c := &scan{b: b}
	if n, major := c.head(); major != majorMap || n != 1 || c.uint() != 2 {
		return nil, false
	}
	d := s.blank()
	for key := range c.keys() {
		s.member(c, key, d)
	}
	s.settle()
	return d, c.whole()
}

func (s *swift) member(c *scan, key uint64, d *Delivered) {
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
		d.Flags = listOf(s, &s.flags, c, (*swift).flag)
	case 8:
		d.Envelope = s.envelope(c)
	case 9:
		d.Summary = s.summary(c)
	case 10:
		d.Sharers = int(c.int())
	case 11:
		d.ModSeq = mail.ModSeq(c.uint())
	case 12:
		d.Selected = c.bool()
	case 13:
		d.Saved = c.int()
	case 14:
		n := c.uint()
		if d.Own = mail.UID(n); uint64(d.Own) != n {
			c.fail()
		}
	default:
		c.fail()
	}
}

// envelope reads an envelope. Messages of one connection to one recipient share
// it.
func (s *swift) envelope(c *scan) *mail.Envelope {
	return recall(&s.envelopes, c, func(raw []byte) (*mail.Envelope, bool) {
		e, in := new(mail.Envelope), &scan{b: raw}
		for key := range in.keys() {
			switch key {
			case 1:
				e.ReversePath = mail.Address(s.shared(in.text()))
			case 2:
				e.Params = listOf(s, &s.params, in, (*swift).param)
			case 3:
				e.Recipients = listOf(s, &s.rcpts, in, (*swift).recipient)
			case 4:
				e.Client = s.client(in)
			case 5:
				e.OriginalReversePath = mail.Address(s.shared(in.text()))
			case 6:
				e.ReverseTrace = listOf(s, &s.steps, in, (*swift).step)
			default:
				in.fail()
			}
		}
		return e, in.whole()
	})
}

func (s *swift) summary(c *scan) *mail.Summary {
	v := new(mail.Summary)
	for key := range c.keys() {
		switch key {
		case 1:
			v.From = listOf(s, &s.contacts, c, (*swift).contact)
		case 2:
			v.To = listOf(s, &s.contacts, c, (*swift).contact)
		case 3:
			v.Cc = listOf(s, &s.contacts, c, (*swift).contact)
		case 4:
			v.ReplyTo = listOf(s, &s.contacts, c, (*swift).contact)
		case 5:
			s.later(&v.Subject, c.text())
		case 6:
			s.later(&v.MessageID, c.text())
		case 7:
			v.Date = c.time()
		case 8:
			s.later(&v.Snippet, c.text())
		case 9:
			v.Attachments = int(c.int())
		case 10:
			v.HTML = c.bool()
		case 11:
			v.Defects = int(c.int())
		case 12:
			v.Partial = c.bool()
		default:
			c.fail()
		}
	}
	return v
}
