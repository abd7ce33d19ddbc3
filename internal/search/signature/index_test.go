package signature_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/search/signature"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// vocabulary are words of many scripts, some of which are parts of others.
func vocabulary() []string {
	return []string{
		"order", "border", "ordering", "Müller", "mullerei", "Straße", "Ærø", "Łódź", "naïve", "İstanbul", "ΑΘΉΝΑ", "заказ", "Подтверждение",
		"請求書", "会議", "確認", "订单", "验证码", "주문", "a", "an", "ab1", "x-1", "482913", "ﬁnal", "Ｆｕｌｌ", "100%", "foo_bar", "it's", "e.g.",
	}
}

func pick(rnd *rand.Rand, from []string) string { return from[rnd.IntN(len(from))] }

func phrase(rnd *rand.Rand, n int) string {
	var words []string
	for range 1 + rnd.IntN(n) {
		words = append(words, pick(rnd, vocabulary()))
	}
	return strings.Join(words, pick(rnd, []string{" ", "  ", "\r\n", ", ", ""}))
}

// compose returns a message in one of many forms and charsets.
func compose(rnd *rand.Rand) string {
	text := phrase(rnd, 12)
	kind, charset := "plain", "utf-8"
	if rnd.IntN(2) == 0 {
		c := []struct {
			name string
			enc  encoding.Encoding
		}{{"iso-2022-jp", japanese.ISO2022JP}, {"gb18030", simplifiedchinese.GB18030}, {"koi8-r", charmap.KOI8R}, {"windows-1252", charmap.Windows1252}}[rnd.IntN(4)]
		if b, err := c.enc.NewEncoder().String(text); err == nil {
			text, charset = b, c.name
		}
	}
	if rnd.IntN(3) == 0 && charset == "utf-8" {
		kind, text = "html", "<p>"+strings.ReplaceAll(text, " ", " <b></b>")+"</p><style>.order{}</style>"
	}
	body := base64.StdEncoding.EncodeToString([]byte(text))
	subject := "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(phrase(rnd, 3))) + "?="
	part := fmt.Sprintf("Content-Type: text/%s; charset=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", kind, charset, body)
	head := fmt.Sprintf("From: =?utf-8?q?%s?= <shop%d@example.org>\r\nSubject: %s\r\nMessage-ID: <id%d@example.org>\r\n", "M=C3=BCller", rnd.IntN(5), subject, rnd.IntN(1000))
	if rnd.IntN(3) > 0 {
		return head + part
	}
	name := "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(pick(rnd, vocabulary())+".pdf")) + "?="
	return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + part +
		"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\nx\r\n--b--\r\n"
}

// question returns a query.
func question(rnd *rand.Rand) string {
	var terms []string
	for range 1 + rnd.IntN(3) {
		word := pick(rnd, vocabulary())
		if r := []rune(word); rnd.IntN(2) == 0 && len(r) > 2 {
			from := rnd.IntN(len(r) - 1)
			word = string(r[from : from+1+rnd.IntN(len(r)-from)])
		}
		switch rnd.IntN(6) {
		case 0:
			word = word + "*" + pick(rnd, vocabulary())
		case 1:
			word = phrase(rnd, 2)
		}
		field := pick(rnd, []string{"", "", "", "subject:", "body:", "from:", "filename:", "rcpt:", "message-id:", "addressed:"})
		not := pick(rnd, []string{"", "", "", "-"})
		term := not + field + `"` + strings.NewReplacer(`"`, "", "\r\n", " ").Replace(word) + `"`
		if strings.Contains(word, "*") {
			term = not + field + strings.NewReplacer(" ", "", ",", "", "\r\n", "").Replace(word)
		}
		terms = append(terms, term)
	}
	return strings.Join(terms, pick(rnd, []string{" ", " OR "}))
}

func fill(t testing.TB, m *mailbox.Mailbox, n int, compose func(i int) string) {
	t.Helper()
	for i := range n {
		rcpt := mail.Address(fmt.Sprintf("user%d@example.com", i%7))
		env := mail.Envelope{ReversePath: "bounce@example.org", Recipients: []mail.Recipient{{Original: rcpt, Final: "sink@mailsink.test"}}}
		if _, err := m.Deliver(t.Context(), env, strings.NewReader(compose(i))); err != nil {
			t.Fatal(err)
		}
	}
}

