package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"mailsink/internal/mail"
)

// An order is how the ranks of a list go. Those who follow a list see arrivals
// in it in the order of arrival alone.
type order int

const (
	byNewest order = iota
	byOldest
	byLargest
	bySender
	byRecipient
	bySubject
)

// orderNames are the values of sort=, by order.
func orderNames() []string {
	return []string{"newest", "oldest", "largest", "sender", "recipient", "subject"}
}

// orderOf reads sort=.
func orderOf(name string) (order, error) {
	if name == "" {
		return byNewest, nil
	}
	if i := slices.Index(orderNames(), name); i >= 0 {
		return order(i), nil
	}
	return byNewest, badRequest("sort= must be one of %s, not %.40q.", strings.Join(orderNames(), ", "), name)
}

// sorted finds all messages of the view, so that it takes as long as a search
// through all of them, and returns those that sp asks for in its order. Equal
// ones are newest first.
func (s *Server) sorted(ctx context.Context, v view, src source, sp span, n int) listing {
	whole := span{limit: n, asof: sp.asof}
	l := s.search(ctx, v, src, whole, n)
	if sp.order == byOldest {
		slices.Reverse(l.messages)
	} else {
		sortBy(l.messages, sp.order)
	}
	from := min(sp.offset, len(l.messages))
	l.messages = l.messages[from:min(from+sp.limit, len(l.messages))]
	return l
}

// sortBy sorts messages that are newest first.
func sortBy(messages []*mail.Message, by order) {
	if by == byLargest {
		slices.SortStableFunc(messages, func(a, b *mail.Message) int { return cmp.Compare(b.Size, a.Size) })
		return
	}
	type keyed struct {
		key string
		m   *mail.Message
	}
	all := make([]keyed, len(messages))
	for i, m := range messages {
		all[i] = keyed{keyOf(m, by), m}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for i, one := range all {
		messages[i] = one.m
	}
}

// keyOf returns what a message is sorted by, as it is shown, in lower case.
func keyOf(m *mail.Message, by order) string {
	switch by {
	case bySender:
		from := whoOf(m)
		return strings.ToLower(cmp.Or(from.Name, from.Address))
	case byRecipient:
		first, _ := rcptOf(m)
		return strings.ToLower(strings.Join(first, " "))
	}
	return strings.ToLower(m.Summary.Subject)
}
