package mime

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/quotedprintable"
	"strings"
	"testing"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"
	"github.com/jhillyerd/enmime/v2"
)

// An author writes random messages that keep every rule.
type author struct {
	*rand.Rand
	boundaries int
}

func (a *author) pick(choices ...string) string { return choices[a.IntN(len(choices))] }

func (a *author) words(n int) string {
	var out []string
	for range 1 + a.IntN(n) {
		out = append(out, a.pick("order", "Grüße", "naïve", "Привет", "中文", "a=b", "x.y", "42", "--dash", "日本語テスト", "end."))
	}
	return strings.Join(out, " ")
}

func (a *author) message() string {
	return "From: " + encodeWord(a.words(3), a.IntN(2) == 0) + " <from@a.test>\r\nTo: Ann <ann@b.test>, \"Example, Bob\" <bob@b.test>\r\nSubject: " +
		encodeWord(a.words(6), a.IntN(2) == 0) + "\r\nDate: Thu, 01 Jan 2026 10:00:00 +0100\r\nMessage-ID: <1@a.test>\r\nMIME-Version: 1.0\r\n" + a.entity(4)
}

// encodeWord writes s as encoded-words of at most 10 characters each.
func encodeWord(s string, q bool) string {
	var words []string
	for runes := []rune(s); len(runes) > 0; {
		n := min(10, len(runes))
		word := string(runes[:n])
		runes = runes[n:]
		if !q {
			words = append(words, "=?utf-8?B?"+base64.StdEncoding.EncodeToString([]byte(word))+"?=")
			continue
		}
		var hex strings.Builder
		for _, c := range []byte(word) {
			fmt.Fprintf(&hex, "=%02X", c)
		}
		words = append(words, "=?UTF-8?q?"+hex.String()+"?=")
	}
	return strings.Join(words, "\r\n ")
}

// entity returns a header from Content-Type on, and a body.
func (a *author) entity(depth int) string {
	if depth > 0 && a.IntN(3) > 0 {
		return a.multipart(depth - 1)
	}
	text := a.IntN(3) > 0
	header := "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"file " + fmt.Sprint(a.IntN(100)) + ".bin\"\r\n"
	var body strings.Builder
	for range a.IntN(6) {
		body.WriteString(a.words(20) + "\r\n")
	}
	if text {
		header = "Content-Type: text/" + a.pick("plain", "x-note") + "; charset=utf-8\r\n"
	}
	switch a.IntN(3) {
	case 0:
		return header + "Content-Transfer-Encoding: base64\r\n\r\n" + fold(base64.StdEncoding.EncodeToString([]byte(body.String())))
	case 1:
		var out bytes.Buffer
		w := quotedprintable.NewWriter(&out)
		io.WriteString(w, body.String())
		w.Close()
		return header + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + out.String()
	}
	return header + "Content-Transfer-Encoding: 8bit\r\n\r\n" + strings.ReplaceAll(body.String(), "--dash", "- dash")
}

func fold(s string) string {
	var out strings.Builder
	for len(s) > 76 {
		out.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return out.String() + s
}

func (a *author) multipart(depth int) string {
	a.boundaries++
	boundary := fmt.Sprintf("%s_%d", a.pick("b", "=_part", "----=_Next", "x.y"), a.boundaries)
	var b strings.Builder
	fmt.Fprintf(&b, "Content-Type: multipart/%s;\r\n\tboundary=\"%s\"\r\n\r\n%s", a.pick("mixed", "alternative", "related"), boundary, a.pick("", "preamble\r\n"))
	for range 1 + a.IntN(3) {
		fmt.Fprintf(&b, "--%s\r\n%s\r\n", boundary, a.entity(depth))
	}
	fmt.Fprintf(&b, "--%s--\r\n%s", boundary, a.pick("", "\r\nepilogue\r\n"))
	return b.String()
}

// A leaf is what two readers must agree on about a body.
type leaf struct{ mediaType, filename, body string }

func ourLeaves(content []byte) []leaf {
	var all []leaf
	Parse(content).Walk(func(p *Part) bool {
		if p.IsMultipart() {
			return true
		}
		body := string(p.Decoded(content))
		if p.Type == "text" {
			body = p.Text(content)
		}
		all = append(all, leaf{p.MediaType(), p.Filename, body})
		return true
	})
	return all
}

func goMessageLeaves(t *testing.T, e *message.Entity) []leaf {
	t.Helper()
	if r := e.MultipartReader(); r != nil {
		var all []leaf
		for {
			part, err := r.NextPart()
			if err == io.EOF {
				return all
			}
			if err != nil {
				t.Fatalf("go-message: %v", err)
			}
			all = append(all, goMessageLeaves(t, part)...)
		}
	}
	mediaType, _, _ := e.Header.ContentType()
	name, _ := (&gomail.AttachmentHeader{Header: e.Header}).Filename()
	body, err := io.ReadAll(e.Body)
	if err != nil {
		t.Fatalf("go-message: %v", err)
	}
	return []leaf{{mediaType, name, string(body)}}
}

func enmimeLeaves(p *enmime.Part) []leaf {
	if p == nil {
		return nil
	}
	var all []leaf
	if p.FirstChild == nil {
		all = []leaf{{p.ContentType, p.FileName, string(p.Content)}}
	}
	return append(append(all, enmimeLeaves(p.FirstChild)...), enmimeLeaves(p.NextSibling)...)
}

// Where other readers of MIME succeed, this one says what they say.
func TestOtherReadersAgree(t *testing.T) {
	for seed := range uint64(300) {
		content := []byte((&author{Rand: rand.New(rand.NewPCG(seed, 7))}).message())
		if err := checkAll(content); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if d := Parse(content).AllDefects(); len(d) > 0 {
			t.Errorf("seed %d: defects of a message without any: %v", seed, d)
		}
		ours := ourLeaves(content)
		e, err := message.Read(bytes.NewReader(content))
		if err != nil {
			t.Fatalf("seed %d: go-message: %v", seed, err)
		}
		subject, _ := (&gomail.Header{Header: e.Header}).Subject()
		from, _ := (&gomail.Header{Header: e.Header}).AddressList("From")
		if err := agree(ours, goMessageLeaves(t, e)); err != nil {
			t.Errorf("seed %d: go-message: %v\n%s", seed, err, content)
		}
		s := Summarize(content, true)
		if s.Subject != subject || s.From[0].Name != from[0].Name || string(s.From[0].Address) != from[0].Address {
			t.Errorf("seed %d: subject %q, from %v; go-message: %q, %v", seed, s.Subject, s.From, subject, from)
		}
		parser := enmime.NewParser(enmime.DisableTextConversion(true), enmime.DisableCharacterDetection(true))
		env, err := parser.ReadEnvelope(bytes.NewReader(content))
		if err != nil {
			t.Fatalf("seed %d: enmime: %v", seed, err)
		}
		if err := agree(ours, enmimeLeaves(env.Root)); err != nil {
			t.Errorf("seed %d: enmime: %v\n%s", seed, err, content)
		}
		if t.Failed() {
			return
		}
	}
}

func agree(ours, theirs []leaf) error {
	if len(ours) != len(theirs) {
		return fmt.Errorf("%d bodies, they have %d", len(ours), len(theirs))
	}
	for i := range ours {
		if ours[i] != theirs[i] {
			return fmt.Errorf("body %d is %+q, theirs is %+q", i, ours[i], theirs[i])
		}
	}
	return nil
}
