package web

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mailsink/internal/inspect"
	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

var update = flag.Bool("update", false, "write the fixtures in testdata/wire anew")

// TestTheWireIsAsAgreed holds the shapes that the page relies on: it reads the
// same files in its own tests, so a change breaks both sides at once.
func TestTheWireIsAsAgreed(t *testing.T) {
	st := open(t).State()
	m := sample()
	d := detail{
		message: messageOf(st, m), Text: "Hi Anna", HTML: "<p>Hi Anna</p>", Preview: "/preview/token/body.html", Remote: 1, Remotes: []string{"https://cdn.example/a.png"},
		Parts: []part{{ID: wholeBody, Type: "multipart/mixed", Size: 900, Children: []part{
			{ID: "1", Type: "text/plain", Charset: "utf-8", Encoding: "quoted-printable", Size: 123},
			{ID: "2", Type: "application/pdf", Encoding: "base64", Disposition: "attachment", Filename: "a.pdf", Size: 600, Attachment: true},
		}}},
		Attachments: []attachment{{"2", "a.pdf", "application/pdf", 450}}, Links: []mime.Link{{URL: "https://shop.example/", Text: "Shop"}},
		Codes: []string{"482913"}, Headers: []field{{"Subject", m.Summary.Subject}}, Defects: []string{"The header ends without an empty line."}, List: inspect.List{Unsubscribe: []string{}},
	}
	second := *m
	second.UID, second.ID, second.Flags = 414, 2, mail.NewFlags(mail.Seen, mail.Flagged, "run-9912")
	for name, v := range map[string]any{
		"row":     rowOf(m),
		"rows":    rowsAnswer{Total: 2, Unread: 1, Rows: rowsOf(view{}, []*mail.Message{&second, m}), AsOf: 414, Cursor: "1-bi"},
		"message": d,
		"hello":   newHello(412, "1.0.0", &counts{100, 7}),
		"batch":   batch{"batch", 413, 415, []row{rowOf(m)}, []row{rowOf(&second)}, []mail.ID{3}, &counts{101, 8}},
		"ping":    newPing(415),
		"gap":     newGap(413, 99999),
		"info":    Info{Version: "1.0.0", SMTP: "127.0.0.1:1025", IMAP: "127.0.0.1:1143", HTTP: "http://127.0.0.1:8025", Store: "memory:", Table: "regexp:sink", Limits: Limits{MessageSize: 50 << 20}},
		"problem": gone(),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, v) })
	}
}

func sample() *mail.Message {
	at := time.UnixMilli(1790000000123).UTC()
	return &mail.Message{
		UID: 413, ModSeq: 413, ID: 1, Account: "sink", InternalDate: at, Size: 18000, Key: "k",
		Envelope: &mail.Envelope{
			ReversePath: "bounce@shop.example", Params: []mail.Param{{Name: "SIZE", Value: "18000"}},
			Recipients: []mail.Recipient{{
				Original: "anna@customers.example", Final: "sink@mailsink.test",
				Trace: []mail.Step{{Table: "regexp:sink", Line: 4, From: "anna@customers.example", To: []mail.Address{"sink@mailsink.test"}}},
			}},
			Client: mail.Client{Address: "127.0.0.1:40000", Hello: "app01", Protocol: "ESMTPS", TLS: "TLS 1.3", Identity: "app", Session: "8812"},
		},
		Summary: &mail.Summary{
			From: []mail.Contact{{Name: "Shop", Address: "no-reply@shop.example"}}, To: []mail.Contact{{Address: "anna@customers.example"}},
			Subject: "Your order 1001 has shipped", MessageID: "a1@shop.example", Date: at, Snippet: "Hi Anna", Attachments: 1, HTML: true, Defects: 1,
		},
	}
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "wire", name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test ./internal/web -run Wire -update writes it", err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s has changed:\n%s\nwant\n%s\nIf that is meant, the page must follow: go test ./internal/web -run Wire -update", path, got.Bytes(), want)
	}
}
