package signature_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/search/signature"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
	"mailsink/internal/store/sqlite"
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

// charsets are what the mail of tests is written in.
func charsets() map[string]encoding.Encoding {
	return map[string]encoding.Encoding{
		"iso-2022-jp": japanese.ISO2022JP, "shift_jis": japanese.ShiftJIS, "gb18030": simplifiedchinese.GB18030, "big5": traditionalchinese.Big5, "euc-kr": korean.EUCKR,
		"koi8-r": charmap.KOI8R, "windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1252": charmap.Windows1252, "windows-1253": charmap.Windows1253,
		"windows-1254": charmap.Windows1254, "iso-8859-15": charmap.ISO8859_15,
	}
}

// utf7 writes s as RFC 2152 has it, all of it in one shift.
func utf7(s string) string {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = append(b, byte(c>>8), byte(c))
	}
	return "+" + base64.RawStdEncoding.EncodeToString(b) + "-"
}

// encoded returns text in a charset that can hold it, and its name.
func encoded(rnd *rand.Rand, text string) (octets, charset string) {
	switch rnd.IntN(6) {
	case 0:
		return utf7(text), "utf-7"
	case 1, 2:
		return text, "utf-8"
	}
	names := slices.Sorted(maps.Keys(charsets()))
	from := rnd.IntN(len(names))
	for _, name := range slices.Concat(names[from:], names[:from]) {
		enc := charsets()[name]
		if b, err := enc.NewEncoder().String(text); err == nil {
			return b, name
		}
	}
	return text, "utf-8"
}

// compose returns a message in one of many forms and charsets.
func compose(rnd *rand.Rand) string {
	text, charset := encoded(rnd, phrase(rnd, 12))
	kind := "plain"
	if rnd.IntN(3) == 0 && charset == "utf-8" {
		kind, text = "html", "<title>"+pick(rnd, vocabulary())+"</title><p>"+strings.ReplaceAll(text, " ", " <b></b>")+"</p><a href='https://shop.test/?a=1&amp;b="+pick(rnd, vocabulary())+"'>x</a><style>.order{}</style>"
	}
	word := func(n int) string {
		return "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(phrase(rnd, n))) + "?="
	}
	part := fmt.Sprintf("Content-Type: text/%s; charset=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", kind, charset, base64.StdEncoding.EncodeToString([]byte(text)))
	head := fmt.Sprintf("From: =?utf-8?q?%s?= <shop%d@example.org>\r\nTo: %s <b+run%d@c.test>\r\nSubject: %s\r\nMessage-ID: <id%d@example.org>\r\nX-%s: %s\r\n",
		"M=C3=BCller", rnd.IntN(5), word(1), rnd.IntN(3), word(3), rnd.IntN(1000), pick(rnd, []string{"Mailer", "Test-Run", "Folded"}), word(2))
	if rnd.IntN(3) > 0 {
		return head + part
	}
	name := "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(pick(rnd, vocabulary())+".pdf")) + "?="
	return head + "Content-Type: multipart/" + pick(rnd, []string{"mixed", "alternative", "related"}) + "; boundary=b\r\n\r\n--b\r\n" + part +
		"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\nx\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: " + word(2) + "\r\n\r\n" + pick(rnd, vocabulary()) + "\r\n--b--\r\n"
}

// term returns a condition on a word.
func term(rnd *rand.Rand) string {
	word := pick(rnd, vocabulary())
	if r := []rune(word); rnd.IntN(2) == 0 && len(r) > 2 {
		from := rnd.IntN(len(r) - 1)
		word = string(r[from : from+1+rnd.IntN(len(r)-from)])
	}
	field := pick(rnd, []string{"", "", "", "subject:", "body:", "from:", "to:", "filename:", "rcpt:", "message-id:", "addressed:", "header:X-Mailer=", "header:X-Folded=", "run:", "type:", "link:", "mailfrom:", "final:"})
	switch rnd.IntN(8) {
	case 0:
		word += "*" + pick(rnd, vocabulary())
	case 1:
		word = phrase(rnd, 2)
	case 2:
		if !strings.HasPrefix(field, "header") {
			return field + "/" + pick(rnd, []string{`\b`, `^`, "(x|" + strings.ToLower(pick(rnd, vocabulary())) + ")", `.`, `[a-z]+`}) + regexp.QuoteMeta(word) + pick(rnd, []string{"", "$", `\s`, "+", "{1,2}", "?"}) + "/"
		}
	case 3:
		return pick(rnd, []string{"is:unread", "has:attachment", "has:html", "has:link", "larger:600", "smaller:900", "after:yesterday", "older:1h", "header:X-Test-Run", "type:pdf", "run:run1", "mailfrom:bounce", "-is:read"})
	}
	if strings.Contains(word, "*") {
		return field + strings.NewReplacer(" ", "", ",", "", "\r\n", "").Replace(word)
	}
	return field + `"` + strings.NewReplacer(`"`, "", "\r\n", " ").Replace(word) + `"`
}

