package mime

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Each message of the corpus is hostile or broken in one way, which its
// manifest tells.
func TestEveryBrokenMessageIsRead(t *testing.T) {
	for _, m := range corpus(t) {
		if err := checkAll(m.content); err != nil {
			t.Errorf("%s (%s): %v", m.File, m.Odd, err)
		}
	}
}

// A message may be cut off anywhere.
func TestEveryBeginningOfEveryBrokenMessageIsRead(t *testing.T) {
	for _, m := range corpus(t) {
		for n := 0; n < len(m.content); n += 1 + n/16 {
			if err := checkTree(m.content[:n], Parse(m.content[:n])); err != nil {
				t.Errorf("%s (%s), %d octets: %v", m.File, m.Odd, n, err)
			}
			if err := checkSummary(Summarize(m.content[:n], false)); err != nil {
				t.Errorf("%s (%s), %d octets: %v", m.File, m.Odd, n, err)
			}
		}
	}
}

// Line ends may be of another kind than the rest of the message expects.
func TestEveryBrokenMessageIsReadWithOtherLineEnds(t *testing.T) {
	for _, m := range corpus(t) {
		for _, eol := range []string{"\n", "\r", "\n\r", "\r\r\n"} {
			content := bytes.ReplaceAll(m.content, []byte("\r\n"), []byte(eol))
			if err := checkAll(content); err != nil {
				t.Errorf("%s (%s), lines end with %q: %v", m.File, m.Odd, eol, err)
			}
		}
	}
}

// A brokenMessage is one of the corpus.
type brokenMessage struct {
	File, Odd string
	content   []byte
}

// corpus returns the messages of testdata: hostile ones, and ones that are
// only odd.
func corpus(t *testing.T) []brokenMessage {
	t.Helper()
	all := append(corpusIn(t, "messages"), corpusIn(t, "odd")...)
	if len(all) < 300 {
		t.Errorf("there are %d messages", len(all))
	}
	return all
}

