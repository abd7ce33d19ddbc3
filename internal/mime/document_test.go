package mime

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const shopMail = "From: Shop <shop@shop.test>\r\nTo: Ann <ann@example.test>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n" +
	"Content-Type: multipart/mixed; boundary=m\r\n\r\n" +
	"--m\r\nContent-Type: multipart/related; boundary=r\r\n\r\n" +
	"--r\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n" +
	"--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello Ann, see http://shop.test/order?id=1.\r\n" +
	"--a\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=FC=DFe, <a href=3D\"https://shop.test/a\">your <b>order</b></a><img src=3D\"cid:logo@shop\" alt=3D\"Logo\"></p>\r\n" +
	"--a--\r\n" +
	"--r\r\nContent-Type: image/png\r\nContent-ID: <logo@shop>\r\nContent-Disposition: inline; filename=logo.png\r\n\r\nPNG\r\n--r--\r\n" +
	"--m\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=bill.pdf\r\n\r\nPDF\r\n" +
	"--m\r\nContent-Type: text/plain; name=notes.txt\r\n\r\nfile text\r\n" +
	"--m\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner words\r\n\r\ninner text\r\n" +
	"--m\r\nContent-Type: text/plain\r\nContent-Disposition: inline\r\n\r\nfooter\r\n--m--\r\n"

func TestDocument(t *testing.T) {
	d := parseChecked(t, shopMail)
	if got, want := d.Text(), "Hello Ann, see http://shop.test/order?id=1.\n\nfooter"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if got, want := d.HTML(), `<p>Grüße, <a href="https://shop.test/a">your <b>order</b></a><img src="cid:logo@shop" alt="Logo"></p>`; got != want {
		t.Errorf("HTML %q, want %q", got, want)
	}
	var names []string
	for _, p := range d.Attachments() {
		names = append(names, p.ID+" "+p.MediaType()+" "+p.Filename)
	}
	if got, want := strings.Join(names, ", "), "2 application/pdf bill.pdf, 3 text/plain notes.txt, 4 message/rfc822 "; got != want {
		t.Errorf("attachments %q, want %q", got, want)
	}
	if got, want := fmt.Sprint(d.Links()), "[{https://shop.test/a your order} {http://shop.test/order?id=1 }]"; got != want {
		t.Errorf("links %s, want %s", got, want)
	}
	if len(d.Defects()) > 0 {
		t.Errorf("defects %v", d.Defects())
	}
}

func TestInlinePartsAreFoundByContentID(t *testing.T) {
	d := parseChecked(t, shopMail)
	for _, id := range []string{"logo@shop", "logo%40shop"} {
		if p := d.Inline(id); p == nil || p.ID != "1.2" {
			t.Errorf("cid:%s is %+v", id, p)
		}
	}
	if p := d.Inline("other@shop"); p != nil {
		t.Errorf("a part that is not there: %+v", p)
	}
	if p := d.Inline(""); p != nil {
		t.Errorf("no ID is %+v", p)
	}
}

func TestPartByID(t *testing.T) {
	d := parseChecked(t, shopMail)
	for id, want := range map[string]string{"1.1.2": "text/html", "4": "message/rfc822", "4.1": "text/plain", "": "multipart/mixed"} {
		if p := d.Part(id); p == nil || p.MediaType() != want {
			t.Errorf("part %q is %+v", id, p)
		}
	}
	for _, id := range []string{"9", "1.1.3", "x", "1.", "2.u1"} {
		if p := d.Part(id); p != nil {
			t.Errorf("part %q is %s", id, p.MediaType())
		}
	}
	if p := parseChecked(t, "Subject: x\r\n\r\ny").Part("1"); p == nil {
		t.Error("the root of a message without parts is not its part 1")
	}
}

func TestTextsAreThoseOfEveryTextPart(t *testing.T) {
	d := parseChecked(t, shopMail)
	var read, sources string
	for _, piece := range d.Texts().Parts {
		read += piece.Text + "\n"
		sources += piece.Source
	}
	for _, want := range []string{"Hello Ann", "your order", "file text", "inner text", "footer"} {
		if !strings.Contains(read, want) {
			t.Errorf("%q is not in %q", want, read)
		}
	}
	if strings.Contains(read, "PDF\n") || strings.Contains(read, "<p>") || !strings.Contains(sources, "<p>") {
		t.Errorf("octets of attachments or markup in %q, or no markup in %q", read, sources)
	}
}

