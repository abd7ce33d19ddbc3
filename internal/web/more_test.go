package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/memory"
)

func TestImmutableContentIsSentOnce(t *testing.T) {
	s := start(t)
	id := s.deliver(text("x", "hello")).String()
	for _, aspect := range []string{"raw", "text", "headers", "structure", "parts/1"} {
		path := "/v1/messages/" + id + "/" + aspect
		tag := s.get(path).want(t, 200, nil).Header.Get("Etag")
		if a := s.get(path, "If-None-Match: "+tag).want(t, 304, nil); tag == "" || len(a.body) > 0 {
			t.Errorf("%s: tag %q, %d octets again", aspect, tag, len(a.body))
		}
		s.get(path, `If-None-Match: "other"`).want(t, 200, nil)
	}
}

func TestLongRepliesAreCompressedForWhoTakesIt(t *testing.T) {
	s := start(t)
	id := s.deliver(text("x", strings.Repeat("hello ", 1000))).String()
	for _, path := range []string{"/v1/messages/" + id, "/v1/messages/" + id + "/raw", "/v1/export?format=mbox"} {
		plain := s.get(path, "Accept-Encoding: identity")
		a := s.get(path, "Accept-Encoding: gzip")
		z, err := gzip.NewReader(bytes.NewReader(a.body))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		got, err := io.ReadAll(z)
		if err != nil || a.Header.Get("Content-Encoding") != "gzip" || a.Header.Get("Vary") == "" || len(a.body) > len(got)/2 {
			t.Errorf("%s: %v, %d of %d octets", path, err, len(a.body), len(got))
		}
		if plain.Header.Get("Content-Encoding") != "" || !strings.HasSuffix(path, id) && !bytes.Equal(got, plain.body) {
			t.Errorf("%s differs when it is compressed", path)
		}
	}
	raw := "/v1/messages/" + id + "/raw"
	tag := s.get(raw, "Accept-Encoding: gzip").Header.Get("Etag")
	s.get(raw, "Accept-Encoding: gzip", "If-None-Match: "+tag).want(t, 304, nil)
	if a := s.get(raw, "Accept-Encoding: gzip", "Range: bytes=0-3").want(t, 206, nil); string(a.body) != "From" {
		t.Errorf("%q", a.body)
	}
	if a := s.get("/v1/cursor", "Accept-Encoding: gzip"); a.Header.Get("Content-Encoding") != "" {
		t.Error("a short reply is compressed")
	}
}

func TestOtherOriginsAreLetInByNameOnly(t *testing.T) {
	closed := start(t)
	if a := closed.get("/v1/cursor", "Origin: https://app.example"); a.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("CORS is on by default")
	}
	s := startWith(t, Config{AllowedOrigins: []string{"https://app.example"}})
	const guest, stranger = "Origin: https://app.example", "Origin: https://evil.example"
	if got := s.get("/v1/cursor", guest).want(t, 200, nil).Header.Get("Access-Control-Allow-Origin"); got != "https://app.example" {
		t.Errorf("%q", got)
	}
	s.post("/v1/actions", `{"op":"read","ids":[]}`, guest, "Sec-Fetch-Site: cross-site").want(t, 200, nil)
	s.post("/v1/actions", `{"op":"read","ids":[]}`, stranger).wantProblem(t, 403)
	s.post("/v1/actions", `{"op":"read","ids":[]}`, guest, stranger).wantProblem(t, 403)
	a := s.do("OPTIONS", "/v1/actions", "", guest, "Access-Control-Request-Method: POST").want(t, 204, nil)
	if !strings.Contains(a.Header.Get("Access-Control-Allow-Headers"), "Content-Type") || a.Header.Get("Vary") == "" {
		t.Error(a.Header)
	}
	if a := s.get("/v1/cursor", stranger); a.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("a stranger may read")
	}
}

