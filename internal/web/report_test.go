package web

import (
	archive "archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestAReportStandsForItself opens the report of a run: each message octet for
// octet, and a page that tells of them and of a wait in vain, in which hostile
// mail is nothing but text.
func TestAReportStandsForItself(t *testing.T) {
	s := start(t)
	hostile := "X-Mailsink-Run: 9912\r\n" + text("</title><script>alert(1)</script>", `</pre><img src=x onerror=alert(2)><a href="javascript:alert(3)">`)
	mine := s.deliver(hostile, `"<script>alert(4)</script>"@customers.example`)
	s.deliver(text("Other", "not of the run"))
	s.get("/v1/wait?timeout=0&q="+url.QueryEscape(`header:X-Mailsink-Run=9912 subject:"<b>nothing"`)).want(t, 204, nil)
	s.get("/v1/wait?timeout=0&q=elsewhere").want(t, 204, nil)
	got := s.get("/v1/export?format=report&run=9912")
	if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "application/zip" || !strings.Contains(got.Header.Get("Content-Disposition"), "run-9912.zip") {
		t.Fatalf("%d %v", got.StatusCode, got.Header)
	}
	files := unzipped(t, got.body)
	if len(files) != 2 || files["mail/"+mine.String()+".eml"] != hostile {
		t.Fatalf("%d files", len(files))
	}
	page := files["index.html"]
	for _, text := range []string{"<script", "<img", "alert(3)\">", "<b>nothing", "elsewhere", "not of the run", "http-equiv=\"refresh"} {
		if strings.Contains(page, text) {
			t.Errorf("the page has %s", text)
		}
	}
	for _, text := range []string{"default-src 'none'; style-src 'sha256-" + elementHash(page, "style"), "1 waits, 1 of them failed", "&lt;/title&gt;&lt;script&gt;", "onerror=alert(2)", "mail/" + mine.String() + ".eml", `id="m-` + mine.String()} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %s: %s", text, page)
		}
	}
}

// TestAReportOfASearchHasItsWaits takes those that found or nearly found one of
// its messages, and no others.
func TestAReportOfASearchHasItsWaits(t *testing.T) {
	s := start(t)
	s.deliver(text("Welcom", "x"))
	s.get("/v1/wait?timeout=0&q="+url.QueryEscape(`rcpt:anna subject:"Welcome"`)).want(t, 204, nil)
	s.get("/v1/wait?timeout=0&q=rcpt:nobody").want(t, 204, nil)
	s.get("/v1/wait?timeout=0&q=subject:welcom").want(t, 200, nil)
	page := unzipped(t, s.get("/v1/export?format=report&q=subject:welcom").body)["index.html"]
	if !strings.Contains(page, "2 waits, 1 of them failed") || strings.Contains(page, "rcpt:nobody") || !strings.Contains(page, `<code class="miss">`) {
		t.Error(page)
	}
	if files := unzipped(t, s.get("/v1/export?format=report&q=nothing").body); !strings.Contains(files["index.html"], "No message is in this report") {
		t.Error("a report of nothing is not said to be one")
	}
}

// TestARunIsExportedInAnyForm takes the mail of a run by tag, header and account.
func TestARunIsExportedInAnyForm(t *testing.T) {
	s := start(t)
	s.deliver("X-Mailsink-Run: 77\r\n" + text("Mine", "x"))
	s.deliver(text("Other", "x"))
	if got := string(s.get("/v1/export?format=mbox&run=77").body); !strings.Contains(got, "Mine") || strings.Contains(got, "Other") {
		t.Error(got)
	}
	for _, query := range []string{"run=7&q=x", "run=7&account=x", "run=" + url.QueryEscape(`7") OR *`), "run=" + strings.Repeat("7", maxRunName+1)} {
		s.get("/v1/export?format=report&"+query).wantProblem(t, http.StatusBadRequest)
	}
}

func unzipped(t *testing.T, octets []byte) map[string]string {
	t.Helper()
	r, err := archive.NewReader(bytes.NewReader(octets), int64(len(octets)))
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, f := range r.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		octets, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(octets)
	}
	return files
}
