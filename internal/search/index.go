package search

import (
	"maps"

	"mailsink/internal/mail"
)

// An Index finds, for a message, which of many queries may match it, without
// asking each: most queries need some words in the recipients, the sender or
// the subject. Its values are what the queries are for. It is not safe for
// concurrent use.
type Index[V comparable] struct {
	places  map[V]need
	byNeed  map[need]map[V]*Query
	lengths map[string]*[gram + 1]int // for a field, how many needs have a length
	rest    map[V]*Query              // queries that need nothing in particular
}

// gram is how much of a word is looked up, in octets; less than least of them
// would be found nearly everywhere.
const (
	gram  = 16
	least = 4
)

// A need is the beginning of a word, folded, that a field must have.
type need struct{ field, text string }

// newNeed returns what p needs in a field.
func newNeed(field string, p pattern) need {
	switch field {
	case "rcpt", "from", "to", "subject":
	default:
		return need{}
	}
	longest := ""
	for _, piece := range p.pieces {
		if len(piece) > len(longest) {
			longest = piece
		}
	}
	if p.re != nil || len(longest) < least {
		return need{}
	}
	return need{field, longest[:min(len(longest), gram)]}
}

// need returns something that q cannot match without.
func (q *Query) need() need {
	terms, ok := q.root.(and)
	if !ok {
		terms = and{q.root}
	}
	var found need
	for _, n := range terms {
		if t, ok := n.(test); ok && len(t.needs.text) > len(found.text) {
			found = t.needs
		}
	}
	return found
}

// NewIndex returns an empty index.
func NewIndex[V comparable]() *Index[V] {
	return &Index[V]{make(map[V]need), make(map[need]map[V]*Query), make(map[string]*[gram + 1]int), make(map[V]*Query)}
}

// Len returns how many values there are.
func (x *Index[V]) Len() int { return len(x.places) }

// Has reports whether v is there.
func (x *Index[V]) Has(v V) bool {
	_, ok := x.places[v]
	return ok
}

// Add puts v under q.
func (x *Index[V]) Add(v V, q *Query) {
	n := q.need()
	x.places[v] = n
	if n == (need{}) {
		x.rest[v] = q
		return
	}
	if x.byNeed[n] == nil {
		x.byNeed[n] = make(map[V]*Query)
	}
	x.byNeed[n][v] = q
	if x.lengths[n.field] == nil {
		x.lengths[n.field] = new([gram + 1]int)
	}
	x.lengths[n.field][len(n.text)]++
}

// Remove takes v out.
func (x *Index[V]) Remove(v V) {
	n, ok := x.places[v]
	if !ok {
		return
	}
	delete(x.places, v)
	if n == (need{}) {
		delete(x.rest, v)
		return
	}
	delete(x.byNeed[n], v)
	x.lengths[n.field][len(n.text)]--
	if len(x.byNeed[n]) == 0 {
		delete(x.byNeed, n)
	}
}

// Candidates returns the values whose queries may match m, and perhaps some
// whose queries do not; the caller asks them.
func (x *Index[V]) Candidates(m *mail.Message) map[V]*Query {
	found := make(map[V]*Query, len(x.rest))
	maps.Copy(found, x.rest)
	for field, lengths := range x.lengths {
		for _, text := range wordsOf(m, field) {
			text = fold(text)
			for n, used := range lengths {
				for i := 0; used > 0 && i+n <= len(text); i++ {
					maps.Copy(found, x.byNeed[need{field, text[i : i+n]}])
				}
			}
		}
	}
	return found
}

// All returns every value.
func (x *Index[V]) All() []V {
	all := make([]V, 0, len(x.places))
	for v := range x.places {
		all = append(all, v)
	}
	return all
}

// wordsOf returns what is looked at for a need in a field.
func wordsOf(m *mail.Message, field string) []string {
	var words []string
	contacts := func(list []mail.Contact) {
		for _, c := range list {
			words = append(words, string(c.Address), c.Name)
		}
	}
	switch field {
	case "rcpt":
		for _, r := range m.Envelope.Recipients {
			words = append(words, string(r.Original))
		}
	case "from":
		contacts(m.Summary.From)
	case "to":
		contacts(m.Summary.To)
	case "subject":
		words = append(words, m.Summary.Subject)
	}
	return words
}