func TestTextOfTheMessage(t *testing.T) {
	const html = "--b\r\nContent-Type: text/html\r\n\r\n<p>markup</p>\r\n"
	const plain = "--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n"
	const alternative = "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
	tests := []struct{ name, content, text, html string }{
		{"plain before HTML", alternative + plain + html + "--b--", "plain", "<p>markup</p>"},
		{"HTML before plain", alternative + html + plain + "--b--", "plain", "<p>markup</p>"},
		{"HTML alone", alternative + html + "--b--", "markup", "<p>markup</p>"},
		{"an empty plain alternative", alternative + "--b\r\n\r\n \r\n" + html + "--b--", "markup", "<p>markup</p>"},
		{"the last HTML alternative counts", alternative + html + "--b\r\nContent-Type: text/html\r\n\r\n<p>better\r\n--b--", "markup", "<p>better"},
		{"HTML in pieces", mixed + html + html + "--b--", "markup\n\nmarkup", "<p>markup</p>\n<p>markup</p>"},
		{"plain and HTML in pieces", mixed + plain + html + "--b--", "plain\n\nmarkup", "<p>markup</p>"},
		{"a calendar is no text", mixed + plain + "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--b--", "plain", ""},
		{"an HTML attachment is no HTML", mixed + plain + "--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>x\r\n--b--", "plain", ""},
		{"no text", "Content-Type: image/png\r\n\r\nPNG", "", ""},
		{"an unknown kind of text", "Content-Type: text/x-thing\r\n\r\nthing", "thing", ""},
		{"a message that is a file", "Content-Type: application/pdf\r\n\r\nPDF", "", ""},
		{"charset in <meta>", "Content-Type: text/html\r\n\r\n<meta charset=koi8-r>\xf0\xd2", "Пр", "<meta charset=koi8-r>Пр"},
		{"charset in <meta http-equiv>", "Content-Type: text/html\r\n\r\n<META http-equiv='Content-Type' content='text/html; charset=koi8-r'>\xf0", "П", "<META http-equiv='Content-Type' content='text/html; charset=koi8-r'>П"},
		{"the field wins over <meta>", "Content-Type: text/html; charset=utf-8\r\n\r\n<meta charset=koi8-r>ä", "ä", "<meta charset=koi8-r>ä"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parseChecked(t, tt.content)
			if got := d.Text(); got != tt.text {
				t.Errorf("text %q, want %q", got, tt.text)
			}
			if got := d.HTML(); got != tt.html {
				t.Errorf("HTML %q, want %q", got, tt.html)
			}
		})
	}
}

func TestHTMLText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"words", "<p>Hello <b>big</b>\n  world</p>", "Hello big world"},
		{"blocks", "<div>a</div><div>b</div>", "a\nb"},
		{"paragraphs", "<p>a</p><p>b</p>", "a\n\nb"},
		{"line breaks", "a<br>b<br/><br>c", "a\nb\n\nc"},
		{"entities", "a &amp; b&nbsp;&lt;c&gt; &#8364;", "a & b\u00a0<c> €"},
		{"no scripts, styles, titles, comments", "<title>t</title><style>p{}</style><script>x()</script><!-- c -->a", "a"},
		{"lists", "<ul><li>a<li>b</ul>", "• a\n• b"},
		{"tables", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"alternatives of images", "<img alt=\"a cat\" src=x>", "a cat"},
		{"preformatted", "<pre>a\nb</pre>c", "a\nb\nc"},
		{"unclosed", "<p>a <b", "a"},
		{"a less-than sign", "a < b", "a < b"},
		{"svg", "a<svg><text>x</text></svg>b<svg/>c", "abc"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := htmlText(tt.in, 1<<20); got != tt.want {
				t.Errorf("%q is %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	tests := []struct{ name, content, want string }{
		{"HTML", htmlMessage(`<a href="http://a.test/?x=1&amp;y=2">A <i>b</i></a><area href="/rel"><a href=mailto:ann@a.test>m</a>`), "[{http://a.test/?x=1&y=2 A b} {/rel } {mailto:ann@a.test m}]"},
		{"nothing that runs or stays", htmlMessage("<a href=\"javascript:x\">a</a><a href=\" java\nscript:x\">a</a><a href=data:x>a</a><a href=#top>a</a><a href=cid:x>a</a><a>a</a>"), "[]"},
		{"each once", htmlMessage("<a href=http://a.test>a</a><a href=http://a.test>b</a>"), "[{http://a.test a}]"},
		{"plain text", "Subject: x\r\n\r\n(see https://a.test/b_(c)), <HTTP://d.test>, \"http://e.test/?q=1&r=2#f\". http:// nothttp://", "[{https://a.test/b_(c) } {HTTP://d.test } {http://e.test/?q=1&r=2#f }]"},
		{"none", "Subject: x\r\n\r\nftp://a.test :// ", "[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fmt.Sprint(parseChecked(t, tt.content).Links()); got != tt.want {
				t.Errorf("links %s, want %s", got, tt.want)
			}
		})
	}
}

