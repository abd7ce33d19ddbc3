package web

import (
	"fmt"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

func TestRawIsWhatCame(t *testing.T) {
	s := start(t)
	raw := "Subject: \xff\xfe\r\nbare\nlines\r\r\n\r\n.\r\n<script>\x00"
	id := s.deliver(raw).String()
	a := s.get("/v1/messages/"+id+"/raw").want(t, 200, nil)
	if string(a.body) != raw || a.Header.Get("Content-Type") != "message/rfc822" || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q %v", a.body, a.Header)
	}
	a = s.get("/v1/messages/"+id+"/raw?view=1").want(t, 200, nil)
	if string(a.body) != raw || a.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%q %v", a.body, a.Header)
	}
	s.get("/v1/messages/"+id+"/raw", "If-None-Match: "+a.Header.Get("Etag")).want(t, 304, nil)
	if got := s.get("/v1/messages/"+id+"/raw", "Range: bytes=0-6").want(t, 206, nil); string(got.body) != "Subject" {
		t.Errorf("%q", got.body)
	}
	s.get("/v1/messages/"+id+"/raw", "Range: bytes=9999-").want(t, 416, nil)
}

func TestTraceFieldsStandInFront(t *testing.T) {
	s := start(t)
	raw := text("x", "y")
	id := s.deliver(raw, "a@x.test", "b@x.test")
	got := string(s.get("/v1/messages/"+id.String()+"/raw?trace=1").want(t, 200, nil).body)
	front, ok := strings.CutSuffix(got, raw)
	m, _ := s.box.State().Find(id)
	want := "Return-Path: <bounce@shop.example>\r\nX-Original-To: a@x.test\r\nDelivered-To: sink@mailsink.test\r\nX-Original-To: b@x.test\r\nDelivered-To: sink@mailsink.test\r\n" +
		"Received: from app01 (unknown [127.0.0.1])\r\n\tby mailsink with ESMTP id " + id.String() + ";\r\n\t" + m.InternalDate.UTC().Format("Mon, 2 Jan 2006 15:04:05 -0700 (MST)") + "\r\n"
	if !ok || front != want {
		t.Errorf("%q\nwant %q", front, want)
	}
}

func TestTheClientIsNamedAsRFC5321Says(t *testing.T) {
	for address, want := range map[string]string{
		"": "", "192.0.2.1:25": " (unknown [192.0.2.1])", "[::ffff:192.0.2.1]:25": " (unknown [192.0.2.1])",
		"[2001:db8::1]:25": " (unknown [IPv6:2001:db8::1])", "/run/smtp": " (/run/smtp)",
	} {
		if got := clientOf(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestTraceFieldsHoldNoLineOfAClient(t *testing.T) {
	m := &mail.Message{Envelope: &mail.Envelope{
		ReversePath: "a\r\nX: y@x", Recipients: []mail.Recipient{{Original: "b\r\n\r\nbody", Final: "c\x00"}}, Client: mail.Client{Hello: "h\r\nZ: 1"},
	}}
	if got := string(traceOf(m)); strings.Count(got, "\r\n") != 6 || strings.Count(got, "\n") != 6 || strings.ContainsAny(got, "\x00") {
		t.Errorf("%q", got)
	}
}

func TestPartsAreFilesNotPages(t *testing.T) {
	s := start(t)
	id := s.deliver("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=\"../../x\\\"y.html\"\r\n\r\n<script>alert(1)</script>\r\n" +
		"--b\r\nContent-Type: image/svg+xml\r\nContent-Disposition: attachment; filename*=utf-8''%E2%80%AEgnp.exe%0D%0AX: y\r\n\r\n<svg/>\r\n" +
		"--b\r\nContent-Type: image/png\r\n\r\nPNG\r\n--b\r\nContent-Type: text/javascript\r\n\r\nx\r\n--b--\r\n").String()
	for part, kind := range map[string]string{"1": "application/octet-stream", "2": "application/octet-stream", "3": "image/png", "4": "application/octet-stream", "TEXT": "application/octet-stream"} {
		a := s.get("/v1/messages/"+id+"/parts/"+part).want(t, 200, nil)
		name := a.Header.Get("Content-Disposition")
		if a.Header.Get("Content-Type") != kind || !strings.HasPrefix(name, `attachment; filename="`) || strings.ContainsAny(name, "/\\") || strings.Contains(name, "%E2%80%AE") {
			t.Errorf("%s: %v", part, a.Header)
		}
		if csp := a.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox; default-src 'none'") {
			t.Errorf("%s: %s", part, csp)
		}
	}
	for _, part := range []string{"5", "0", "1.1", "x", "%2e%2e"} {
		s.get("/v1/messages/"+id+"/parts/"+part).wantProblem(t, 404)
	}
}

func TestFileNamesAreSafe(t *testing.T) {
	for name, want := range map[string]string{
		"a.txt":                  "a.txt",
		"../../etc/passwd":       "passwd",
		`C:\a\b.txt`:             "b.txt",
		"a\r\nX: y":              "aX y",
		`a"b`:                    "ab",
		"":                       "unnamed",
		"...":                    "unnamed",
		".bashrc":                "bashrc",
		"a\u202egnp.exe":         "a\ufffdgnp.exe",
		"a\x00b":                 "ab",
		"\xff":                   "\ufffd",
		strings.Repeat("é", 200): strings.Repeat("é", 100),
		"über.pdf":               "über.pdf",
	} {
		if got := safeName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if got := disposition("über 100%.pdf"); got != `attachment; filename="_ber 100_.pdf"; filename*=UTF-8''%C3%BCber%20100%25.pdf` {
		t.Error(got)
	}
}

func TestEveryAspectOfAMessageIsThere(t *testing.T) {
	s := start(t)
	id := s.deliver(htmlMail(`<p>Hello <a href="https://e.test/">link</a>`)).String()
	if got := s.get("/v1/messages/"+id+"/text").want(t, 200, nil); !strings.HasPrefix(string(got.body), "Hello link") || got.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%q", got.body)
	}
	html := s.get("/v1/messages/"+id+"/html").want(t, 200, nil)
	if !strings.HasPrefix(string(html.body), "<p>Hello") || !strings.HasPrefix(html.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q %v", html.body, html.Header)
	}
	var h struct{ Headers []field }
	s.get("/v1/messages/"+id+"/headers").want(t, 200, &h)
	if fmt.Sprint(h.Headers[:2]) != "[{From a@x.test} {Subject html}]" {
		t.Error(h)
	}
	var p struct{ Parts []part }
	s.get("/v1/messages/"+id+"/structure").want(t, 200, &p)
	if root := p.Parts[0]; root.ID != wholeBody || len(root.Children) != 3 || root.Children[1].ContentID != "logo@x" {
		t.Errorf("%+v", p)
	}
	plain := s.fill(1)[0].String()
	s.get("/v1/messages/"+plain+"/html").wantProblem(t, 404)
	if got := s.get("/v1/messages/"+plain+"/parts/1").want(t, 200, nil); string(got.body) != "hello\r\n" {
		t.Errorf("%q", got.body)
	}
}

func TestOddIDsAreNobody(t *testing.T) {
	s := start(t)
	id := s.fill(1)[0].String()
	for _, odd := range []string{"x", "..", strings.ToUpper(id) + "A", id + "0", id[:12], id + "%0a", "%0d%0a" + id, "0000000000000", "..%2f..%2fetc%2fpasswd", strings.Repeat("0", 5000)} {
		s.get("/v1/messages/"+odd).wantProblem(t, 404)
	}
}
