package search

// A Condition is what the signature of a message must have, or else a query
// cannot match: all of Buckets, all of All, and one of Any unless there are
// none. The zero Condition asks for nothing. It never rules out a message that
// matches; who has narrowed the messages down by it asks the query of the rest.
type Condition struct {
	Buckets []uint32 // below [Buckets]
	All     []Condition
	Any     []Condition
}

// Empty reports whether c asks for nothing.
func (c Condition) Empty() bool { return len(c.Buckets)+len(c.All)+len(c.Any) == 0 }

// Allows reports whether a message with that signature may satisfy c.
func (c Condition) Allows(s *Signature) bool {
	for _, bucket := range c.Buckets {
		if !s.Has(bucket) {
			return false
		}
	}
	for _, part := range c.All {
		if !part.Allows(s) {
			return false
		}
	}
	for _, part := range c.Any {
		if part.Allows(s) {
			return true
		}
	}
	return len(c.Any) == 0
}

// Holding returns what a message needs that has text in a header field, written
// as "Name: body", or in the body of a text part: in any case and with any
// white space, as clients of IMAP search.
func Holding(text string) Condition { return Condition{Buckets: bucketsOf(fold(text))} }

// Condition returns what q needs of the signature of a message.
func (q *Query) Condition() Condition { return q.root.condition() }

func (n not) condition() Condition  { return Condition{} }
func (t test) condition() Condition { return t.text }

func (n and) condition() Condition {
	var c Condition
	for _, child := range n {
		if part := child.condition(); !part.Empty() {
			c.All = append(c.All, part)
		}
	}
	return c
}

func (n or) condition() Condition {
	var c Condition
	for _, child := range n {
		part := child.condition()
		if part.Empty() {
			return Condition{}
		}
		c.Any = append(c.Any, part)
	}
	return c
}

// conditionOf returns what a term with pattern p needs of the text.
func conditionOf(t term, p pattern) Condition {
	switch t.field {
	case "", "body", "subject", "from", "to", "cc", "reply-to", "addressed", "rcpt", "bcc", "final", "mailfrom", "filename", "type", "message-id", "run":
	default:
		return Condition{} // it asks for something else than text
	}
	switch {
	case p.re != nil:
		return literalsOf(p.re)
	case t.text == "<>":
		return Condition{}
	case t.field == "message-id":
		p = idPattern(p)
	}
	return Condition{Buckets: p.buckets()}
}

// buckets returns what a text needs for all pieces of p.
func (p pattern) buckets() (buckets []uint32) {
	for _, piece := range p.pieces {
		buckets = append(buckets, bucketsOf(piece)...)
	}
	return buckets
}
