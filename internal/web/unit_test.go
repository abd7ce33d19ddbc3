package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

func TestTheHistoryForgetsTheOldest(t *testing.T) {
	var h history
	for i := range remembered + 10 {
		h.add(&mailbox.State{ModSeq: mail.ModSeq(i + 1)})
		h.add(&mailbox.State{ModSeq: mail.ModSeq(i + 1)}) // twice is once
	}
	for pos, want := range map[mail.ModSeq]bool{1: false, 10: false, 11: true, remembered + 10: true, remembered + 11: false, 0: false} {
		if st, ok := h.at(pos); ok != want || ok && st.ModSeq != pos {
			t.Errorf("position %d is remembered: %v, want %v", pos, ok, want)
		}
	}
	h.add(&mailbox.State{ModSeq: 1}) // late, and older than all
	if _, ok := h.at(11); !ok || len(h.states) != remembered {
		t.Error("an old state drove out a newer one")
	}
}

func TestACursorComesBack(t *testing.T) {
	st := &mailbox.State{ModSeq: 1000, UIDValidity: 77}
	for _, at := range []mail.ModSeq{0, 1, 999, 1000} {
		if got, err := parseCursor(st, cursorOf(st, at)); err != nil || got != at {
			t.Errorf("%d came back as %d, %v", at, got, err)
		}
	}
	later := &mailbox.State{ModSeq: 1000, UIDValidity: 78}
	for _, text := range []string{"", "-", "x", "1", cursorOf(st, 1001), cursorOf(later, 5), "zzzzzzzzzzz-1", "25-"} {
		if _, err := parseCursor(st, text); err == nil {
			t.Errorf("%q is a cursor", text)
		}
	}
}

func TestMembersAreCounted(t *testing.T) {
	k := &members{unread: map[mail.UID]bool{}}
	read := mail.NewFlags(mail.Seen)
	k.set(&mail.Message{UID: 1})
	k.set(&mail.Message{UID: 2, Flags: read})
	k.set(&mail.Message{UID: 1}) // again
	if k.counts != (counts{2, 1}) {
		t.Error(k.counts)
	}
	k.set(&mail.Message{UID: 1, Flags: read})
	if k.counts != (counts{2, 0}) {
		t.Error(k.counts)
	}
	if !k.drop(1) || k.drop(1) || k.counts != (counts{1, 0}) {
		t.Error(k.counts)
	}
}

func TestEveryErrorHasItsReply(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
	}{
		{badRequest("x"), 400},
		{fmt.Errorf("wrapped: %w", badRequest("x")), 400},
		{fmt.Errorf("wrapped: %w", mail.ErrTooLarge), 413},
		{&http.MaxBytesError{}, 413},
		{mail.ErrFull, 507},
		{store.ErrNotExist, 404},
		{mailbox.ErrNotExist, 404},
		{mailbox.ErrClosed, 503},
		{errors.New("disk on fire at /secret"), 500},
	} {
		s := New(t.Context(), Config{})
		w := httptest.NewRecorder()
		s.fail(w, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil), c.err)
		if w.Code != c.status || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), `"detail":"`) {
			t.Errorf("%v: %d %s, want %d", c.err, w.Code, w.Body, c.status)
		}
	}
}

func TestABusyServerSaysSo(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	bounded := limit(ln, 1)
	accepted := make(chan net.Conn, 2)
	go func() {
		for {
			c, err := bounded.Accept()
			if err != nil {
				close(accepted)
				return
			}
			accepted <- c
		}
	}()
	dial := func() net.Conn {
		c, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := dial()
	defer first.Close()
	held := <-accepted
	second := dial()
	defer second.Close()
	got := make([]byte, len(busy))
	if err := second.SetReadDeadline(time.Now().Add(soon)); err != nil {
		t.Fatal(err)
	}
	if n, err := second.Read(got); err != nil || string(got[:n]) != busy {
		t.Errorf("%q %v", got, err)
	}
	held.Close()
	held.Close() // twice gives one place free
	third := dial()
	defer third.Close()
	(<-accepted).Close()
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	if _, more := <-accepted; more {
		t.Error("someone else came in")
	}
}

func TestReferencesAreReadAsBrowsersReadThem(t *testing.T) {
	for u, want := range map[string]bool{
		"http://a": true, "HTTPS://a": true, "//a": true, `\\a`: true, `/\a`: true, "ftp://a": true, "wss://a": true,
		"/a": false, "a": false, "": false, "/": false, "cid:a": false, "data:,": false, "#a": false, "mailto:a@b": false, "?http://a": false,
	} {
		if got := isRemote(cleanURL(" \n" + u + "\t")); got != want {
			t.Errorf("%q is remote: %v, want %v", u, got, want)
		}
	}
	for u, want := range map[string]bool{
		"https://a": true, "mailto:a@b": true, "tel:1": true, "#top": true, "javascript:x": false, "JaVa\nScRiPt:x": false, "\x01javascript:x": false, "vbscript:x": false,
		"file:///etc/passwd": false, "data:text/html,x": false, "blob:x": false, "/v1/actions": false, "v1": false, "//a": false, "": false,
	} {
		if _, got := link(u); got != want {
			t.Errorf("%q may be followed: %v, want %v", u, got, want)
		}
	}
	for u, want := range map[string]bool{
		"data:image/png;base64,AA": true, "data:IMAGE/GIF,x": true, "data:image/svg+xml,x": false, "data:text/html,x": false, "data:image/png": false, "data:,": false,
	} {
		if got := pictureData(u); got != want {
			t.Errorf("%q is a picture: %v, want %v", u, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{}`, `{"op":"delete","ids":["0"]}`, `{"op":"read","q":"a","asof":1}`, `[`, `null`, `{"ids":{}}`, "\xff", `{"op":"delete"}{}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/actions", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		var ask actionAsk
		if err := decode(r, &ask); err != nil {
			if p := problemOf(err); p == nil || p.Status != 400 {
				t.Errorf("%q: %v", body, err)
			}
		}
	})
}

func FuzzToken(f *testing.F) {
	s := New(f.Context(), Config{})
	now := time.Now()
	good := s.token(7, now)
	f.Add(good)
	f.Add("")
	f.Add(base64.RawURLEncoding.EncodeToString(make([]byte, 32)))
	f.Fuzz(func(t *testing.T, token string) {
		if _, ok := s.opens(token, now); ok && token != good {
			t.Errorf("%q opens", token)
		}
	})
}

func FuzzFilename(f *testing.F) {
	for _, seed := range []string{"a.txt", "../x", "a\r\nb", "\u202e", strings.Repeat("ü", 300), `"`, "%41", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		d := disposition(name)
		if strings.ContainsAny(d, "\r\n\x00/\\") || strings.Count(d, `"`) != 2 || len(safeName(name)) > maxFilename || safeName(name) == "" || safeName(name)[0] == '.' {
			t.Errorf("%q: %q", name, d)
		}
	})
}
