package mime

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// growing are messages that cost more than their length where a reader looks
// at octets again. Each is built of about n octets.
var growing = []struct {
	name  string
	build func(n int) string
}{
	{"one line", func(n int) string { return plainHeader + "\r\n" + strings.Repeat("x", n) }},
	{"one field", func(n int) string { return "Subject: " + strings.Repeat("x", n) + "\r\n\r\nx" }},
	{"a field of folds", func(n int) string { return "To: x" + strings.Repeat("\r\n y", n/4) + "\r\n\r\nx" }},
	{"fields", func(n int) string { return strings.Repeat("X-A: b\r\n", n/8) + "\r\nx" }},
	{"lines that are no fields", func(n int) string { return plainHeader + strings.Repeat("junk\r\nX-A: b\r\n", n/14) }},
	{"Content-Type again and again", func(n int) string { return strings.Repeat("Content-Type: a/b; c=d\r\n", n/24) + "\r\nx" }},
	{"parts", func(n int) string { return multipartOf("b", strings.Repeat("--b\r\n\r\nx\r\n", n/10)) }},
	{"parts that are files", func(n int) string {
		return multipartOf("b", strings.Repeat("--b\r\nContent-Disposition: attachment; filename=a\r\n\r\nx\r\n", n/56))
	}},
	{"delimiters that are prefixes of each other", func(n int) string { return prefixes(n) }},
	{"nearly delimiters", func(n int) string {
		b := strings.Repeat("b", 500)
		return multipartOf(b, strings.Repeat("--"+b[1:]+"c\r\n", n/504))
	}},
	{"closing delimiters with more behind", func(n int) string { return multipartOf("b", strings.Repeat("--b--x\r\n", n/8)) }},
	{"nested multiparts", func(n int) string { return nested(n / 60) }},
	{"nested multiparts of one boundary", func(n int) string { return nestedSame(n / 55) }},
	{"nested multiparts without a boundary", func(n int) string {
		return plainHeader + strings.Repeat("Content-Type: multipart/mixed\r\n\r\n", n/33)
	}},
	{"messages in messages", func(n int) string { return strings.Repeat("Content-Type: message/rfc822\r\n\r\n", n/32) + "x" }},
	{"parameters", func(n int) string { return "Content-Type: text/html" + strings.Repeat("; a=b", n/5) + "\r\n\r\nx" }},
	{"pieces of a parameter, backwards", func(n int) string { return piecesOf(n) }},
	{"pieces of one number", func(n int) string {
		return "Content-Type: a/b" + strings.Repeat("; name*0*=%41", n/13) + "\r\n\r\nx"
	}},
	{"percent signs", func(n int) string {
		return "Content-Type: a/b; name*=utf-8''" + strings.Repeat("%", n) + "\r\n\r\nx"
	}},
	{"brackets in a value", func(n int) string { return "Content-Type: a/b; name=" + strings.Repeat("(1)x", n/4) + "\r\n\r\nx" }},
	{"brackets that nest in a value", func(n int) string {
		return "Content-Type: a/b; name=" + strings.Repeat("(", n/2) + strings.Repeat(")x", n/4) + "\r\n\r\nx"
	}},
	{"quotes in a value", func(n int) string { return "Content-Type: a/b" + strings.Repeat(`; name=""x`, n/10) + "\r\n\r\nx" }},
	{"comments that nest", func(n int) string {
		c := strings.Repeat("(", n/8) + strings.Repeat(")", n/8)
		return "From: " + c + " a@b\r\nDate: " + c + "\r\nContent-Type: " + c + "a/b\r\nTo: " + c + "\r\n\r\nx"
	}},
	{"comments without end", func(n int) string { return "From: " + strings.Repeat("(a", n/2) + "\r\n\r\nx" }},
	{"quotes without end", func(n int) string { return "From: " + strings.Repeat("\"a\\\" <", n/7) + "\r\n\r\nx" }},
	{"angle brackets", func(n int) string { return "From: " + strings.Repeat("<\"a", n/3) + "\r\n\r\nx" }},
	{"addresses", func(n int) string { return "To: " + strings.Repeat("u@e.test, ", n/10) + "\r\n\r\nx" }},
	{"groups", func(n int) string { return "To: " + strings.Repeat("g:;", n/3) + "\r\n\r\nx" }},
	{"encoded-words", func(n int) string { return "Subject: " + strings.Repeat("=?utf-8?q?a?= ", n/14) + "\r\n\r\nx" }},
	{"encoded-words without end", func(n int) string { return "Subject: " + strings.Repeat("=?utf-8?q?a", n/11) + "\r\n\r\nx" }},
	{"beginnings of encoded-words", func(n int) string { return "Subject: " + strings.Repeat("=?", n/2) + "\r\n\r\nx" }},
	{"encoded-words of two charsets", func(n int) string {
		return "Subject: " + strings.Repeat("=?koi8-r?q?=D0?= =?utf-7?q?+AOk-?= ", n/35) + "\r\n\r\nx"
	}},
	{"one encoded-word", func(n int) string { return "Subject: =?utf-8?b?" + strings.Repeat("QUJD", n/4) + "?=\r\n\r\nx" }},
	{"beginnings of uuencode", func(n int) string { return plainHeader + "\r\n" + strings.Repeat("begin 644 a\r\n", n/13) }},
	{"beginnings of yEnc", func(n int) string { return plainHeader + "\r\n" + strings.Repeat("=ybegin name=a\r\n", n/16) }},
	{"ends of uuencode", func(n int) string {
		return plainHeader + "\r\n" + strings.Repeat("begin 644 a\r\nend\r\n=ybegin name=a\r\n", n/34)
	}},
	{"base64 and words", func(n int) string {
		return plainHeader + "Content-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("QUJD=\r\n\r\n!\r\n", n/12)
	}},
	{"escapes", func(n int) string {
		return plainHeader + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.Repeat("= ", n/2)
	}},
	{"shifts", func(n int) string {
		return plainHeader + "Content-Type: text/plain; charset=iso-2022-kr\r\n\r\n" + strings.Repeat("\x0e\x0f\x1b", n/3)
	}},
	{"UTF-7", func(n int) string {
		return plainHeader + "Content-Type: text/plain; charset=utf-7\r\n\r\n" + strings.Repeat("+A-+", n/4)
	}},
	{"tags", func(n int) string { return htmlMessage(strings.Repeat("<div><a href=x>", n/15)) }},
	{"tags without end", func(n int) string { return htmlMessage(strings.Repeat("<a href=\"", n/9)) }},
	{"comments of HTML", func(n int) string { return htmlMessage(strings.Repeat("<!--", n/4)) }},
	{"attributes", func(n int) string { return htmlMessage("<a " + strings.Repeat("x=y ", n/4) + ">") }},
	{"scripts without end", func(n int) string { return htmlMessage("<script>" + strings.Repeat("</scrip", n/7)) }},
	{"URLs", func(n int) string { return plainHeader + "\r\n" + strings.Repeat("http://a.test/((", n/16) }},
	{"codes", func(n int) string { return plainHeader + "\r\n" + strings.Repeat("code 123456 ", n/12) }},
}

