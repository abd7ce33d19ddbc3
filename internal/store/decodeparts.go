package store

import "mailsink/internal/mail"

// sharedTexts is how long a text may be that other records may have too.
const sharedTexts = 64

// shared returns a text that other records may have too.
func (s *swift) shared(b []byte) string {
	if len(b) > sharedTexts {
		return string(b)
	}
	slot, known := s.texts.find(b)
	if known {
		return slot.value
	}
	t := string(b)
	slot.keep(b, t)
	return t
}

func (s *swift) address(c *scan) mail.Address { return mail.Address(s.shared(c.text())) }

// listOf reads an array: one that was read before, or what one makes of each
// element. What is not as expected is the library's.
func listOf[L ~[]T, T any](s *swift, known *memo[L], c *scan, one func(*swift, *scan, *T)) L {
	return recall(known, c, func(raw []byte) (list L, ok bool) {
		in := &scan{b: raw}
		list = make(L, in.array())
		for i := range list {
			one(s, in, &list[i])
		}
		if in.whole() {
			return list, true
		}
		list = nil
		ok = s.dec.Unmarshal(raw, &list) == nil
		return list, ok
	})
}

func (s *swift) flag(c *scan, f *mail.Flag) { *f = mail.Flag(s.shared(c.text())) }

func (s *swift) rewritten(c *scan, a *mail.Address) { *a = s.address(c) }

func (s *swift) contact(c *scan, v *mail.Contact) {
	for key := range c.keys() {
		switch key {
		case 1:
			v.Name = s.shared(c.text())
		case 2:
			v.Address = s.address(c)
		default:
			c.fail()
		}
	}
}

func (s *swift) param(c *scan, v *mail.Param) {
	for key := range c.keys() {
		switch key {
		case 1:
			v.Name = s.shared(c.text())
		case 2:
			v.Value = s.shared(c.text())
		default:
			c.fail()
		}
	}
}

func (s *swift) recipient(c *scan, v *mail.Recipient) {
	for key := range c.keys() {
		switch key {
		case 1:
			v.Original = s.address(c)
		case 2:
			v.Params = listOf(s, &s.params, c, (*swift).param)
		case 3:
			v.Final = s.address(c)
		case 4:
			v.Trace = listOf(s, &s.steps, c, (*swift).step)
		case 5:
			v.External = c.bool()
		case 6:
			v.Delivery = s.delivery(c)
		default:
			c.fail()
		}
	}
}

func (s *swift) step(c *scan, v *mail.Step) {
	for key := range c.keys() {
		switch key {
		case 1:
			v.Table = s.shared(c.text())
		case 2:
			v.Line = int(c.int())
		case 3:
			v.From = s.address(c)
		case 4:
			v.To = listOf(s, &s.addresses, c, (*swift).rewritten)
		default:
			c.fail()
		}
	}
}

// delivery reads what production would have done. It is the same for many.
func (s *swift) delivery(c *scan) *mail.Delivery {
	return recall(&s.deliveries, c, func(raw []byte) (v *mail.Delivery, ok bool) {
		ok = s.dec.Unmarshal(raw, &v) == nil
		return v, ok
	})
}

// client reads the other side of a connection, which is the same for all that
// came over it.
func (s *swift) client(c *scan) mail.Client {
	return recall(&s.clients, c, func(raw []byte) (v mail.Client, ok bool) {
		in := &scan{b: raw}
		for key := range in.keys() {
			switch key {
			case 1:
				v.Address = s.shared(in.text())
			case 2:
				v.Hello = s.shared(in.text())
			case 3:
				v.Protocol = s.shared(in.text())
			case 4:
				v.TLS = s.shared(in.text())
			case 5:
				v.Identity = s.shared(in.text())
			case 6:
				v.Session = s.shared(in.text())
			default:
				in.fail()
			}
		}
		return v, in.whole()
	})
}
