package imap_test

import (
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
)

var evil = regexp.MustCompile(`(?m)^EVIL `)

// FuzzSession hides a command in a literal, after anything. It must never be
// run, whatever becomes of the command that the literal belongs to, and the
// server must answer in whole lines.
func FuzzSession(f *testing.F) {
	for _, seed := range []struct{ before, inside string }{
		{"a APPEND INBOX ", ""}, {"a APPEND INBOX (\\Seen) ", "x"}, {"a APPEND INBOX (\\Bad%) ", ""}, {"a APPEND ", ""},
		{"a APPEND INBOX UTF8 (~", ""}, {"a LOGIN ", "\x00"}, {"a SEARCH NOSUCH ", ""}, {"a SEARCH \"", "\""},
		{"a IDLE\r\n", ""}, {"a IDLE\r\nDONE\r\n", ""}, {"a IDLE ", ""}, {"a AUTHENTICATE PLAIN\r\n", ""}, {"a LOGOUT ", ""},
		{"", ""}, {"\r\n", ""}, {"a", ""}, {"a ID (", ""}, {"a STARTTLS ", ""}, {"a UID SEARCH SMALLER 3 ", ""},
		{"a FETCH 1 BODY[HEADER.FIELDS (", ""}, {"a CREATE \"x\" ", strings.Repeat("y", 5000)},
	} {
		f.Add(seed.before, seed.inside)
	}
	w := start(f)
	w.deliver(message("one"))
	f.Fuzz(func(t *testing.T, before, inside string) {
		if strings.Contains(before, "{") || strings.Contains(before, "EVIL") {
			t.Skip("the literal would not be where it seems to be")
		}
		payload := "x\r\nEVIL CREATE evil\r\n" + inside
		c, err := net.Dial("tcp", w.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		x := wireOn(t, c)
		go func() {
			// The server may close before it has read all.
			_, _ = io.WriteString(c, "1 LOGIN sink pw\r\n2 SELECT INBOX\r\n"+before+fmt.Sprintf("{%d+}\r\n", len(payload))+payload+"\r\nDONE\r\n3 LOGOUT\r\n")
		}()
		said := x.closed()
		if evil.MatchString(said) {
			t.Fatalf("%q made the server run what was in a literal: %q", before, said)
		}
		if said != "" && !strings.HasSuffix(said, "\r\n") {
			t.Fatalf("the answers end with %.100q", said[max(0, len(said)-100):])
		}
		if _, made := w.State().Box("sink", "evil"); made {
			t.Fatalf("%q made the server run what was in a literal", before)
		}
	})
}
