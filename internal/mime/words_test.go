package mime

import (
	"slices"
	"strings"
	"testing"
)

func TestDecodeHeader(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain text stays", "Hello world", "Hello world"},
		{"Q", "=?utf-8?Q?Caf=C3=A9_au_lait?=", "Café au lait"},
		{"B", "=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"},
		{"lower-case encoding and hex", "=?iso-8859-1?q?gr=fc=dfe?=", "grüße"},
		{"text around a word stays apart", "a =?utf-8?q?b?= c", "a b c"},
		{"white space between words goes", "=?utf-8?q?a?= \r\n =?utf-8?q?b?=", "ab"},
		{"words without space between them", "=?utf-8?q?a?==?utf-8?q?b?=", "ab"},
		{"words inside other text", "x=?utf-8?q?a?=y", "xay"},
		{"a character cut in two", "=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é"},
		{"a base64 group cut in two", "=?utf-8?B?R3LDvM?= =?utf-8?B?OfZQ==?=", "Grüße"},
		{"padding inside a run", "=?utf-8?B?YQ==?= =?utf-8?B?Yg==?=", "ab"},
		{"base64 without padding", "=?utf-8?B?YQ?=", "a"},
		{"both encodings in one run", "=?utf-8?B?YQ==?= =?utf-8?Q?b?=", "ab"},
		{"two charsets", "=?utf-8?q?=C3=A9?= =?iso-8859-1?q?=E9?=", "éé"},
		{"language tag", "=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"},
		{"spaces inside a word", "=?utf-8?Q?hello big world?=", "hello big world"},
		{"question mark inside a word", "=?utf-8?Q?who?_me?=", "who? me"},
		{"unterminated", "=?utf-8?Q?abc", "abc"},
		{"unterminated before another", "=?utf-8?Q?abc =?utf-8?Q?def?=", "abcdef"},
		{"unterminated with more text", "=?utf-8?Q?abc def", "abc def"},
		{"unknown encoding stays", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		{"base64 that is none stays", "=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="},
		{"not a word", "a =? b ?= c", "a =? b ?= c"},
		{"empty charset", "=??Q?abc?=", "abc"},
		{"empty text", "=?utf-8?Q??=", ""},
		{"unknown charset, UTF-8 inside", "=?x-none?Q?=C3=A9?=", "é"},
		{"unknown charset, windows-1252 inside", "=?x-none?Q?=E9=80?=", "é€"},
		{"broken hex stays", "=?utf-8?Q?a=ZZb=?=", "a=ZZb="},
		{"octets beyond ASCII inside", "=?utf-8?Q?caf\xc3\xa9?=", "café"},
		{"raw UTF-8", "Grüße", "Grüße"},
		{"raw latin1", "Gr\xfc\xdfe", "Grüße"},
		{"raw ISO-2022-JP", "\x1b$B$\"\x1b(B", "あ"},
		{"ISO-2022-JP", "=?ISO-2022-JP?B?GyRCJCIbKEI=?=", "あ"},
		{"KOI8-R", "=?koi8-r?B?8NLJ18XU?=", "Привет"},
		{"GB18030 called GB2312", "=?gb2312?B?1tDOxA==?=", "中文"},
		{"UTF-7", "=?utf-7?Q?+AOk-+IKw-?=", "é€"},
		{"UTF-16", "=?utf-16?B?/v8AYQBi?=", "ab"},
		{"spaces around the charset", "=? utf-8 ?Q?=C3=A9?=", "é"},
		{"spaces around the encoding", "=?utf-8? q ?=C3=A9?=", "é"},
		{"a charset in quotes", "=?\"utf-8\"?Q?=C3=A9?=", "é"},
		{"spaces inside base64", "=?utf-8?B?R3LD vMOf ZQ==?=", "Grüße"},
		{"unterminated base64", "=?utf-8?B?R3LDvMOfZQ==", "Grüße"},
		{"half an end", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?", "Grüße"},
		{"too much padding", "=?utf-8?B?SGVsbG8=====?= x", "Hello x"},
		{"a lone = at the end", "=?utf-8?Q?abc=?=", "abc="},
		{"in quotes", "\"=?utf-8?Q?a?=\"", "\"a\""},
		{"in a comment", "(=?utf-8?Q?a?=)", "(a)"},
		{"before a comma", "Re: =?utf-8?Q?a?=, b", "Re: a, b"},
		{"a word in a word", "=?=?utf-8?q?x?=?=", "=?x?="},
		{"three without spaces", "=?utf-8?Q?a?==?utf-8?b?Yg==?==?utf-8?Q?c?=", "abc"},
		{"a character cut in two between encodings", "=?utf-8?Q?=E2=82?= =?utf-8?B?rA==?=", "€"},
		{"GB2312 cut in two", "=?gb2312?B?1g==?= =?gb2312?B?0M7E?=", "中文"},
		{"ISO-2022-JP cut in two", "=?iso-2022-jp?B?GyRCJCI=?= =?iso-2022-jp?B?GyRCJCQbKEI=?=", "あい"},
		{"ISO-2022-JP without its end", "=?iso-2022-jp?B?GyRCJCI=?= abc", "あ abc"},
		{"raw octets of two kinds", "x \xc3\xa4 =?utf-8?q?=C3=A4?= \xe4", "x ä ä ä"},
		{"US-ASCII that is none", "=?us-ascii?Q?caf=E9?=", "café"},
		{"unknown-8bit", "=?unknown-8bit?Q?caf=E9?=", "café"},
		{"controls are replaced", "=?utf-8?Q?a=00b=1B[2Jc=7F?=", "a\ufffdb\ufffd[2Jc\ufffd"},
		{"line ends become spaces", "=?utf-8?Q?hi=0D=0ABcc:_x@y.test?=", "hi Bcc: x@y.test"},
		{"direction of text is not turned", "a\u202Egpj.exe\u2066", "a\ufffdgpj.exe\ufffd"},
		{"C1 controls are replaced", "a\u0085b\u009bc", "a b\ufffdc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := DecodeHeader(tt.in); got != tt.want {
				t.Errorf("DecodeHeader(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestDecodeHeaderIsBounded(t *testing.T) {
	if n := len(DecodeHeader(strings.Repeat("=?utf-8?B?"+strings.Repeat("QUJD", 30_000)+"?=", 2))); n > maxHeaderText {
		t.Errorf("%d octets", n)
	}
	s := DecodeHeader(strings.Repeat("=?utf-8?q?a?=", maxWords+1))
	if strings.Count(s, "a") != maxWords+1 || !strings.HasSuffix(s, "=?utf-8?q?a?=") {
		t.Errorf("not the first %d words alone are decoded: …%s", maxWords, s[max(0, len(s)-40):])
	}
}

func TestParameters(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"plain", `attachment; filename=a.txt`, "a.txt"},
		{"quoted", `attachment; filename="a b.txt"`, "a b.txt"},
		{"escaped quote", `attachment; filename="a\"b.txt"`, `a"b.txt`},
		{"a backslash before anything else stays", `attachment; filename="C:\dir\a.txt"`, `C:\dir\a.txt`},
		{"spaces without quotes", `attachment; filename=my file.txt; size=3`, "my file.txt"},
		{"raw UTF-8 without quotes", "attachment; filename=gr\u00fc\u00dfe.txt", "grüße.txt"},
		{"raw latin1", "attachment; filename=\"gr\xfc\xdfe.txt\"", "grüße.txt"},
		{"encoded-word", `attachment; filename="=?utf-8?Q?gr=C3=BC=C3=9Fe.txt?="`, "grüße.txt"},
		{"encoded-word without quotes", `attachment; filename==?utf-8?Q?a=C3=BC.txt?=`, "aü.txt"},
		{"extended, UTF-8", `attachment; filename*=utf-8''gr%C3%BC%C3%9Fe.txt`, "grüße.txt"},
		{"extended, KOI8-R", `attachment; filename*=koi8-r''%F0%D2%C9%D7%C5%D4.txt`, "Привет.txt"},
		{"extended, ISO-8859-1 and language", `attachment; filename*=iso-8859-1'de'gr%FC%DFe.txt`, "grüße.txt"},
		{"extended in quotes", `attachment; filename*="utf-8''a%20b.txt"`, "a b.txt"},
		{"extended without charset", `attachment; filename*=a%20b.txt`, "a b.txt"},
		{"extended wins over plain", `attachment; filename="old.txt"; filename*=utf-8''new.txt`, "new.txt"},
		{"continued", `attachment; filename*0="a"; filename*1="b.txt"`, "ab.txt"},
		{"continued and encoded", `attachment; filename*0*=utf-8''gr%C3; filename*1*=%BC%C3%9Fe; filename*2=".txt"`, "grüße.txt"},
		{"continued out of order", `attachment; filename*1="b"; filename*0="a"`, "ab"},
		{"a number twice", `attachment; filename*0="a"; filename*0="x"; filename*1="b"`, "ab"},
		{"a number missing", `attachment; filename*0="a"; filename*2="c"`, "ac"},
		{"the first missing", `attachment; filename*1="b"; filename*2="c"`, "bc"},
		{"leading zero", `attachment; filename*00="a"; filename*01="b"`, "ab"},
		{"a number beyond all bounds", `attachment; filename*99999999999999999999="x"; filename="a"`, "a"},
		{"broken percent escape", `attachment; filename*=utf-8''a%ZZ%4`, "a%ZZ%4"},
		{"unknown charset", `attachment; filename*=x-none''a%E9`, "aé"},
		{"the pieces of an encoded-word", `attachment; filename*0="=?utf-8?Q?a=C3"; filename*1="=BC.txt?="`, "aü.txt"},
		{"unclosed quote", `attachment; filename="a.txt; size=3`, "a.txt"},
		{"comments", `attachment (c); (c) filename (c) = (c) "a.txt" (c)`, "a.txt"},
		{"semicolons for nothing", `attachment;; ; filename=a.txt;`, "a.txt"},
		{"no semicolon", `attachment filename=a.txt`, "a.txt"},
		{"a parameter without a name", `attachment; ="x"; filename=a.txt`, "a.txt"},
		{"a parameter without a value", `attachment; x; filename=a.txt`, "a.txt"},
		{"no value", `; filename=a.txt`, "a.txt"},
		{"folded", "attachment;\r\n\tfilename=\"a\r\n b.txt\"", "a b.txt"},
		{"twice: the first counts", `attachment; filename=a.txt; filename=b.txt`, "a.txt"},
		{"a space before the asterisk", `attachment; filename *= utf-8''a%20b`, "a b"},
		{"an escape cut in two", `attachment; filename*0*=utf-8''a%; filename*1*=20b`, "a b"},
		{"a character cut in two", `attachment; filename*0*=utf-8''%C3; filename*1*=%A4`, "ä"},
		{"percent where nothing is encoded", `attachment; filename="a%20b.txt"`, "a%20b.txt"},
		{"percent in a piece that is not encoded", `attachment; filename*0*=utf-8''a; filename*1=%20; filename*2*=%20b`, "a%20 b"},
		{"pieces in quotes", `attachment; filename*0*="utf-8''a"; filename*1*="%20b"`, "a b"},
		{"name and name*, in any order", `attachment; filename*=utf-8''new.txt; filename="old.txt"`, "new.txt"},
		{"name* that says nothing", `attachment; filename="a.txt"; filename*=utf-8''`, "a.txt"},
		{"the wrong charset", `attachment; filename*=iso-8859-1''%C3%A4`, "Ã¤"},
		{"octets that are not of the charset", `attachment; filename*=utf-8''a%E4.txt`, "a\ufffd.txt"},
		{"an apostrophe in the value", `attachment; filename*=utf-8'en'a'b.txt`, "a'b.txt"},
		{"one apostrophe", `attachment; filename*=utf-8'a.txt`, "utf-8'a.txt"},
		{"an index that is none", `attachment; filename*x=b; filename=a`, "a"},
		{"brackets without quotes", `attachment; filename=invoice (1).pdf`, "invoice (1).pdf"},
		{"brackets twice without quotes", `attachment; filename=a (1) b (2).pdf; size=3`, "a (1) b (2).pdf"},
		{"a comment behind a value", `attachment; filename=a.pdf (c) (d); size=3`, "a.pdf"},
		{"quotes twice", `attachment; filename=""a b.txt""; size=3`, "a b.txt"},
		{"more behind quotes", `attachment; filename="a.txt"b`, "a.txt"},
		{"an empty string", `attachment; filename=""; size=3`, ""},
		{"upper case", `ATTACHMENT; FILENAME=a.txt`, "a.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, params, _ := appendParams(nil, tt.body)
			if got := paramValue(params, "filename"); got != tt.want {
				t.Errorf("filename of %q is %q, want %q (%v)", tt.body, got, tt.want, params)
			}
		})
	}
}

func TestContentTypes(t *testing.T) {
	tests := []struct{ body, want, charset string }{
		{"text/html; charset=utf-8", "text/html", "utf-8"},
		{"TEXT/HTML; CHARSET=UTF-8", "text/html", "utf-8"},
		{"text", "text/plain", ""},
		{"text/", "text/plain", ""},
		{"/html", "text/plain", ""},
		{";;;", "text/plain", ""},
		{"", "text/plain", ""},
		{"text/html;", "text/html", ""},
		{"text/html; charset=", "text/html", ""},
		{"text/html; charset=\"utf-8; foo", "text/html", "utf-8"},
		{"text/html charset=utf-8", "text/html", "utf-8"},
		{"text/html(comment); (c) charset = (c) utf-8", "text/html", "utf-8"},
		{"text/html, text/plain", "text/html", ""},
		{"text/html; charset=utf-8; charset=utf-7", "text/html", "utf-8"},
		{"text/html\r\n\t;\r\n\tcharset=utf-8", "text/html", "utf-8"},
		{"text/html; charset*=us-ascii''utf-8", "text/html", "utf-8"},
		{"text/html; charset='utf-8'", "text/html", "utf-8"},
		{"*/*", "text/plain", ""},
		{"../../etc/passwd", "text/plain", ""},
	}
	for _, tt := range tests {
		p := Parse([]byte("Content-Type: " + tt.body + "\r\n\r\nx"))
		if p.MediaType() != tt.want || p.Charset != tt.charset {
			t.Errorf("%q is %s in %q, want %s in %q", tt.body, p.MediaType(), p.Charset, tt.want, tt.charset)
		}
	}
}

func TestFilenamesAreSafeToShowAndToSave(t *testing.T) {
	tests := []struct{ in, want string }{
		{"../../etc/passwd", "passwd"},
		{`C:\Windows\a.exe`, "a.exe"},
		{`\\host\share\a.exe`, "a.exe"},
		{"a/b/", ""},
		{".", ""},
		{"..", ""},
		{".htaccess", ".htaccess"},
		{"a.txt. . .", "a.txt"},
		{"a\r\nSet-Cookie: x=y.txt", "a Set-Cookie: x=y.txt"},
		{"a\x00b.txt", "a\ufffdb.txt"},
		{"invoice\u202egpj.exe", "invoice\ufffdgpj.exe"},
		{"a\u200bb.txt", "a\ufffdb.txt"},
		{`a"b.txt`, "a'b.txt"},
		{strings.Repeat("n", 300) + ".pdf", strings.Repeat("n", 193) + "….pdf"},
	}
	for _, tt := range tests {
		if got := cleanFilename(tt.in); got != tt.want {
			t.Errorf("cleanFilename(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Raw octets of a header are of the charset of the text behind it, wherever
// the field is read.
func TestRawOctetsOfAFieldAreOfTheCharsetOfTheText(t *testing.T) {
	content := []byte("Subject: \xd6\xd0\xce\xc4\r\nFrom: \xd6\xd0 <a@b.test>\r\nComments: \xe4\xb8\xad\r\nContent-Type: text/plain; charset=gb2312\r\n\r\nx")
	root := Parse(content)
	s := Summarize(content, true)
	from := root.Field("From")
	got := []string{root.Field("Subject").Text(), s.Subject, from.Text(), from.AddressText(), s.From[0].Name, root.Field("Comments").Text()}
	for _, charset := range []string{"gb2312", "iso-8859-1", "koi8-r"} {
		utf8 := Summarize([]byte("Subject: Grüße\r\nFrom: Ä <ä@b.test>\r\nContent-Type: text/plain; charset="+charset+"\r\n\r\nx"), true)
		if utf8.Subject != "Grüße" || utf8.From[0].Name != "Ä" || utf8.From[0].Address != "ä@b.test" {
			t.Errorf("UTF-8 before text in %s is %q from %v", charset, utf8.Subject, utf8.From)
		}
	}
	if want := []string{"中文", "中文", "中 <a@b.test>", "中 <a@b.test>, ", "中", "中"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
