package imap_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"mailsink/internal/imap"
	"mailsink/internal/mail"
	"mailsink/internal/search/signature"
)

// narrowed gives a server an index, of small blocks.
func narrowed(t *testing.T) func(*imap.Server) {
	return func(s *imap.Server) {
		x, err := signature.New(t.Context(), s.Mailbox, new(signature.Memory), signature.Options{Block: 16, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { x.Close() })
		s.Narrow = x.Holding
	}
}

// TestASearchInTextsMissesNothing searches for pieces of messages that came
// before the login, and after it.
func TestASearchInTextsMissesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	w := start(t, narrowed(t))
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

// varied returns a message in one of many forms and charsets.
func varied(r *rand.Rand) string {
	words := func() string {
		var list []string
		for range 1 + r.IntN(8) {
			list = append(list, []string{"Größe", "alpha", "BETA-7", "請求書", "заказ", "a.b@c.test", "x", "<b>bold</b>", "ΣΊΣΥΦΟΣ", "100%", "İstanbul", "\u212aelvin"}[r.IntN(12)])
		}
		return strings.Join(list, []string{" ", "  ", "\r\n", "\t"}[r.IntN(4)])
	}
	word := func() string { return "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(words())) + "?=" }
	charset, text := "utf-8", words()
	if b, err := charmap.KOI8R.NewEncoder().String(text); err == nil && r.IntN(2) == 0 {
		charset, text = "koi8-r", b
	} else if b, err := japanese.ISO2022JP.NewEncoder().String(text); err == nil && r.IntN(2) == 0 {
		charset, text = "iso-2022-jp", b
	}
	part := fmt.Sprintf("Content-Type: text/%s; charset=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", []string{"plain", "html"}[r.IntN(2)], charset, base64.StdEncoding.EncodeToString([]byte(text)))
	head := fmt.Sprintf("From: %s (alpha) <Ann%d@Example.Test>\r\nTo: Group: b%d@c.test, \"x, y\" <d@e.test>;\r\nSubject: %s\r\nX-Tag: %s\r\n\tfolded\r\n", word(), r.IntN(9), r.IntN(9), word(), word())
	if r.IntN(2) == 0 {
		return head + part
	}
	return head + "Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n" + part + "--q\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner " + word() + "\r\n\r\ninner " + text + "\r\n--q--\r\n"
}

func TestTheIndexChangesNoAnswerOfIMAP(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	with, without := start(t, narrowed(t)), start(t)
	for range 120 {
		content := varied(r)
		with.deliver(content)
		without.deliver(content)
	}
	a, b := with.inbox(), without.inbox()
	pieces := []string{"größe", "alpha", "BETA-7", "請求", "заказ", "c.test", "<b>bold", "ίσυφ", "100% ", "istanbul", "kelvin", "inner", "x, y", "group:", "ann3@example.test>", "alpha  BETA", "\tfolded", "subject: ", "x-tag: ", "a", "ΩΩ", "", "zzz"}
	for range 300 {
		needle := pieces[r.IntN(len(pieces))]
		if runes := []rune(needle); r.IntN(3) == 0 && len(runes) > 2 {
			needle = string(runes[r.IntN(2):])
		}
		key := []string{"TEXT", "BODY", "SUBJECT", "FROM", "TO", "HEADER X-Tag", "HEADER Subject", "NOT BODY", "OR FROM ann1 TEXT"}[r.IntN(9)]
		command := fmt.Sprintf("SEARCH CHARSET UTF-8 %s {%d+}\r\n%s", key, len(needle), needle)
		if got, want := a.ok(command), b.ok(command); !slices.Equal(got, want) {
			t.Fatalf("%q finds %q with the index and %q without", command, got, want)
		}
	}
}

// TestASearchThatIsCutOffTellsWhatItFound has an index that takes longer over
// the third message than a search may.
func TestASearchThatIsCutOffTellsWhatItFound(t *testing.T) {
	w := start(t, func(s *imap.Server) {
		s.SearchTimeout = 200 * time.Millisecond
		s.Narrow = func(ctx context.Context, _ string) func(*mail.Message) bool {
			asked := 0
			return func(*mail.Message) bool {
				if asked++; asked == 3 {
					ctx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
					defer cancel()
					<-ctx.Done()
				}
				return true
			}
		}
	})
	for range 5 {
		w.deliver(message("one"))
	}
	x := w.inbox()
	for command, want := range map[string]string{"SEARCH BODY hello": "* SEARCH 1 2", "SEARCH RETURN (COUNT) BODY hello": "COUNT 2"} {
		got := x.run(command)
		if len(got) != 2 || !strings.HasSuffix(got[0], want) || !strings.Contains(got[1], "NO [LIMIT] The search took too long and was cut off") {
			t.Errorf("%s: got %q, want %q", command, got, want)
		}
	}
}
