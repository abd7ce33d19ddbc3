package search

import (
	"cmp"
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A Query is a predicate over messages. It is safe for concurrent use.
type Query struct {
	text  string
	root  node
	cache *Cache
}

// String returns the query as it was given.
func (q *Query) String() string { return q.text }

// All reports whether q matches every message, as the empty query does.
func (q *Query) All() bool {
	all, ok := q.root.(and)
	return ok && len(all) == 0
}

// Reads reports whether q may have to read the content of a message.
func (q *Query) Reads() bool { return q.root.reads() }

// Using returns q with a cache for the text of messages.
func (q *Query) Using(c *Cache) *Query {
	with := *q
	with.cache = c
	return &with
}

// Match reports whether m matches. octets returns its content, and is called
// once at most, and only if the rest of m does not decide. Where it returns an
// error, nothing is found in the content.
func (q *Query) Match(m *mail.Message, octets func() ([]byte, error)) bool {
	return q.root.match(&subject{Message: m, octets: octets, cache: q.cache})
}

// A node is a part of a query.
type node interface {
	match(*subject) bool
	reads() bool // the content may be needed
	condition() Condition
}

type (
	and  []node
	or   []node
	not  struct{ node }
	test struct {
		content bool
		needs   need // what must be there for it to hold; zero where nothing is known
		text    Condition
		holds   func(*subject) bool
	}
)

func (t test) match(s *subject) bool { return t.holds(s) }
func (t test) reads() bool           { return t.content }
func (n not) match(s *subject) bool  { return !n.node.match(s) }

func (n and) match(s *subject) bool {
	return !slices.ContainsFunc(n, func(c node) bool { return !c.match(s) })
}

func (n or) match(s *subject) bool {
	return slices.ContainsFunc(n, func(c node) bool { return c.match(s) })
}

func (n and) reads() bool { return slices.ContainsFunc(n, node.reads) }
func (n or) reads() bool  { return slices.ContainsFunc(n, node.reads) }

func (n and) sorted() and { slices.SortStableFunc(n, byCost); return n }
func (n or) sorted() or   { slices.SortStableFunc(n, byCost); return n }

// byCost puts what needs no content first.
func byCost(a, b node) int {
	cost := func(n node) int {
		if n.reads() {
			return 1
		}
		return 0
	}
	return cmp.Compare(cost(a), cost(b))
}

// maxText is how much text of one message is searched, in octets.
const maxText = 1 << 20

// A subject is a message under examination; its content is read once, when
// first asked for.
type subject struct {
	*mail.Message
	octets func() ([]byte, error)
	cache  *Cache
	doc    *mime.Document
	read   bool
}

// document returns the content parsed, or nil if it cannot be read.
func (s *subject) document() *mime.Document {
	if s.read {
		return s.doc
	}
	s.read = true
	if content, err := s.octets(); err == nil {
		s.doc = mime.Open(content)
	}
	return s.doc
}

// text returns all text of the message, folded.
func (s *subject) text() string {
	return s.cached("t", func(d *mime.Document) string { return d.SearchText(maxText) })
}

// body returns the text that is read as the message, folded.
func (s *subject) body() string {
	return s.cached("b", func(d *mime.Document) string {
		t := d.Text()
		return t[:min(len(t), maxText)]
	})
}

func (s *subject) cached(what string, of func(*mime.Document) string) string {
	key := what + s.Key
	if text, ok := s.cache.get(key); ok {
		return text
	}
	doc := s.document()
	if doc == nil {
		return ""
	}
	text := fold(of(doc))
	s.cache.put(key, text)
	return text
}