func corpusIn(t *testing.T, name string) []brokenMessage {
	t.Helper()
	dir := filepath.Join("testdata", name)
	manifest, err := os.Open(filepath.Join(dir, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer manifest.Close()
	var all []brokenMessage
	for lines := bufio.NewScanner(manifest); lines.Scan(); {
		var m brokenMessage
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		if m.content, err = os.ReadFile(filepath.Join(dir, m.File)); err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

const plainHeader = "From: Sender <sender@example.test>\r\nTo: Rcpt <rcpt@example.test>\r\nSubject: large\r\n" +
	"Date: Thu, 01 Jan 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"

// large are messages that cost time or memory where a reader is not linear.
var large = []struct {
	name  string
	build func() string
}{
	{"a-comment-deep", func() string {
		return "From: " + strings.Repeat("(", 200_000) + strings.Repeat(")", 200_000) + " a@b.test\r\n\r\nx"
	}},
	{"a-comment-open", func() string { return "From: " + strings.Repeat("(", 400_000) + "\r\n\r\nx" }},
	{"a-quotes-open", func() string { return "From: " + strings.Repeat("\"a\\\" <", 100_000) + "\r\n\r\nx" }},
	{"a-angles-open", func() string { return "From: " + strings.Repeat("<a, ", 100_000) + "\r\n\r\nx" }},
	{"a-angles-quotes", func() string { return "From: " + strings.Repeat("<\"", 200_000) + "\r\n\r\nx" }},
	{"a-literals-open", func() string { return "From: " + strings.Repeat("[a", 200_000) + "\r\n\r\nx" }},
	{"a-phrase-long", func() string { return "From: " + strings.Repeat("w ", 300_000) + "<a@b.test>\r\n\r\nx" }},
	{"a-words-at", func() string { return "From: " + strings.Repeat("w@ ", 200_000) + "\r\n\r\nx" }},
	{"a-domain-literal", func() string { return "From: a@[" + strings.Repeat("1", 900_000) + "]\r\n\r\nx" }},
	{"a-from-10k", func() string { return "From: " + strings.Repeat("u@e.test,\r\n ", 20_000) + "\r\n\r\nx" }},
	{"a-to-50k", func() string { return "To: " + strings.Repeat("u@e.test, ", 50_000) + "\r\n\r\nx" }},
	{"a-groups", func() string { return "To: " + strings.Repeat("g:;", 200_000) + "\r\n\r\nx" }},
	{"s-hdr-100k", func() string { return strings.Repeat("X-A: b\r\n", 100_000) + "\r\nx" }},
	{"s-hdr-junk", func() string { return plainHeader + strings.Repeat("junk\r\nX-A: b\r\n", 50_000) + "\r\nx" }},
	{"s-hdr-2m", func() string { return "Subject: " + strings.Repeat("x", 2<<20) + "\r\n\r\nx" }},
	{"s-hdr-folds", func() string { return "Subject: x" + strings.Repeat("\r\n y", 100_000) + "\r\n\r\nx" }},
	{"s-line-2m", func() string { return plainHeader + "\r\n" + strings.Repeat("x", 2<<20) + "\r\n" }},
	{"s-lines-1m", func() string { return plainHeader + "\r\n" + strings.Repeat("\n", 1<<20) }},
	{"s-nul-1m", func() string { return strings.Repeat("\x00", 1<<20) }},
	{"m-nest-8000", func() string { return nested(8000) }},
	{"m-nest-same", func() string { return nestedSame(5000) }},
	{"m-rfc822-3000", func() string {
		return strings.Repeat("Subject: x\r\nContent-Type: message/rfc822\r\n\r\n", 30_000) + "x"
	}},
	{"m-parts-100k", func() string {
		return plainHeader + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n", 300_000) + "--b--\r\n"
	}},
	{"m-dashes", func() string { return deepDashes() }},
	{"m-boundary-100k", func() string {
		b := strings.Repeat("b", 100_000)
		return plainHeader + "Content-Type: multipart/mixed; boundary=\"" + b + "\"\r\n\r\n--" + b + "\r\n\r\nx\r\n--" + b + "--\r\n"
	}},
	{"m-part-hdr-20k", func() string {
		return plainHeader + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + strings.Repeat("X-A: b\r\n", 20_000) + "\r\nx\r\n--b--\r\n"
	}},
	{"m-params", func() string { return "Content-Type: text/html" + strings.Repeat("; p*0=v", 100_000) + "\r\n\r\nx" }},
	{"m-params-broken", func() string { return "Content-Type: text/html" + strings.Repeat(";\"(", 100_000) + "\r\n\r\nx" }},
	{"m-params-quotes", func() string { return "Content-Type: text/html" + strings.Repeat(";a=\"", 100_000) + "\r\n\r\nx" }},
	{"m-params-comments", func() string { return "Content-Type: text/html" + strings.Repeat(";a=(", 100_000) + "\r\n\r\nx" }},
	{"w-words", func() string { return "Subject: " + strings.Repeat("=?utf-8?q?a?= ", 70_000) + "\r\n\r\nx" }},
	{"w-open", func() string { return "Subject: " + strings.Repeat("=?utf-8?q?a", 70_000) + "?=\r\n\r\nx" }},
	{"w-starts", func() string { return "Subject: " + strings.Repeat("=?", 400_000) + "\r\n\r\nx" }},
	{"w-base64", func() string { return "Subject: =?utf-8?b?" + strings.Repeat("QUJD", 200_000) + "?=\r\n\r\nx" }},
	{"h-entities", func() string { return htmlMessage(strings.Repeat("&amp;&lt;", 50_000)) }},
	{"h-open", func() string { return htmlMessage(strings.Repeat("<a href=\"", 50_000)) }},
	{"h-tags", func() string { return htmlMessage(strings.Repeat("<div>", 60_000)) }},
	{"h-comments", func() string { return htmlMessage(strings.Repeat("<!--", 100_000)) }},
	{"h-links", func() string { return htmlMessage(strings.Repeat("<a href=\"http://a.test/x\">y</a>", 10_000)) }},
	{"h-links-open", func() string { return htmlMessage(strings.Repeat("<a href=x>y", 20_000)) }},
	{"h-data-uri", func() string { return htmlMessage("<img src=\"data:" + strings.Repeat("A", 1<<20) + "\">x") }},
	{"h-style", func() string { return htmlMessage("<style>" + strings.Repeat("a{}", 100_000) + "</style>x") }},
	{"t-urls", func() string { return plainHeader + "\r\n" + strings.Repeat("http://a.test/((((", 60_000) }},
	{"t-url-brackets", func() string { return plainHeader + "\r\nhttp://a.test/" + strings.Repeat(")", 400_000) }},
	{"t-begins", func() string { return plainHeader + "\r\n" + strings.Repeat("begin 644 a\r\n", 80_000) }},
	{"t-codes", func() string { return plainHeader + "\r\n" + strings.Repeat("code 123456 ", 40_000) }},
	{"e-qp", func() string {
		return plainHeader + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.Repeat("= ", 200_000)
	}},
	{"e-utf7", func() string {
		return plainHeader + "Content-Type: text/plain; charset=utf-7\r\n\r\n" + strings.Repeat("+A", 200_000)
	}},
}

func htmlMessage(body string) string {
	return plainHeader + "Content-Type: text/html; charset=utf-8\r\n\r\n" + body
}

// nested returns n multiparts, each the only part of the one before it.
func nested(n int) string {
	var b strings.Builder
	b.WriteString(plainHeader)
	for i := range n {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"N%d\"\r\n\r\n--N%d\r\n", i, i)
	}
	b.WriteString("\r\ninnermost\r\n")
	for i := n - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "--N%d--\r\n", i)
	}
	return b.String()
}

// nestedSame is nested with one boundary for all.
func nestedSame(n int) string {
	return plainHeader + strings.Repeat("Content-Type: multipart/mixed; boundary=S\r\n\r\n--S\r\n", n) +
		"\r\ninnermost\r\n" + strings.Repeat("--S--\r\n", n)
}

// deepDashes opens 100 multiparts whose boundaries differ in their last
// octets alone, and then has many lines that are nearly one of them.
func deepDashes() string {
	var b strings.Builder
	b.WriteString(plainHeader)
	boundary := strings.Repeat("x", 60)
	for i := range 100 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%s%03d\r\n\r\n--%s%03d\r\n", boundary, i, boundary, i)
	}
	b.WriteString("\r\n" + strings.Repeat("--"+boundary+"999\r\n", 20_000))
	return b.String()
}

// The budget is far above what it takes, for loaded machines and the race
// detector; what is not linear takes minutes.
func TestLargeMessagesTakeLinearTime(t *testing.T) {
	const budget = 10 * time.Second
	for _, m := range large {
		t.Run(m.name, func(t *testing.T) {
			content := []byte(m.build())
			start := time.Now()
			if err := checkAll(content); err != nil {
				t.Error(err)
			}
			took := time.Since(start)
			t.Logf("%d octets: %v", len(content), took)
			if took > budget {
				t.Errorf("%d octets took %v", len(content), took)
			}
		})
	}
}

func TestTheTreeIsBoundedInMemory(t *testing.T) {
	for _, m := range large {
		content := []byte(m.build())
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Parse(content)
		runtime.ReadMemStats(&after)
		if took, limit := after.TotalAlloc-before.TotalAlloc, uint64(64<<20+4*len(content)); took > limit {
			t.Errorf("%s: %d octets, the tree took %d", m.name, len(content), took)
		}
	}
}