func TestWhatIsExportedCanBeImported(t *testing.T) {
	from, to := start(t), start(t)
	ids := from.fill(3)
	from.flag(ids[0], mail.Flagged)
	for _, form := range []string{"tar", "maildir", "mbox"} {
		archived := from.get("/v1/export?format="+form).want(t, 200, nil)
		if got := archived.Header.Get(countField); got != "3" {
			t.Errorf("%s: count %s", form, got)
		}
		var a importAnswer
		to.do("POST", "/v1/import?account=from-"+form+"&format="+form, string(archived.body)).want(t, 200, &a)
		b, ok := to.box.State().Box("from-"+form, "INBOX")
		if a.Count != 3 || !ok || b.Len() != 3 {
			t.Fatalf("%s: %+v", form, a)
		}
		for i := range 3 {
			m, was := b.At(i), from.box.State().All.At(i)
			got, err := to.box.Octets(t.Context(), m)
			want, err2 := from.box.Octets(t.Context(), was)
			if err != nil || err2 != nil || !bytes.Equal(got, want) {
				t.Errorf("%s %d: %q", form, i, got)
			}
			if form != "mbox" && (m.InternalDate.Unix() != was.InternalDate.Unix() || m.Flags.Has(mail.Flagged) != was.Flags.Has(mail.Flagged)) {
				t.Errorf("%s %d: %v %v", form, i, m.InternalDate, m.Flags)
			}
		}
	}
	one := from.get("/v1/export?format=eml&q=subject:%22mail+2%22").want(t, 200, nil)
	to.do("POST", "/v1/import?format=eml", string(one.body)).want(t, 200, nil)
	if b, ok := to.box.State().Box("imported", "INBOX"); !ok || b.At(0).Summary.Subject != "mail 2" {
		t.Error("the .eml is not there")
	}
	from.get("/v1/export?format=eml").wantProblem(t, 400)
	from.get("/v1/export?format=zip").wantProblem(t, 400)
}

func TestAnImportThatEndsEarlySaysWhatIsThere(t *testing.T) {
	from, to := start(t), startWith(t, Config{MaxSize: 1000})
	from.deliver(text("small", "x"))
	from.deliver(text("large", strings.Repeat("x", 2000)))
	archived := string(from.get("/v1/export?format=tar").body)
	var a struct {
		importAnswer
		Detail string
	}
	to.do("POST", "/v1/import?format=tar", archived).want(t, 413, &a)
	if a.Count != 1 || a.Detail == "" || to.box.State().All.Len() != 1 {
		t.Errorf("%+v", a)
	}
	to.do("POST", "/v1/import?format=tar", archived[:600]).want(t, 400, &a)
	to.do("POST", "/v1/import?format=mbox", "no separator\n").want(t, 400, &a)
	to.do("POST", "/v1/import?format=x", archived).wantProblem(t, 400)
	to.do("POST", "/v1/import?format=tar&account=all", archived).wantProblem(t, 400)
	if a.Count != 0 || to.box.State().All.Len() != 1 {
		t.Errorf("%+v", a)
	}
}

func TestAnArchiveLongerThanAnyBodyIsImported(t *testing.T) {
	s := start(t)
	m := "From a@x.test Fri Jan  2 15:04:05 2026\n" + strings.ReplaceAll(text("x", strings.Repeat("y", 1000)), "\r", "") + "\n"
	var a importAnswer
	s.do("POST", "/v1/import?format=mbox", strings.Repeat(m, 4000)).want(t, 200, &a)
	if a.Count != 4000 {
		t.Error(a.Count)
	}
}

func TestViewsAreKept(t *testing.T) {
	dir := t.TempDir()
	s := startWith(t, Config{Dir: dir})
	put := func(body string) answer { return s.do("PUT", "/v1/views", body, "Content-Type: application/json") }
	put(`{"views":[{"name":"Ann","q":"rcpt:ann"},{"name":"All"}]}`).want(t, 200, nil)
	for _, bad := range []string{"", "{}", `{"views":null}`, `{"views":[{"name":""}]}`, `{"views":[{"name":"a"},{"name":"a"}]}`, `{"views":[{"name":"a","q":"("}]}`, `{"views":[`, `{"views":[{"name":"a","mailbox":"x"}]}`, `{"views":[{"name":"a","sort":"up"}]}`, `{"views":[{"name":"a","density":4}]}`, `{"views":[{"name":"a","q":"is:mine"}]}`} {
		put(bad).wantProblem(t, 400)
	}
	again := startWith(t, Config{Dir: dir})
	var list struct{ Views []savedView }
	again.get("/v1/views").want(t, 200, &list)
	if len(list.Views) != 2 || list.Views[0].Q != "rcpt:ann" {
		t.Errorf("%+v", list)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Error(files, err)
	}
}

func TestViewsSayHowMuchTheyShow(t *testing.T) {
	s := start(t)
	s.deliver(text("1", "x"), "ann@x.test")
	s.flag(s.deliver(text("2", "x"), "ann@x.test"), mail.Seen)
	s.do("PUT", "/v1/views", `{"views":[{"name":"Ann","q":"rcpt:ann","sort":"oldest","density":1,"notify":true},{"name":"Nobody","q":"rcpt:nobody"}]}`, "Content-Type: application/json").want(t, 200, nil)
	var list struct{ Views []countedView }
	s.get("/v1/views?counts=true").want(t, 200, &list)
	if got := fmt.Sprint(list.Views); got != "[{{Ann rcpt:ann   oldest 1 true} 2 1 false} {{Nobody rcpt:nobody    0 false} 0 0 false}]" {
		t.Error(got)
	}
}

