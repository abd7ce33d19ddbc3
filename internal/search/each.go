package search

import "mailsink/internal/mail"

// A Subject is a message that many queries are asked about: its content is
// read and parsed once for all of them. It is for one goroutine.
type Subject struct{ subject }

// NewSubject returns m as a subject. octets is as for [Query.Match].
func NewSubject(m *mail.Message, octets func() ([]byte, error)) *Subject {
	return &Subject{subject{Message: m, octets: octets}}
}

// Finds reports whether q matches the message of s.
func (q *Query) Finds(s *Subject) bool {
	s.cache = q.cache
	return q.root.match(&s.subject)
}
