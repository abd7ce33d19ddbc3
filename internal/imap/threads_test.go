package imap_test

import (
	"strings"
	"testing"
)

// TestAnswersHaveTheThreadOfWhatTheyAnswer asks for THREADID (RFC 8474), and
// searches for it.
func TestAnswersHaveTheThreadOfWhatTheyAnswer(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver("Message-ID: <1@a.test>\r\nSubject: one\r\n\r\n")
	w.deliver("Message-ID: <2@a.test>\r\nIn-Reply-To: <1@a.test>\r\nSubject: Re: one\r\n\r\n")
	w.deliver("Message-ID: <3@a.test>\r\nReferences: <1@a.test> <2@a.test>\r\nSubject: Re: one\r\n\r\n")
	w.deliver("Message-ID: <4@a.test>\r\nSubject: one\r\n\r\n")
	w.deliver("Subject: nameless\r\n\r\n")
	x := w.inbox()
	ids := make(map[string]string)
	for i, got := range x.ok("FETCH 1:5 THREADID") {
		_, id, ok := strings.Cut(strings.TrimSuffix(got, "))"), "THREADID (")
		if !ok {
			t.Fatalf("got %q", got)
		}
		ids[id] += string(rune('1' + i))
	}
	for id, want := range ids {
		got := strings.ReplaceAll(strings.TrimPrefix(x.ok("SEARCH THREADID " + id)[0], "* SEARCH "), " ", "")
		if got != want {
			t.Errorf("thread %s has %s, want %s", id, got, want)
		}
		if want != "123" && want != "4" && want != "5" {
			t.Errorf("a thread has the messages %s", want)
		}
	}
}
