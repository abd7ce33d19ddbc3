package mailsinktest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/smtp"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/mailsinktest"
)

// send sends content as a program under test would.
func send(t mailsinktest.TB, sink *mailsinktest.Sink, from string, to []string, content string) {
	t.Helper()
	if err := smtp.SendMail(sink.SMTPAddr(), nil, from, to, []byte(content)); err != nil {
		t.Fatal(err)
	}
}

const signUp = "From: Shop <shop@example.com>\r\nTo: ann@example.com\r\nSubject: Your code\r\n\r\n" +
	"Your code is 482913. Or follow https://shop.example/confirm?t=1\r\n"

func TestWaitReturnsEverythingKnownAboutAMessage(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t)
	send(t, sink, "bounce@example.com", []string{"ann@example.com", "hidden@example.com"}, signUp)
	msg, err := sink.Wait(t.Context(), mailsinktest.To("Ann@Example.com"), mailsinktest.HasCode())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, got, want string }{
		{"subject", msg.Subject, "Your code"},
		{"text", msg.Text, "Your code is 482913. Or follow https://shop.example/confirm?t=1\r\n"},
		{"code", strings.Join(msg.Codes, " "), "482913"},
		{"recipients", strings.Join(msg.Originals(), " "), "ann@example.com hidden@example.com"},
		{"final", msg.Recipients[1].Final, "sink@mailsink.test"},
		{"rule", msg.Recipients[1].Rule, "default:1"},
		{"reverse-path", msg.ReversePath, "bounce@example.com"},
		{"from", fmt.Sprint(msg.From), "[{Shop shop@example.com}]"},
		{"link", msg.Links[0].URL, "https://shop.example/confirm?t=1"},
		{"account", msg.Account, "sink"},
		{"header", msg.Header("subject"), "Your code"},
		{"no header", msg.Header("X-None"), ""},
		{"raw", string(msg.Raw), signUp},
	} {
		if strings.TrimSpace(c.got) != strings.TrimSpace(c.want) {
			t.Errorf("%s is %q, want %q", c.what, c.got, c.want)
		}
	}
	if codes := sink.Codes(); !slices.Equal(codes, []string{"482913"}) {
		t.Errorf("codes are %v", codes)
	}
}

func TestAWaitThatBeganFirstSeesTheMessage(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t)
	came := make(chan *mailsinktest.Message, 1)
	go func() {
		msg, err := sink.Wait(t.Context(), mailsinktest.To("ann@example.com"))
		if err != nil {
			t.Error(err)
		}
		came <- msg
	}()
	send(t, sink, "a@example.com", []string{"bob@example.com"}, "Subject: other\r\n\r\n")
	send(t, sink, "a@example.com", []string{"ann@example.com"}, "Subject: this\r\n\r\n")
	if msg := <-came; msg.Subject != "this" {
		t.Errorf("got %v", msg)
	}
}

func TestAfterFindsTheNextOfItsKind(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t)
	to := mailsinktest.To("ann@example.com")
	for i := range 3 {
		send(t, sink, "a@example.com", []string{"ann@example.com"}, fmt.Sprintf("Subject: %d\r\n\r\n", i))
	}
	first, err := sink.Wait(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := sink.WaitN(t.Context(), 2, to, mailsinktest.After(first))
	if err != nil {
		t.Fatal(err)
	}
	if first.Subject != "0" || rest[0].Subject != "1" || rest[1].Subject != "2" {
		t.Errorf("got %v, %v", first, rest)
	}
}

