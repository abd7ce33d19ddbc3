package compat_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"mailsink/internal/compat"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/store/memory"
)

// stuck is an index that lets three messages through, and is stuck then until
// there is no time left.
func stuck(ctx context.Context, _ *search.Query) func(*mail.Message) bool {
	asked := 0
	return func(*mail.Message) bool {
		if asked++; asked > 3 {
			<-ctx.Done()
		}
		return true
	}
}

func TestAListThatIsCutOffSaysSoAndARemovalDoesNothing(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		body, note   string
	}{
		{"GET", "/api/v1/search?query=word", http.StatusOK, `"messages_count":3`, "The search took longer than 2s and was cut off; narrow the query."},
		{"GET", "/api/v2/search?kind=containing&query=word", http.StatusOK, `"total":3`, "The search took longer than 2s and was cut off; narrow the query."},
		{"DELETE", "/api/v1/search?query=word", http.StatusServiceUnavailable, "Finding these messages took too long", ""},
		{"GET", "/api/v1/search?query=on:2026-13-01", http.StatusBadRequest, "The query cannot be read at character 1: on: needs a day", ""},
		{"GET", "/api/v1/search?query=word&tz=Nowhere/Else", http.StatusBadRequest, "tz= must be the name of a time zone", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			st := memory.New()
			defer st.Close()
			box, err := mailbox.Open(t.Context(), st, mailbox.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer box.Close()
			env := mail.Envelope{Recipients: []mail.Recipient{{Original: "a@b.test", Final: "a@b.test"}}}
			for range 10 {
				if _, err := box.Deliver(t.Context(), env, strings.NewReader("Subject: x\r\n\r\nword")); err != nil {
					t.Fatal(err)
				}
			}
			routes, err := compat.Routes(compat.Config{Mailbox: box, Narrow: stuck})
			if err != nil {
				t.Fatal(err)
			}
			mux := http.NewServeMux()
			for _, r := range routes {
				if r.Handler != nil && strings.HasPrefix(c.path, r.Path+"?") && r.Method == c.method {
					mux.Handle(r.Method+" "+r.Path, r.Handler)
				}
			}
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.body) || w.Header().Get("Mailsink-Partial") != c.note {
				t.Errorf("%s %s: %d %q %s", c.method, c.path, w.Code, w.Header().Get("Mailsink-Partial"), w.Body)
			}
			if box.State().All.Len() != 10 {
				t.Errorf("%d messages are left of 10", box.State().All.Len())
			}
		})
	}
}
