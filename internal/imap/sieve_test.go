package imap_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestASearchInTextsMissesNothing searches for pieces of messages that came
// before the login, and after it.
func TestASearchInTextsMissesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	w := start(t)
	var texts []string
	deliver := func() {
		var b strings.Builder
		for range 1 + r.IntN(60) {
			b.WriteString([]string{"Größe", "alpha ", "BETA", "x\r\n", " γάμμα", "12", ".", "=", "needle "}[r.IntN(9)])
		}
		body := strings.TrimSpace(b.String()) + "\r\n"
		texts = append(texts, strings.ToLower(body))
		w.deliver("Subject: " + fmt.Sprint("s", len(texts)) + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body)
	}
	for range 40 {
		deliver()
	}
	w.login("sink")
	for range 40 {
		deliver()
	}
	x := w.login("sink")
	x.ok("EXAMINE INBOX")
	for range 100 {
		text := []rune(texts[r.IntN(len(texts))])
		i := r.IntN(len(text))
		needle := string(text[i:min(len(text), i+1+r.IntN(8))])
		if strings.ContainsAny(needle, "\r\n") {
			continue
		}
		want := "* SEARCH"
		for n, text := range texts {
			if strings.Contains(text, needle) {
				want += fmt.Sprintf(" %d", n+1)
			}
		}
		if got := x.ok(fmt.Sprintf("SEARCH CHARSET UTF-8 BODY {%d+}\r\n%s", len(needle), needle)); len(got) != 1 || got[0] != want {
			t.Errorf("%q: %q, want %q", needle, got, want)
		}
	}
}