func TestEveryMatchMeansWhatItSays(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t, mailsinktest.Rules(`/^vip@/ vip@mailsink.test`))
	content := "From: shop@example.com\r\nSubject: Invoice 7\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain\r\n\r\nthank you\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\n\r\nPDF\r\n--b--\r\n"
	send(t, sink, "bounce@example.com", []string{"vip@example.com"}, content)
	for _, c := range []struct {
		match mailsinktest.Match
		want  bool
	}{
		{mailsinktest.To("vip@example.com"), true}, {mailsinktest.To("vip@mailsink.test"), false},
		{mailsinktest.From("SHOP@example.com"), true}, {mailsinktest.From("bounce@example.com"), true}, {mailsinktest.From("x@example.com"), false},
		{mailsinktest.Account("vip"), true}, {mailsinktest.Account("sink"), false},
		{mailsinktest.Subject("Invoice"), true}, {mailsinktest.Subject("invoice"), false},
		{mailsinktest.Body("thank"), true}, {mailsinktest.Body("invoice"), false},
		{mailsinktest.Regexp(regexp.MustCompile(`Invoice \d$`)), true}, {mailsinktest.Regexp(regexp.MustCompile(`^\d`)), false},
		{mailsinktest.HasCode(), false},
		{mailsinktest.HasAttachment("a.pdf"), true}, {mailsinktest.HasAttachment("b.pdf"), false},
		{mailsinktest.Query("has:attachment rcpt:vip@example.com"), true}, {mailsinktest.Query("body:nothing"), false},
	} {
		if got := len(sink.Messages(c.match)) == 1; got != c.want {
			t.Errorf("%s holds: %v, want %v", c.match, got, c.want)
		}
	}
	msg := sink.Messages()[0]
	if a := msg.Attachments; len(a) != 1 || a[0].Name != "a.pdf" || a[0].Type != "application/pdf" || string(a[0].Content) != "PDF" {
		t.Errorf("attachments are %v", a)
	}
}