func TestCodes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"before", "Your verification code is 123456.", "123456"},
		{"after", "123456 is your one-time password", "123456"},
		{"on a line of its own", "Use this code to sign in:\r\n\r\n    839201\r\n\r\nIt is valid for 10 minutes.", "839201"},
		{"with a hyphen", "Your code: 123-456", "123456"},
		{"with a space", "Your code: 123 456", "123456"},
		{"with a prefix", "G-847291 is your Google verification code.", "847291"},
		{"letters and digits", "Enter the code AB12CD now", "AB12CD"},
		{"four digits", "PIN: 0427", "0427"},
		{"eight digits", "OTP 12345678", "12345678"},
		{"German", "Ihr Bestätigungscode lautet 445566", "445566"},
		{"French", "Votre code de vérification : 445566", "445566"},
		{"Chinese", "您的验证码是 445566,请勿泄露", "445566"},
		{"Japanese", "認証コード: 445566", "445566"},
		{"the nearest first", "Order 998877. Long text of many words here. Your code: 123456", "123456"},
		{"as shown, with letters", "Your code: ABC-123", "ABC-123"},
		{"two groups of four", "Your code is K7QX-29MD", "K7QX-29MD"},
		{"letters alone, in two groups", "Your code is KXQ-MDB", "KXQ-MDB"},
		{"small letters, announced", "Enter this code: a1b2c3", "a1b2c3"},
		{"small letters on a line", "Use this code:\r\n\r\na1b2c3\r\n", "a1b2c3"},
		{"digits apart", "Your code is: 4 8 2 9 1 3", "482913"},
		{"digits on lines", "Your code is\r\n4\r\n8\r\n2\r\n9\r\n1\r\n3\r\nBye", "482913"},
		{"a hyphen that does not break", "Your code is 482\u2011913", "482913"},
		{"a space that does not break", "Your code is 482\u00a0913", "482913"},
		{"marks of Chinese around it", "验证码：482913，五分钟内有效", "482913"},
		{"letters of Chinese around it", "验证码为482913请勿泄露", "482913"},
		{"before a telephone number", "482913 is your code. Call +1 (555) 123-4567.", "482913"},
		{"before its life", "The code is valid for 1440 minutes: 482913", "482913"},
		{"not a list", "Codes:\r\n1\r\n2\r\n3\r\n4\r\n5\r\n", ""},
		{"not a telephone number", "With the code at hand call 123-4567", ""},
		{"not a date", "Code review on 2026-11-22 or 22-11-2026", ""},
		{"not a zip code", "Send it to zip code 90210", ""},
		{"not a dress code", "Dress code: casual, for 1234 guests", ""},
		{"not a version", "Your code was built as build123 by us", ""},
		{"not every number", "Your order 123456 was shipped", ""},
		{"not an amount", "Use code now: $1234 off", ""},
		{"not a year", "Code of conduct, revised and published in the year 2026", ""},
		{"not a long number", "The code 123456789 is too long", ""},
		{"not a word", "The code WORD is a word", ""},
		{"not part of a URL", "code http://a.test/123456/x", ""},
		{"not pins in spins", "It spins 123456 times", ""},
		{"none", "Hello", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			codes := parseChecked(t, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"+tt.text).Codes()
			got := ""
			if len(codes) > 0 {
				got = codes[0]
			}
			if got != tt.want {
				t.Errorf("codes %q, want %q first", codes, tt.want)
			}
		})
	}
	const both = "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\r\nSee the HTML.\r\n--x\r\nContent-Type: text/html\r\n\r\n" +
		"<style>p{color:#123456}</style><p>Your code</p><table><tr><td>4<td>8<td>2<td>9<td>1<td>3</table>\r\n--x--\r\n"
	if got := parseChecked(t, both).Codes(); !slices.Equal(got, []string{"482913"}) {
		t.Errorf("codes of the HTML: %q", got)
	}
	if got := parseChecked(t, "Subject: 445566 is your code\r\n\r\nhello").Codes(); !slices.Equal(got, []string{"445566"}) {
		t.Errorf("codes of the subject: %q", got)
	}
}

func TestTheRootOfRelatedIsWhatStartSays(t *testing.T) {
	content := "Content-Type: multipart/related; boundary=b; start=\"<root>\"\r\n\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <i>\r\n\r\nx\r\n" +
		"--b\r\nContent-Type: text/html\r\nContent-ID: <root>\r\n\r\n<p>text\r\n--b--\r\n"
	d := parseChecked(t, content)
	if d.Text() != "text" || !strings.Contains(d.HTML(), "<p>text") || len(d.Attachments()) != 0 {
		t.Errorf("text %q, HTML %q, %d attachments", d.Text(), d.HTML(), len(d.Attachments()))
	}
}

func TestTextWithANameIsReadWhereItIsTheMessage(t *testing.T) {
	part := func(header, text string) string {
		return "--b\r\nContent-Type: text/plain; name=\"a.txt\"\r\n" + header + "\r\n" + text + "\r\n"
	}
	tests := []struct {
		name, subtype, parts, text string
		attachments                int
	}{
		{"the first part", "mixed", part("", "one") + part("", "two"), "one", 1},
		{"an alternative", "alternative", part("", "") + part("", "two"), "two", 0},
		{"sent as a file", "mixed", part("Content-Disposition: attachment\r\n", "one"), "", 1},
		{"sent to be shown", "mixed", part("", "one") + part("Content-Disposition: inline\r\n", "two"), "one\n\ntwo", 0},
	}
	for _, tt := range tests {
		d := parseChecked(t, "Content-Type: multipart/"+tt.subtype+"; boundary=b\r\n\r\n"+tt.parts+"--b--\r\n")
		if n := len(d.Attachments()); d.Text() != tt.text || n != tt.attachments {
			t.Errorf("%s: text %q, %d attachments", tt.name, d.Text(), n)
		}
	}
}
