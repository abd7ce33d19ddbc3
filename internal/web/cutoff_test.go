package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/store/memory"
)

func TestASearchThatIsCutOffSaysSoAndWhereItGoesOn(t *testing.T) {
	st := memory.New()
	defer st.Close()
	box, err := mailbox.Open(t.Context(), st, mailbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	env := mail.Envelope{Recipients: []mail.Recipient{{Original: "a@b.test", Final: "a@b.test"}}}
	for i := range 300 {
		if _, err := box.Deliver(t.Context(), env, strings.NewReader(fmt.Sprintf("Subject: x\r\n\r\nword%d", i))); err != nil {
			t.Fatal(err)
		}
	}
	s := New(t.Context(), Config{Mailbox: box})
	v, err := s.newView("", "", "body:word")
	if err != nil {
		t.Fatal(err)
	}
	over, cancel := context.WithCancel(t.Context())
	asked := 0
	s.Narrow = func(context.Context, *search.Query) func(*mail.Message) bool {
		return func(*mail.Message) bool {
			if asked++; asked == 30 {
				cancel()
			}
			return true
		}
	}
	l := s.list(over, box.State(), v, span{limit: 50})
	if !l.partial || !l.atLeast || l.total != 29 || len(l.messages) != 29 || l.next != box.State().All.At(270).UID {
		t.Errorf("partial %v, at least %v, %d messages of %d, next %d", l.partial, l.atLeast, len(l.messages), l.total, l.next)
	}
	if want := "The search took longer than 2s and was cut off: it has looked at the newest 29 of 300 messages."; !strings.HasPrefix(l.note, want) {
		t.Errorf("it says %q", l.note)
	}
	if l := s.list(t.Context(), box.State(), v, span{limit: 50}); l.partial || l.note != "" || len(l.messages) != 50 {
		t.Errorf("a search with time is cut off: %q", l.note)
	}
}
