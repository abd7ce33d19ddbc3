package smtp

import (
	"bytes"
	"strings"
	"testing"
)

// unstuff feeds stream to a dots in blocks of the given size.
func unstuff(stream []byte, block int) (content []byte, rest []byte, done bool) {
	var d dots
	for len(stream) > 0 && d.at != ended {
		got, n := d.next(stream[:min(block, len(stream))])
		content = append(content, got...)
		stream = stream[n:]
	}
	return content, stream, d.at == ended
}

// unstuffNaively is what dots must do, an octet at a time and over all of the
// stream at once.
func unstuffNaively(stream []byte) (content []byte, rest []byte, done bool) {
	for at := 0; at < len(stream); at++ {
		begins := at == 0 || at > 1 && stream[at-2] == '\r' && stream[at-1] == '\n'
		switch {
		case begins && bytes.HasPrefix(stream[at:], []byte(".\r\n")):
			return content, stream[at+3:], true
		case begins && stream[at] == '.':
		default:
			content = append(content, stream[at])
		}
	}
	return content, nil, false
}

func TestOnlyCRLFDotCRLFEndsData(t *testing.T) {
	tests := map[string]struct{ stream, content, rest string }{
		"plain":                         {"a\r\n.\r\nrest", "a\r\n", "rest"},
		"empty":                         {".\r\nrest", "", "rest"},
		"CR CR LF dot CR LF":            {"a\r\r\n.\r\nrest", "a\r\r\n", "rest"},
		"dot CR CR LF is content":       {"a\r\n.\r\r\n.\r\nrest", "a\r\n\r\r\n", "rest"},
		"CR after a dot is kept":        {"a\r\n.\rX\r\n.\r\n", "a\r\n\rX\r\n", ""},
		"stuffed dot":                   {"..\r\n.\r\n", ".\r\n", ""},
		"stuffed end":                   {"..\r\n..\r\n.\r\n", ".\r\n.\r\n", ""},
		"two dots, then CR":             {"..\rX\r\n.\r\n", ".\rX\r\n", ""},
		"LF dot LF":                     {"a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", ""},
		"LF dot CR LF":                  {"a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", ""},
		"CR dot CR":                     {"a\r.\rb\r\n.\r\n", "a\r.\rb\r\n", ""},
		"CR LF dot LF loses its dot":    {"a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", ""},
		"dot in the middle of a line":   {"a.\r\n.b\r\n.\r\n", "a.\r\nb\r\n", ""},
		"dot at the end of a long line": {strings.Repeat("x", 3000) + ".\r\n.\r\n", strings.Repeat("x", 3000) + ".\r\n", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for block := 1; block <= len(tt.stream); block++ {
				content, rest, done := unstuff([]byte(tt.stream), block)
				if string(content) != tt.content || string(rest) != tt.rest || !done {
					t.Fatalf("blocks of %d: content %q, rest %q, ended %t; want %q, %q", block, content, rest, done, tt.content, tt.rest)
				}
			}
		})
	}
}

// TestLookAlikesDoNotEndData tries everything that some server has taken for
// the end of data.
func TestLookAlikesDoNotEndData(t *testing.T) {
	ends := []string{"\n", "\r", "\r\n", "\n\r", "\r\r", "\r\x00\n", "\x00\r\n", "\v", "\f", "\x85", "\xc2\x85", "\xe2\x80\xa8", " \r\n", "\t\n", "\n\n", "\r\r\n", "\r \n", ""}
	for _, before := range ends {
		for _, after := range ends {
			look := "x" + before + "." + after
			stream := look + "MAIL FROM:<smuggled@example.com>\r\n.\r\n"
			isEnd := strings.HasSuffix(before, "\r\n") && after == "\r\n"
			content, rest, done := unstuff([]byte(stream), len(stream))
			wantContent, wantRest, _ := unstuffNaively([]byte(stream))
			if !done || isEnd != (len(rest) > 0) || !bytes.Equal(content, wantContent) || !bytes.Equal(rest, wantRest) {
				t.Errorf("%q: content %q, rest %q", look, content, rest)
			}
		}
	}
}

func FuzzDataReader(f *testing.F) {
	for _, seed := range []string{"a\r\n.\r\n", ".\r\n", "..\r\n.\r\nQUIT\r\n", "\r\r\n.\r\n", "\r\n.\r\r\n.\r\n", ".\n.\r.\r\n", "\r\n.\rX"} {
		f.Add([]byte(seed), uint8(1))
		f.Add([]byte(seed), uint8(4))
	}
	f.Fuzz(func(t *testing.T, stream []byte, block uint8) {
		content, rest, done := unstuff(stream, int(block)+1)
		wantContent, wantRest, wantDone := unstuffNaively(stream)
		if !done { // what may be the end yet is held back
			wantContent = bytes.TrimSuffix(wantContent, []byte("\r"))
			content = bytes.TrimSuffix(content, []byte("\r"))
		}
		if !bytes.Equal(content, wantContent) || !bytes.Equal(rest, wantRest) || done != wantDone {
			t.Fatalf("blocks of %d: got %q, %q, %t; want %q, %q, %t", int(block)+1, content, rest, done, wantContent, wantRest, wantDone)
		}
	})
}

func BenchmarkDots(b *testing.B) {
	line := strings.Repeat("x", 76) + "\r\n"
	for name, content := range map[string]string{
		"base64": strings.Repeat(line, 640),
		"text":   strings.Repeat("A sentence. And one more, with an address: www.example.com.\r\n", 820),
		"dots":   strings.Repeat(".", 50<<10),
	} {
		b.Run(name, func(b *testing.B) {
			stream := []byte(content + "\r\n.\r\n")
			b.SetBytes(int64(len(stream)))
			for b.Loop() {
				var d dots
				for src := stream; d.at != ended; {
					_, n := d.next(src)
					src = src[n:]
				}
			}
		})
	}
}