func newMailbox(t testing.TB) *mailbox.Mailbox {
	t.Helper()
	st := memory.New()
	m, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close(); st.Close() })
	return m
}

func newIndex(t testing.TB, m *mailbox.Mailbox, shelf signature.Shelf, block int) *signature.Index {
	t.Helper()
	x, err := signature.New(t.Context(), m, shelf, signature.Options{Block: block, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// caughtUp waits until the index has all messages.
func caughtUp(t testing.TB, x *signature.Index) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for x.Behind() > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%d messages are not in the index", x.Behind())
		}
	}
}

// answer returns the UIDs that match q, with or without help.
func answer(m *mailbox.Mailbox, q *search.Query, may func(*mail.Message) bool) (uids []mail.UID, asked int) {
	all := m.State().All
	for _, msg := range all.Backward(all.Len()) {
		if may != nil && !may(msg) {
			continue
		}
		asked++
		if q.Match(msg, func() ([]byte, error) { return m.Octets(context.Background(), msg) }) {
			uids = append(uids, msg.UID)
		}
	}
	return uids, asked
}

func TestTheIndexChangesNoAnswer(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	m := newMailbox(t)
	fill(t, m, 250, func(int) string { return compose(rnd) })
	x := newIndex(t, m, new(signature.Memory), 100)
	caughtUp(t, x)
	texts := search.NewCache(1 << 24)
	spared := 0
	for n := range 400 {
		if n == 200 { // the last ones are not in the index, or only just
			fill(t, m, 60, func(int) string { return compose(rnd) })
		}
		text := question(rnd)
		q, err := search.Parse(text, time.Now())
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		q = q.Using(texts)
		want, all := answer(m, q, nil)
		got, asked := answer(m, q, x.Filter(t.Context(), q))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s finds %v with the index and %v without", text, got, want)
		}
		spared += all - asked
	}
	if spared < 20_000 {
		t.Errorf("the index has spared %d questions only", spared)
	}
}

func TestExpungedMessagesLeaveTheIndex(t *testing.T) {
	m := newMailbox(t)
	fill(t, m, 50, func(i int) string { return fmt.Sprintf("Subject: number%d\r\n\r\nunique%dx words\r\n", i, i) })
	x := newIndex(t, m, new(signature.Memory), 0)
	caughtUp(t, x)
	all := m.State().All
	if err := m.Expunge(t.Context(), all.UIDs(0, 25)); err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]int{3: 0, 30: 1} {
		q, err := search.Parse(fmt.Sprint("unique", i, "x"), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := answer(m, q, x.Filter(t.Context(), q)); len(got) != want {
			t.Errorf("unique%dx is found %d times, want %d", i, len(got), want)
		}
	}
}

// A lossy shelf fails: it takes a block at the second try, and gives none out.
type lossy struct {
	signature.Memory
	tries int
}

func (l *lossy) Put(ctx context.Context, head []byte, rows iter.Seq[[]byte], old int64) (int64, error) {
	if l.tries++; l.tries == 1 {
		return 0, mail.ErrFull
	}
	return l.Memory.Put(ctx, head, rows, old)
}

func (*lossy) Row(context.Context, int64, int) ([]byte, error) { return nil, store.ErrClosed }

func TestAShelfThatFailsCostsTimeAndNoAnswer(t *testing.T) {
	m := newMailbox(t)
	fill(t, m, 300, func(i int) string { return fmt.Sprintf("Subject: s\r\n\r\nunique%d words\r\n", i) })
	for _, shelf := range []signature.Shelf{new(lossy), new(signature.Memory)} {
		x := newIndex(t, m, shelf, 64)
		caughtUp(t, x)
		for _, i := range []int{0, 63, 64, 200, 299} {
			q, err := search.Parse(fmt.Sprintf("body:unique%d", i), time.Now())
			if err != nil {
				t.Fatal(err)
			}
			want, _ := answer(m, q, nil)
			if got, _ := answer(m, q, x.Filter(t.Context(), q)); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("unique%d is %v with the index and %v without", i, got, want)
			}
		}
		x.Close()
	}
}
