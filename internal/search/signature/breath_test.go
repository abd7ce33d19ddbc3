package signature

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/memory"
)

func TestASearchRestsWhileMailComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := memory.New()
		defer st.Close()
		box, err := mailbox.Open(t.Context(), st, mailbox.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer box.Close()
		s := &Index{box: box, resting: make(chan struct{}, 1)}
		b := s.newBreath()
		rested := func() time.Duration {
			time.Sleep(10 * time.Millisecond) // that is, it works
			began := time.Now()
			b.take(t.Context())
			return time.Since(began)
		}
		if d := rested(); d != 0 {
			t.Errorf("nothing came, and it rested %v", d)
		}
		env := mail.Envelope{Recipients: []mail.Recipient{{Original: "a@b.test", Final: "a@b.test"}}}
		if _, err := box.Deliver(t.Context(), env, strings.NewReader("Subject: x")); err != nil {
			t.Fatal(err)
		}
		if d := rested(); d != 40*time.Millisecond {
			t.Errorf("mail came, and it rested %v", d)
		}
		if d := rested(); d != 0 {
			t.Errorf("no more came, and it rested %v", d)
		}
		s.resting <- struct{}{} // another one does
		if _, err := box.Deliver(t.Context(), env, strings.NewReader("Subject: y")); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(100*time.Millisecond, func() { <-s.resting })
		if d := rested(); d != 130*time.Millisecond {
			t.Errorf("mail came while another search rested for 90 ms more, and it rested %v", d)
		}
	})
}
