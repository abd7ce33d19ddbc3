package imap_test

import (
	"bufio"
	"compress/flate"
	"fmt"
	"strings"
	"testing"
)

// TestABinaryMessageIsShownAsBase64 appends octets that no literal may hold.
func TestABinaryMessageIsShownAsBase64(t *testing.T) {
	t.Parallel()
	w := start(t)
	x := w.login("sink")
	const head = "Subject: b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: image/x\r\n"
	octets := "\x00\x01\xff" + strings.Repeat("z", 100) + "\x00"
	message := head + "Content-Transfer-Encoding: binary\r\n\r\n" + octets + "\r\n--B\r\n\r\nplain\r\n--B--\r\n"
	x.ok(fmt.Sprintf("APPEND INBOX ~{%d+}\r\n%s", len(message), message))
	x.ok("SELECT INBOX")
	if got := x.ok("FETCH 1 BODY[]")[0]; strings.Contains(got, "\x00") || !strings.Contains(got, "Content-Transfer-Encoding: base64\r\n\r\nAAH/enp6") {
		t.Errorf("BODY[] is %q", got)
	}
	if got := x.ok("FETCH 1 BINARY[1]")[0]; !strings.Contains(got, fmt.Sprintf("BINARY[1] ~{%d}\r\n%s)", len(octets), octets)) {
		t.Errorf("BINARY[1] is %q", got)
	}
	if got := x.ok("FETCH 1 (BODY[2] BINARY.SIZE[1])")[0]; !strings.Contains(got, "BODY[2] {5}\r\nplain BINARY.SIZE[1] 104") {
		t.Errorf("got %q", got)
	}
	plain := "Subject: no NUL\r\n\r\n\xff\r\n" // is not touched
	x.ok(fmt.Sprintf("APPEND INBOX (\\Seen) ~{%d+}\r\n%s", len(plain), plain))
	if got := x.ok("FETCH 2 BODY[]")[0]; !strings.Contains(got, plain) {
		t.Errorf("BODY[] is %q", got)
	}
}

// TestCompressionIsWhatItWasWithout speaks DEFLATE both ways.
func TestCompressionIsWhatItWasWithout(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(message(strings.Repeat("long ", 100)))
	x := w.inbox()
	want := x.ok("FETCH 1 BODY.PEEK[]")
	x.ok("COMPRESS DEFLATE")
	deflate, err := flate.NewWriter(x.Conn, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	x.r = bufio.NewReader(flate.NewReader(x.Conn))
	say := func(command string) []string {
		t.Helper()
		if _, err := deflate.Write([]byte("c " + command + "\r\n")); err != nil {
			t.Fatal(err)
		}
		if err := deflate.Flush(); err != nil {
			t.Fatal(err)
		}
		return x.until("c")
	}
	for range 3 {
		if got := say("FETCH 1 BODY.PEEK[]"); got[0] != want[0] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	if got := say("COMPRESS DEFLATE"); !strings.HasPrefix(got[0], "NO [COMPRESSIONACTIVE]") {
		t.Errorf("got %q", got)
	}
	if got := say("CAPABILITY"); strings.Contains(got[0], "COMPRESS") {
		t.Errorf("it is offered again: %q", got)
	}
	if got := say("IDLE\r\nDONE"); got[0] != "+ idling" && !strings.HasPrefix(got[0], "+") {
		t.Errorf("got %q", got)
	}
}