// question returns a query of a few conditions.
func question(rnd *rand.Rand, depth int) string {
	var terms []string
	for range 1 + rnd.IntN(3) {
		t := term(rnd)
		if depth > 0 && rnd.IntN(4) == 0 {
			t = "(" + question(rnd, depth-1) + ")"
		}
		terms = append(terms, pick(rnd, []string{"", "", "", "-"})+t)
	}
	return strings.Join(terms, pick(rnd, []string{" ", " ", " OR "}))
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

// agree asks questions with the index and without, and returns how many
// messages the index has spared.
func agree(t *testing.T, rnd *rand.Rand, m *mailbox.Mailbox, x *signature.Index, questions int) (spared int) {
	t.Helper()
	texts := search.NewCache(1 << 24)
	for range questions {
		text := question(rnd, 2)
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
	return spared
}

func TestTheIndexChangesNoAnswer(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	m := newMailbox(t)
	fill(t, m, 250, func(int) string { return compose(rnd) })
	x := newIndex(t, m, new(signature.Memory), 100)
	caughtUp(t, x)
	spared := agree(t, rnd, m, x, 120)
	fill(t, m, 60, func(int) string { return compose(rnd) }) // these are not in the index, or only just
	if spared += agree(t, rnd, m, x, 120); spared < 15_000 {
		t.Errorf("the index has spared %d questions only", spared)
	}
}

// TestAShelfMayBeLostAtAnyTime damages the file of the index in many ways, while
// it is in use and while it is not.
func TestAShelfMayBeLostAtAnyTime(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 6))
	m := newMailbox(t)
	fill(t, m, 150, func(int) string { return compose(rnd) })
	dir := t.TempDir()
	file := filepath.Join(dir, "search.db")
	begin := func() (*signature.Index, func()) {
		shelf, err := sqlite.OpenShelf(t.Context(), dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		x := newIndex(t, m, shelf, 50)
		return x, func() { x.Close(); shelf.Close() }
	}
	for name, spoil := range map[string]func() error{
		"nothing":  func() error { return nil },
		"deletion": func() error { return os.Remove(file) },
		"deletion of all": func() error {
			return errors.Join(os.Remove(file), os.RemoveAll(file+"-wal"), os.RemoveAll(file+"-shm"))
		},
		"an empty file": func() error { return os.Truncate(file, 0) },
		"half a file": func() error {
			info, err := os.Stat(file)
			if err != nil {
				return err
			}
			return os.Truncate(file, info.Size()/2)
		},
		"wrong octets": func() error { return scribble(rnd, file) },
	} {
		x, end := begin()
		caughtUp(t, x)
		if err := spoil(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		agree(t, rnd, m, x, 6)
		end()
		if err := spoil(); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%s: %v", name, err)
		}
		x, end = begin()
		agree(t, rnd, m, x, 6)
		caughtUp(t, x)
		if spared := agree(t, rnd, m, x, 6); spared == 0 {
			t.Errorf("after %s: the index spares nothing", name)
		}
		end()
	}
}

// scribble writes something else in a hundred places of a file.
func scribble(rnd *rand.Rand, file string) error {
	octets, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for range 100 {
		octets[rnd.IntN(len(octets))] ^= byte(1 + rnd.IntN(255))
	}
	return os.WriteFile(file, octets, 0o600)
}

func TestABlockThatIsNotFullGoesOnAfterARestart(t *testing.T) {
	m := newMailbox(t)
	dir := t.TempDir()
	for round := range 3 {
		fill(t, m, 300, func(i int) string { return fmt.Sprintf("Subject: s\r\n\r\nunique%d words\r\n", 300*round+i) })
		shelf, err := sqlite.OpenShelf(t.Context(), dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		x := newIndex(t, m, shelf, 0)
		caughtUp(t, x)
		for _, i := range []int{0, 300 * round, 300*round + 299} {
			q, err := search.Parse(fmt.Sprintf("unique%d words", i), time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if _, asked := answer(m, q, x.Filter(t.Context(), q)); asked == 0 || asked > 30 {
				t.Errorf("round %d: %d messages are asked for one", round, asked)
			}
		}
		x.Close()
		blocks := 0
		if err := shelf.Blocks(t.Context(), func(int64, []byte) { blocks++ }); err != nil || blocks != 1 {
			t.Errorf("round %d: %d blocks, want 1, %v", round, blocks, err)
		}
		shelf.Close()
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