func TestAFailedWaitSaysWhatCameInstead(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t, mailsinktest.Patience(time.Millisecond))
	_, err := sink.Wait(t.Context(), mailsinktest.To("ann@example.com"))
	if err == nil || !strings.Contains(err.Error(), "the sink is empty") {
		t.Errorf("the error is %v", err)
	}
	send(t, sink, "a@example.com", []string{"bob@example.com"}, "Subject: hello\r\n\r\n")
	_, err = sink.Wait(t.Context(), mailsinktest.To("ann@example.com"))
	for _, want := range []string{`To("ann@example.com")`, "0 of 1", "bob@example.com", `"hello"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error %v does not say %s", err, want)
		}
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v is no deadline", err)
	}
	if _, err := sink.Wait(t.Context(), mailsinktest.Query("rcp:x")); err == nil || !strings.Contains(err.Error(), "rcp") {
		t.Errorf("a wrong query is answered with %v", err)
	}
}

func TestAFailedWaitSaysWhereThePageShowsIt(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t, mailsinktest.Patience(time.Millisecond), mailsinktest.Page())
	_, err := sink.Wait(t.Context(), mailsinktest.Account("run 7"), mailsinktest.Subject("x"))
	if err == nil || !strings.HasSuffix(err.Error(), "see "+sink.URL()+"/run/run%207") {
		t.Errorf("the error is %v", err)
	}
	_, err = sink.Wait(t.Context(), mailsinktest.Subject("x"))
	if err == nil || !strings.HasSuffix(err.Error(), "see "+sink.URL()+"/") {
		t.Errorf("the error is %v", err)
	}
	send(t, sink, "a@example.com", []string{"bob@example.com"}, "Subject: hello\r\n\r\n")
	err = sink.None(t.Context(), mailsinktest.Account("sink"))
	if err == nil || !strings.HasSuffix(err.Error(), "see "+sink.URL()+"/run/sink") {
		t.Errorf("the error is %v", err)
	}
}

func TestNoneLooksOnceOrUntilTheDeadline(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t)
	if err := sink.None(t.Context()); err != nil {
		t.Errorf("an empty sink: %v", err)
	}
	short, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	if err := sink.None(short); err != nil {
		t.Errorf("an empty sink, with time: %v", err)
	}
	stopped, stop := context.WithTimeout(t.Context(), time.Hour)
	stop()
	if err := sink.None(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	send(t, sink, "a@example.com", []string{"bob@example.com"}, "Subject: leak\r\n\r\n")
	if err := sink.None(t.Context(), mailsinktest.To("bob@example.com")); err == nil || !strings.Contains(err.Error(), "leak") {
		t.Errorf("a message came, and None says %v", err)
	}
	if err := sink.None(t.Context(), mailsinktest.To("ann@example.com")); err != nil {
		t.Errorf("none came for ann: %v", err)
	}
	if err := sink.Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := sink.None(t.Context()); err != nil {
		t.Errorf("after Clear: %v", err)
	}
}

func TestUsersAndLimitsAreKept(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var mu sync.Mutex
	sink := mailsinktest.Start(t, mailsinktest.User("app", "secret"), mailsinktest.RequireAuth(), mailsinktest.MaxSize(100),
		mailsinktest.MaxRecipients(1), mailsinktest.MaxMessages(1), mailsinktest.Domain("sink.example"), mailsinktest.Tables("static:ann@sink.example"),
		mailsinktest.Logger(slog.New(slog.NewTextHandler(writer(func(p []byte) { mu.Lock(); log.Write(p); mu.Unlock() }), nil))))
	auth := smtp.PlainAuth("", "app", "secret", "127.0.0.1")
	to := []string{"x@example.com"}
	for _, c := range []struct {
		promise string
		auth    smtp.Auth
		to      []string
		content string
		want    string
	}{
		{"who is not logged in is refused", nil, to, "\r\n", "530"},
		{"another password is refused", smtp.PlainAuth("", "app", "guess", "127.0.0.1"), to, "\r\n", "535"},
		{"the user gets in", auth, to, "Subject: 1\r\n\r\n", ""},
		{"too large is refused", auth, to, strings.Repeat("x", 200), "552"},
		{"too many recipients are refused", auth, []string{"a@example.com", "b@example.com"}, "\r\n", "452"},
		{"the user gets in again", auth, to, "Subject: 2\r\n\r\n", ""},
	} {
		err := smtp.SendMail(sink.SMTPAddr(), c.auth, "a@example.com", c.to, []byte(c.content))
		if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.promise, err, c.want)
		}
	}
	if list := sink.Messages(mailsinktest.Account("ann")); len(list) != 1 || list[0].Subject != "2" {
		t.Errorf("kept are %v", list)
	}
	mu.Lock()
	defer mu.Unlock()
	if log.Len() == 0 {
		t.Error("nothing was logged")
	}
}

// A writer is a function that takes what is written.
type writer func([]byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }

func TestABrokenTableDoesNotStart(t *testing.T) {
	t.Parallel()
	_, err := mailsinktest.Open(t.Context(), mailsinktest.Rules(`/^(.+@/ sink@mailsink.test`))
	if err == nil || !strings.Contains(err.Error(), "rules:1: ") {
		t.Errorf("the error is %v", err)
	}
}

func TestEveryDoorIsOpen(t *testing.T) {
	t.Parallel()
	sink := mailsinktest.Start(t, mailsinktest.Page())
	c, err := net.Dial("tcp", sink.IMAPAddr())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for _, path := range []string{"/", "/v1/messages", "/readyz"} {
		res, err := client.Get(sink.URL() + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s is answered %s", path, res.Status)
		}
	}
}

// TestFiftySinksAtOnceDoNotSeeEachOther holds that ports never clash and that
// every test sees its own mail alone.
func TestFiftySinksAtOnceDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	for i := range 50 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			sink := mailsinktest.Start(t)
			to := fmt.Sprintf("user%d@example.com", i)
			send(t, sink, "a@example.com", []string{to}, "Subject: mine\r\n\r\n")
			if _, err := sink.Wait(t.Context(), mailsinktest.To(to)); err != nil {
				t.Error(err)
			}
			if n := len(sink.Messages()); n != 1 {
				t.Errorf("%d messages, want mine alone", n)
			}
		})
	}
}

// TestNoGoroutineOutlivesASink runs alone, so that the goroutines counted are
// those of its sinks.
func TestNoGoroutineOutlivesASink(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		sink, err := mailsinktest.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		idle, err := net.Dial("tcp", sink.SMTPAddr())
		if err != nil {
			t.Fatal(err)
		}
		defer idle.Close()
		send(t, sink, "a@example.com", []string{"b@example.com"}, "\r\n")
		ended := make(chan error)
		go func() {
			_, err := sink.Wait(context.WithoutCancel(t.Context()), mailsinktest.To("never@example.com"))
			ended <- err
		}()
		if err := sink.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err == nil {
			t.Error("a wait outlived its sink")
		}
		if _, err := net.Dial("tcp", sink.SMTPAddr()); err == nil {
			t.Error("the SMTP door is open after Close")
		}
	}
	// The last goroutine of each may still be on its way out of its function.
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	if after := runtime.NumGoroutine(); after > before {
		stacks := make([]byte, 1<<20)
		t.Errorf("%d goroutines before, %d after:\n%s", before, after, stacks[:runtime.Stack(stacks, true)])
	}
}

// TestASinkStartsAtOnce holds what the package promises, with room for a busy
// machine and the race detector: the fastest of ten starts takes under 10 ms.
func TestASinkStartsAtOnce(t *testing.T) {
	best := time.Hour
	for range 10 {
		begin := time.Now()
		sink, err := mailsinktest.Open(t.Context())
		best = min(best, time.Since(begin))
		if err != nil {
			t.Fatal(err)
		}
		if err := sink.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if best > 10*time.Millisecond {
		t.Errorf("a sink takes %v to start", best)
	}
}

// BenchmarkStart measures a sink's start and its stop.
func BenchmarkStart(b *testing.B) {
	var started time.Duration
	for b.Loop() {
		begin := time.Now()
		sink, err := mailsinktest.Open(b.Context())
		started += time.Since(begin)
		if err != nil {
			b.Fatal(err)
		}
		if err := sink.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(started.Microseconds())/float64(b.N), "µs/start")
}

// postfix is a main.cf that changes every part of an envelope.
const postfix = `
mydestination = mailsink.test
canonical_maps = inline:{app@web.internal=shop@example.com}
virtual_alias_domains = example.com
virtual_alias_maps = inline:{ann@example.com=ann@mailsink.test}
local_recipient_maps =
always_bcc = archive@mailsink.test
smtpd_recipient_limit = 2
`

func TestMailIsRoutedAsTheMainCFOfProductionDoes(t *testing.T) {
	t.Parallel()
	mainCF := filepath.Join(t.TempDir(), "main.cf")
	if err := os.WriteFile(mainCF, []byte(postfix), 0o600); err != nil {
		t.Fatal(err)
	}
	sink := mailsinktest.Start(t, mailsinktest.Postfix(mainCF))
	send(t, sink, "app@web.internal", []string{"ann@example.com"}, signUp)
	copied := sink.Messages(mailsinktest.Account("archive"))
	if len(copied) != 1 || len(sink.Messages(mailsinktest.Account("ann"))) != 1 {
		t.Fatalf("always_bcc copied %d messages, want 1; there are %v", len(copied), sink.Messages())
	}
	if got := copied[0].ReversePath; got != "shop@example.com" {
		t.Errorf("the reverse-path is %q, want that of canonical_maps", got)
	}
	letter := `{"from":"app@web.internal","to":["ann@example.com"],"subject":"by HTTP","text":"x"}`
	answer, err := http.Post(sink.URL()+"/v1/messages", "application/json", strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode/100 != 2 {
		t.Fatal(answer.Status, err)
	}
	if n := len(sink.Messages(mailsinktest.Account("archive"))); n != 2 {
		t.Errorf("the archive has %d messages, want that of HTTP too", n)
	}
	for name, to := range map[string][]string{
		"unknown":  {"nobody@example.com"},
		"too many": {"ann@example.com", "a@mailsink.test", "b@mailsink.test"},
	} {
		if err := smtp.SendMail(sink.SMTPAddr(), nil, "a@example.com", to, []byte(signUp)); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}