func TestLatestLeadsToTheNewest(t *testing.T) {
	s := start(t)
	s.get("/latest").wantProblem(t, 404)
	ids := s.fill(2)
	if got := s.get("/latest?q=rcpt:anna").want(t, 302, nil).Header.Get("Location"); got != "/m/"+ids[1].String() {
		t.Error(got)
	}
	got := make(chan answer)
	go func() {
		a, err := s.try("GET", "/latest?q=subject:%22mail+x%22&wait=60s", "")
		if err != nil {
			t.Error(err)
		}
		got <- a
	}()
	for s.server.waits.Load() == 0 {
		s.get("/healthz")
	}
	var list struct{ Waits []waitView }
	for len(list.Waits) == 0 {
		s.get("/v1/waits").want(t, 200, &list)
	}
	if list.Waits[0].Q != `subject:"mail x"` || list.Waits[0].Count != 1 {
		t.Errorf("%+v", list)
	}
	id := s.deliver(text("mail x", "hello"))
	if location := (<-got).want(t, 302, nil).Header.Get("Location"); location != "/m/"+id.String() {
		t.Error(location)
	}
}

func TestFiguresAreTold(t *testing.T) {
	s := start(t)
	s.fill(2)
	var a statsAnswer
	s.get("/v1/stats").want(t, 200, &a)
	if a.Messages != 2 || a.Unread != 2 || a.Accounts != 1 || a.Bytes == 0 {
		t.Errorf("%+v", a)
	}
	if got := string(s.get("/metrics").want(t, 200, nil).body); !strings.Contains(got, "\nmailsink_messages 2\n") || !strings.Contains(got, "# TYPE mailsink_journal_records_total counter\n") {
		t.Error(got)
	}
	var hooks struct{ Webhooks []any }
	s.get("/v1/webhooks").want(t, 200, &hooks)
}

func TestAnAccountIsDroppedByName(t *testing.T) {
	s := start(t)
	s.deliver(text("x", "y"), "ann@origin.test", "anna@customers.example")
	s.do("DELETE", "/v1/accounts/ann@origin.test", "{}").wantProblem(t, 400)
	s.do("DELETE", "/v1/accounts/nobody", "").wantProblem(t, 404)
	s.do("DELETE", "/v1/accounts/all", "").wantProblem(t, 404)
	s.do("DELETE", "/v1/accounts/ann@origin.test", "").want(t, 204, nil)
	if st := s.box.State(); len(st.Accounts()) != 1 || st.All.Len() != 1 {
		t.Error(len(st.Accounts()), st.All.Len())
	}
}

func TestFiftyTestsShareASinkWithoutSeeingEachOther(t *testing.T) {
	const tests, mails = 50, 20
	selector, err := mailbox.ParseSelector("header:X-Test-Run")
	if err != nil {
		t.Fatal(err)
	}
	st := memory.New()
	box, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test", Select: selector, Unused: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close(); st.Close() })
	s := start(t, func(server *Server) { server.Mailbox.Close(); server.Mailbox = box })
	s.box = box
	var group sync.WaitGroup
	for i := range tests {
		group.Go(func() { s.run(fmt.Sprint("run-", i), mails) })
	}
	group.Wait()
	if left := box.State().All.Len(); left != 0 {
		t.Errorf("%d messages are left", left)
	}
}

// run is one test: it sends, waits, lists and deletes, in an account of its own.
func (s *sink) run(name string, mails int) {
	cursor := s.cursorNow()
	for i := range mails {
		subject := fmt.Sprint(name, " mail ", i)
		s.deliver("X-Test-Run: "+name+"\r\n"+text(subject, "x"), "anna@customers.example")
		var w waitAnswer
		s.get("/v1/wait?account="+name+"&timeout=60s&since="+cursor).want(s.t, http.StatusOK, &w)
		if got := w.Messages[0].Summary.Subject; got != subject {
			s.t.Errorf("%s got %s", name, got)
		}
		cursor = w.Cursor
	}
	var l messagesAnswer
	s.get("/v1/messages?account="+name).want(s.t, http.StatusOK, &l)
	if l.Total != mails {
		s.t.Errorf("%s sees %d messages", name, l.Total)
	}
	s.do("DELETE", "/v1/accounts/"+name, "").want(s.t, http.StatusNoContent, nil)
}
