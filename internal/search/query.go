package search

import (
	"cmp"
	"slices"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A Query is a predicate over messages. It is safe for concurrent use.
type Query struct {
	text     string
	root     node
	cache    *Cache
	repeated func(*mail.Message) bool
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

// Knowing returns q with what says whether a message came before, which is
// what is:duplicate asks; without it nothing did.
func (q *Query) Knowing(repeated func(*mail.Message) bool) *Query {
	with := *q
	with.repeated = repeated
	return &with
}

// Match reports whether m matches. octets returns its content, and is called
// once at most, and only if the rest of m does not decide. Where it returns an
// error, nothing is found in the content.
func (q *Query) Match(m *mail.Message, octets func() ([]byte, error)) bool {
	return q.root.match(&subject{Message: m, octets: octets, cache: q.cache, repeated: q.repeated})
}

// Recipient returns the recipient of m that q asks for with rcpt: or
// addressed:, as it was given, or the empty string.
func (q *Query) Recipient(m *mail.Message) string {
	named := recipientsIn(q.root, nil)
	if len(named) == 0 {
		return ""
	}
	for _, r := range m.Envelope.Recipients {
		if slices.ContainsFunc(named, func(p *pattern) bool { return p.names(string(r.Original)) }) {
			return string(r.Original)
		}
	}
	return ""
}

// recipientsIn adds to list the patterns of recipients in n that are not
// turned around.
func recipientsIn(n node, list []*pattern) []*pattern {
	switch n := n.(type) {
	case and:
		for _, one := range n {
			list = recipientsIn(one, list)
		}
	case or:
		for _, one := range n {
			list = recipientsIn(one, list)
		}
	case test:
		if n.rcpt != nil {
			list = append(list, n.rcpt)
		}
	}
	return list
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
		rcpt    *pattern // of the recipients that it asks for
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

	repeated func(*mail.Message) bool
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

// between stands between pieces of text: nothing that is looked for has it, so
// that nothing is found across two pieces.
const between = "\n\x00\n"

// in reports whether p is found in a text of the message. A regular expression
// is asked of the lines as they are.
func (s *subject) in(of func(*mime.Document) string, what string, p pattern) bool {
	if p.re != nil {
		return p.re.MatchString(s.cached(what+"l", of, foldLines))
	}
	return p.inFolded(s.cached(what, of, fold))
}

func bodyText(d *mime.Document) string {
	t := strings.Join(d.Texts().Body, between)
	return t[:min(len(t), maxText)]
}

// allText is what a word without a field is looked for in.
func allText(d *mime.Document) string {
	var b strings.Builder
	add := func(s string) {
		if room := maxText - b.Len(); s != "" && room > 0 {
			b.WriteString(s[:min(len(s), room)])
			b.WriteString(between)
		}
	}
	d.Root.Walk(func(p *mime.Part) bool {
		for i := range p.Fields {
			if f := &p.Fields[i]; isSearched(f.Name) {
				add(f.Text())
			}
		}
		add(p.Filename)
		return b.Len() < maxText
	})
	for _, t := range d.Texts().Parts {
		add(t.Text)
	}
	return b.String()
}

// isSearched reports whether a word without a field is looked for in a header
// field.
func isSearched(name string) bool {
	switch strings.ToLower(name) {
	case "subject", "from", "to", "cc", "bcc", "reply-to", "sender", "comments", "keywords", "content-description":
		return true
	}
	return false
}

func (s *subject) cached(what string, of func(*mime.Document) string, fold func(string) string) string {
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
