package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// prose returns about n octets of text in words that differ.
func prose(n int) string {
	rnd := rand.New(rand.NewPCG(7, 7))
	zipf := rand.NewZipf(rnd, 1.1, 4, 30_000)
	syllables := strings.Fields("ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu")
	var b strings.Builder
	for b.Len() < n {
		for word := zipf.Uint64() + 40; word > 0; word /= 40 {
			b.WriteString(syllables[word%40])
		}
		b.WriteString([]string{" ", " ", " ", " ", ", ", ".\r\n"}[rnd.IntN(6)])
	}
	return b.String()
}

// mails returns messages of about n octets, by what is particular about them.
func mails(n int) map[string]string {
	head := "From: Shop <shop@example.org>\r\nTo: Ann <ann@example.com>\r\nSubject: Your order has shipped\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
	var rows strings.Builder
	for i := range n / 150 {
		fmt.Fprintf(&rows, "<tr><td style=\"padding:4px 8px\"><a href=\"https://shop.example/item?id=%d\">%s</a></td></tr>\r\n", i, strings.TrimSpace(prose(60)))
	}
	return map[string]string{
		"plain":       head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + prose(n),
		"html":        head + "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><table>" + rows.String() + "</table></body></html>\r\n",
		"alternative": head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + prose(n/4) + "\r\n--b\r\nContent-Type: text/html\r\n\r\n<table>" + rows.String()[:rows.Len()*3/4] + "</table>\r\n--b--\r\n",
		"umlauts":     head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(prose(n), "u ", "ü "),
		"japanese":    head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + strings.Repeat("ご注文の確認: 請求書を添付しました。\r\n", n/52),
	}
}

func BenchmarkSign(b *testing.B) {
	for name, content := range mails(6 << 10) {
		sum := mime.Summarize([]byte(content), true)
		m := &mail.Message{Summary: &sum, Envelope: &mail.Envelope{ReversePath: "bounce@example.org", Recipients: []mail.Recipient{{Original: "ann@example.com", Final: "sink@mailsink.test"}}}}
		var z Signer
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				z.Sign(m, []byte(content))
			}
		})
	}
}

// TestFoldingIsTheSameInEveryPlace compares folding as a whole, character by
// character, and on the way into a signature, of all characters there are.
func TestFoldingIsTheSameInEveryPlace(t *testing.T) {
	for r := range rune(0x30000) {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		once := fold(string(r))
		if twice := fold(once); twice != once {
			t.Errorf("%U is %q, and %q when folded again", r, once, twice)
		}
		if lower := fold(strings.ToLower(string(r))); lower != once {
			t.Errorf("%U is %q, and %q in lower case", r, once, lower)
		}
		if strings.Contains(once, "  ") || once != " " && strings.TrimSpace(once) != once {
			t.Errorf("%U is %q", r, once)
		}
	}
}

func TestASignatureHasWhatAQueryNeeds(t *testing.T) {
	texts := []string{
		"Your order 1001", "a", "ab", "Müller", "STRASSE  Straße\r\n\tnext", "请求書を確認", "ご注文の確認", "확인 주문", "soft\u00adhyphen", "zero\u200bwidth", "x \u00a0 y", "ΣΊΣΥΦΟΣ",
		"ﬁnal Ｆｕｌｌ", "e\u0301te\u0301", "\u1100\u1161\u11a8", "100% foo_bar", "\ufffd\x00\x01odd", " lead and trail ",
	}
	for _, text := range texts {
		z := Signer{sign: new(Signature)}
		z.piece("before " + text + " behind")
		runes := []rune(text)
		for from := range runes {
			for to := from + 1; to <= len(runes); to++ {
				part := string(runes[from:to])
				if c := Holding(part); !c.Allows(z.sign) {
					t.Errorf("%q is denied in %q", part, text)
				}
			}
		}
	}
}

func TestASignatureDeniesNearlyAllThatIsNotThere(t *testing.T) {
	var z Signer
	for name, content := range mails(6 << 10) {
		sum := mime.Summarize([]byte(content), true)
		sign := z.Sign(&mail.Message{Summary: &sum, Envelope: &mail.Envelope{}}, []byte(content))
		wrong := 0
		for i := range 1000 {
			if Holding(fmt.Sprintf("xylophone%d", i*7919)).Allows(sign) {
				wrong++
			}
		}
		if wrong > 5 {
			t.Errorf("%s: %d of 1000 words may be there", name, wrong)
		}
	}
}

func TestLiteralsThatARegularExpressionNeeds(t *testing.T) {
	for text, want := range map[string]struct{ yes, no string }{
		"order #1001 has shipped": {`/order #\d+/`, `/invoice \d+/`},
		"GRÜSSE an alle":          {`/gr[uü]ss/`, `/gruessli/`},
		"abc":                     {`/(abc|xyz)+/`, `/(abd|xyz){2,}/`},
		"kelvin sas":              {`/Kelvin (SAS|sat)/`, `/(?i)kalvin/`},
		"Wert: 5":                 {`/wert:\s*\d/`, `/wart:\s*\d/`},
		"請求書":                     {`/請求/`, `/求請/`},
	} {
		z := Signer{sign: new(Signature)}
		z.piece(text)
		for q, allowed := range map[string]bool{want.yes: true, want.no: false} {
			parsed, err := Parse(q, now())
			if err != nil {
				t.Fatal(err)
			}
			if got := parsed.Condition().Allows(z.sign); got != allowed {
				t.Errorf("%s may be in %q: %v", q, text, got)
			}
		}
	}
}
