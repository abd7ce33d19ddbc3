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
	raw := c.raw()
	slot, ok := known.find(raw)
	if ok {
		return slot.value
	}
	in := &scan{b: raw}
	list := make(L, in.array())
	for i := range list {
		one(s, in, &list[i])
	}
	if !in.whole() {
		list = nil
		if s.dec.Unmarshal(raw, &list) != nil {
			c.fail()
			return nil
		}
	}
	slot.keep(raw, list)
	return list
}

func (s *swift) flag(c *scan, f *mail.Flag) { *f = mail.Flag(s.shared(c.text())) }

func (s *swift) rewritten(c *scan, a *mail.Address) { *a = s.address(c) }

func (s *swift) contact(c *scan, v *mail.Contact) {
	m := c.members()
	for key, ok := m.next(c); ok; key, ok = m.next(c) {
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
	m := c.members()
	for key, ok := m.next(c); ok; key, ok = m.next(c) {
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
	m := c.members()
	for key, ok := m.next(c); ok; key, ok = m.next(c) {
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
	m := c.members()
	for key, ok := m.next(c); ok; key, ok = m.next(c) {
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
func (s *swift) delivery(c *scan) (v *mail.Delivery) {
	raw := c.raw()
	slot, known := s.deliveries.find(raw)
	if known {
		return slot.value
	}
	if s.dec.Unmarshal(raw, &v) != nil {
		c.fail()
		return nil
	}
	slot.keep(raw, v)
	return v
}

// client reads the other side of a connection, which is the same for all that
// came over it.
func (s *swift) client(c *scan) (v mail.Client) {
	raw := c.raw()
	slot, known := s.clients.find(raw)
	if known {
		return slot.value
	}
	in := &scan{b: raw}
	m := in.members()
	for key, ok := m.next(in); ok; key, ok = m.next(in) {
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
	if !in.whole() {
		c.fail()
		return v
	}
	slot.keep(raw, v)
	return v
}