func multipartOf(boundary, body string) string {
	return plainHeader + "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n" + body
}

// prefixes opens multiparts of the boundaries b, bb, bbb and so on, and has
// many lines that are one of them, or nearly.
func prefixes(n int) string {
	var b strings.Builder
	b.WriteString(plainHeader)
	for i := 1; i <= 90; i++ {
		boundary := strings.Repeat("b", i)
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n", boundary, boundary)
	}
	line := "--" + strings.Repeat("b", 95) + "\r\n"
	b.WriteString("\r\n" + strings.Repeat(line, n/len(line)))
	return b.String()
}

// piecesOf gives a parameter in pieces, the last of them first.
func piecesOf(n int) string {
	var b strings.Builder
	b.WriteString("Content-Type: a/b")
	for i := n / 14; i >= 0; i-- {
		fmt.Fprintf(&b, "; name*%d*=%%41", i)
	}
	return b.String() + "\r\n\r\nx"
}

// readAll asks everything of a message once.
func readAll(content []byte) {
	Summarize(content, true)
	Summarize(content, false)
	d := Open(content)
	d.Text()
	d.HTML()
	d.Texts()
	d.Links()
	d.Codes()
	d.Defects()
	for _, p := range d.Attachments() {
		p.Decoded(content)
	}
	d.Root.Walk(func(p *Part) bool {
		for i := range p.Fields {
			f := &p.Fields[i]
			if !strings.HasPrefix(f.Name, "X-") {
				f.Text()
				f.AddressText()
				ParseDate(f.Unfolded())
			}
		}
		FieldSpans(content, p.Header, []string{"Subject", "X-B"}, true)
		return true
	})
}

// work is what reading a message costs: octets allocated, and the time of the
// faster of two runs.
func work(content []byte) (octets uint64, took time.Duration) {
	var before, after runtime.MemStats
	for range 2 {
		runtime.ReadMemStats(&before)
		start := time.Now()
		readAll(content)
		spent := time.Since(start)
		runtime.ReadMemStats(&after)
		octets = after.TotalAlloc - before.TotalAlloc
		if took == 0 || spent < took {
			took = spent
		}
	}
	return octets, took
}

// Messages of one length cost about the same, whatever is in them, and eight
// times the octets take about eight times the memory. What looks at all octets
// again for each costs a thousand times what its neighbours do; the limits
// leave room for a machine that does other things besides.
func TestTheCostOfReadingGrowsWithTheLength(t *testing.T) {
	const small, times, dear = 16 << 10, 8, 60
	costs := make([]time.Duration, len(growing))
	for i, g := range growing {
		few, _ := work([]byte(g.build(small)))
		many, took := work([]byte(g.build(times * small)))
		costs[i] = took
		if many > 2*times*max(few, 256<<10) {
			t.Errorf("%s: eight times the octets allocate %d instead of %d", g.name, many, few)
		}
	}
	middle := slices.Sorted(slices.Values(costs))[len(costs)/2]
	for i, g := range growing {
		ratio := float64(costs[i]) / float64(middle)
		t.Logf("%-45s %10v, %4.1f times the middle", g.name, costs[i], ratio)
		for range 3 {
			if ratio <= dear {
				break
			}
			_, took := work([]byte(g.build(times * small)))
			ratio = float64(took) / float64(middle)
		}
		if ratio > dear {
			t.Errorf("%s: costs %.0f times what others of its length do", g.name, ratio)
		}
	}
}

// A line may be as long as the largest message that is taken.
func TestALineOf50MiBIsReadAtOnce(t *testing.T) {
	line := bytes.Repeat([]byte("x"), 50<<20)
	for name, content := range map[string][]byte{
		"in the body":     append([]byte("Subject: a\r\n\r\n"), line...),
		"in the header":   append([]byte("Subject: "), line...),
		"without a colon": line,
		"of dashes":       append([]byte(multipartOf("b", "--b\r\n\r\n")), bytes.Repeat([]byte("--b-"), 12<<20)...),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		root := Parse(content)
		s := Summarize(content[:64<<10], false)
		runtime.ReadMemStats(&after)
		if err := checkTree(content, root); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := checkSummary(s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20 {
			t.Errorf("%s: %d octets allocated", name, took)
		}
	}
}
