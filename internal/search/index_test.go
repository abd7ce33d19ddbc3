package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mailsink/internal/mail"
)

func TestAnIndexMissesNoQueryThatMatches(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := []string{"anna", "Müller", "b", "Invoice 42", "no-reply", "customers.example", "STRASSE", "x+y"}
	word := func() string { return words[rnd.IntN(len(words))] }
	terms := []string{"rcpt:%s", "from:%s", "to:%s", "subject:%q", "rcpt:%s*", "rcpt:*%s", "-rcpt:%s", "%s", "rcpt:/%s/", "is:unread", "(rcpt:%s OR from:%[1]s)"}
	index, queries := NewIndex[int](), []*Query{}
	for i := range 400 {
		text := ""
		for range 1 + rnd.IntN(3) {
			term := terms[rnd.IntN(len(terms))]
			if term != "is:unread" {
				term = fmt.Sprintf(term, word())
			}
			text += term + " "
		}
		q, err := Parse(text, time.Now())
		if err != nil {
			continue // blanks in a word may make it another query
		}
		queries = append(queries, q)
		index.Add(i, q)
	}
	for range 300 {
		m := &mail.Message{
			Envelope: &mail.Envelope{Recipients: []mail.Recipient{{Original: mail.Address(word() + "@" + word())}, {Original: mail.Address(word())}}},
			Summary: &mail.Summary{
				From: []mail.Contact{{Name: word(), Address: mail.Address(word())}}, To: []mail.Contact{{Address: mail.Address(word() + word())}}, Subject: word() + " " + word(),
			},
		}
		content := func() ([]byte, error) { return []byte("Subject: " + m.Summary.Subject + "\r\n\r\n" + word()), nil }
		found := slices.Collect(func(yield func(*Query) bool) {
			for _, q := range index.Candidates(m) {
				if !yield(q) {
					return
				}
			}
		})
		for _, q := range queries {
			if q.Match(m, content) && !slices.Contains(found, q) {
				t.Fatalf("%q matches and was not found", q)
			}
		}
	}
	for _, v := range index.All() {
		index.Remove(v)
	}
	if index.Len() != 0 || len(index.byNeed) != 0 || len(index.rest) != 0 {
		t.Error("something is left")
	}
}

func TestASubjectIsReadOnceForAllQueries(t *testing.T) {
	reads := 0
	s := NewSubject(&mail.Message{Envelope: &mail.Envelope{}, Summary: &mail.Summary{}}, func() ([]byte, error) {
		reads++
		return []byte("\r\nYour code is 482913"), nil
	})
	for text, want := range map[string]bool{"code:482913": true, "body:code": true, "code:1": false, "is:read": false} {
		q, err := Parse(text, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Finds(s); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if reads != 1 {
		t.Errorf("read %d times", reads)
	}
}
