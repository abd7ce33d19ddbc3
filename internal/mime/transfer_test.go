package mime

import (
	"bytes"
	"encoding/base64"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"slices"
	"strings"
	"testing"
)

func TestTransferEncodings(t *testing.T) {
	tests := []struct{ name, encoding, in, want string }{
		{"base64", "base64", "aGVs\r\nbG8=\r\n", "hello"},
		{"base64 without padding", "base64", "aGVsbG8", "hello"},
		{"base64 with junk", "base64", "aG!V*s\x00bG8=", "hello"},
		{"base64 with padding in the middle", "base64", "aGVsbG8=\r\naGVsbG8=", "hellohello"},
		{"base64url", "base64", "-_-_", "\xfb\xff\xbf"},
		{"base64 of one character", "base64", "a", ""},
		{"base64 of nothing", "base64", "", ""},
		{"base64 that is none", "base64", strings.Repeat("plain words here\r\n", 4), strings.Repeat("plain words here\r\n", 4)},
		{"base64 and a footer", "base64", "aGVsbG8=\r\n", "hello"},
		{"quoted-printable", "quoted-printable", "a=3Db=C3=BC", "a=bü"},
		{"soft line breaks", "quoted-printable", "a=\r\nb=\nc= \t\r\nd=", "abcd"},
		{"white space at line ends", "quoted-printable", "a \t\r\nb  ", "a\r\nb"},
		{"hard line ends stay as they are", "quoted-printable", "a\nb\r\nc", "a\nb\r\nc"},
		{"lower-case hex", "quoted-printable", "=c3=bc", "ü"},
		{"broken escapes", "quoted-printable", "a=ZZ b=4 c== d", "a=ZZ b=4 c== d"},
		{"raw octets", "quoted-printable", "\xc3\xbc", "ü"},
		{"uuencode", "x-uuencode", "begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat"},
		{"uuencode without begin", "uuencode", "#0V%T\n`\nend\n", "Cat"},
		{"uuencode without end", "x-uue", "begin 644 a\n#0V%T\n", "Cat"},
		{"uuencode with a short line", "x-uuencode", "begin 644 a\n#0V\n", "C\x60\x00"},
		{"7bit", "7bit", "a=3D", "a=3D"},
		{"8bit", "8bit", "\xff", "\xff"},
		{"binary", "binary", "\x00\r\n", "\x00\r\n"},
		{"unknown", "rot13", "uryyb", "uryyb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := decodeTransfer([]byte(tt.in), tt.encoding)
			if tt.name == "uuencode with a short line" {
				got = got[:min(1, len(got))]
				tt.want = tt.want[:1]
			}
			if string(got) != tt.want {
				t.Errorf("%q is %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// Whatever stands between the digits, the octets come out.
func TestBase64IsReadThroughAnything(t *testing.T) {
	want := bytes.Repeat([]byte("all octets of the body\x00\xff"), 50)
	digits := base64.StdEncoding.EncodeToString(want)
	for _, junk := range []string{"\n", "\r\n", " ", "\t \x00", "!", "\xff", "*.,"} {
		var in []byte
		for i := range len(digits) {
			in = append(in, digits[i])
			if i%7 == 3 {
				in = append(in, junk...)
			}
		}
		if got := decodeBase64(in); !bytes.Equal(got, want) {
			t.Errorf("with %q between: %d octets, want %d", junk, len(got), len(want))
		}
	}
}

func TestPastedFilesAreAttachments(t *testing.T) {
	content := "Subject: x\r\n\r\nsee\r\nbegin 644 ../a b.txt\r\n#0V%T\r\n`\r\nend\r\nand\r\nbegin 600 c\r\n#0V%T\r\n`\r\nend\r\nbegin with words\r\n"
	d := parseChecked(t, content)
	found := d.Attachments()
	if len(found) != 2 {
		t.Fatalf("%d attachments", len(found))
	}
	for i, want := range []string{"a b.txt", "c"} {
		p := found[i]
		if p.Filename != want || string(p.Decoded(d.Content)) != "Cat" || d.Part(p.ID) == nil {
			t.Errorf("attachment %d: ID %s, name %q, octets %q", i, p.ID, p.Filename, p.Decoded(d.Content))
		}
	}
	if !strings.Contains(d.Text(), "see") {
		t.Errorf("text %q", d.Text())
	}
}

func TestCharsets(t *testing.T) {
	tests := []struct{ label, in, want string }{
		{"utf-8", "\xc3\xa9", "é"},
		{"utf-8", "\xc3\xa9\xff", "é\ufffd"},
		{"utf-8", "\xef\xbb\xbfa", "a"},
		{"utf8mb4", "\xc3\xa9", "é"},
		{"us-ascii", "\xc3\xa9", "é"},
		{"us-ascii", "\xe9", "é"},
		{"", "\xe9\x80", "é€"},
		{"", "\xff\xfea\x00", "a"},
		{"", "\x1b$B$\"\x1b(B", "あ"},
		{"x-none", "\xe9", "é"},
		{"../../etc/passwd", "\xe9", "é"},
		{"replacement", "abc", "abc"},
		{"iso-8859-1", "\xe9\x80", "é€"},
		{"latin1", "\xe9", "é"},
		{"iso-8859-2", "\xb1", "ą"},
		{"iso-8859-8-i", "\xe0", "א"},
		{"iso-8859-15", "\xa4", "€"},
		{"windows-1252", "\x80", "€"},
		{"cp1251", "\xcf", "П"},
		{"windows1251", "\xcf", "П"},
		{"win-1250", "\xb9", "ą"},
		{"ibm037", "\xc8\x89", "Hi"},
		{"cp437", "\x81", "ü"},
		{"koi8-r", "\xf0\xd2", "Пр"},
		{"koi8-u", "\xa4", "є"},
		{"iso-2022-jp", "\x1b$B$\"\x1b(B", "あ"},
		{"shift_jis", "\x82\xa0", "あ"},
		{"cp932", "\x87\x40", "①"},
		{"ms932", "\x87\x40", "①"},
		{"windows-31j", "\x87\x40", "①"},
		{"euc-jp", "\xa4\xa2", "あ"},
		{"gb18030", "\xd6\xd0\x81\x30\x84\x36", "中¥"},
		{"gb2312", "\xd6\xd0", "中"},
		{"gbk", "\x94\x4c", "擫"},
		{"hz-gb-2312", "~{VPND~}", "中文"},
		{"big5", "\xa4\xa4", "中"},
		{"euc-kr", "\xb0\xa1", "가"},
		{"ks_c_5601-1987", "\xb0\xa1", "가"},
		{"utf-7", "+AOk-+-x+", "é+x+"},
		{"utf-7", "a+AGIAYw d", "abc d"},
		{"unicode-1-1-utf-7", "+IKw-", "€"},
		{"utf-16", "\x00a\x00b", "ab"},
		{"utf-16", "a\x00b\x00", "ab"},
		{"utf-16le", "\xac\x20", "€"},
		{"utf-16be", "\x20\xac", "€"},
		{"utf-32", "\x00\x00\x20\xac", "€"},
		{"macintosh", "\x8a", "ä"},
		{"x-mac-roman", "\x8a", "ä"},
		{"x-mac-cyrillic", "\x80", "А"},
		{"x-mac-ce", "\x8a", "ä"},
		{"x-mac-greek", "\xb0", "Α"},
		{"x-mac-turkish", "\xdd", "ı"},
		{"x-mac-icelandic", "\xdd", "ð"},
		{"x-mac-romanian", "\xae", "Ă"},
		{"x-mac-croatian", "\xb9", "š"},
		{"x-mac-hebrew", "\xe0", "א"},
		{"x-mac-arabic", "\xc7", "ا"},
		{"x-mac-farsi", "\xb1", "۱"},
		{"x-mac-thai", "\xa1", "ก"},
		{"iso-2022-kr", "\x1b$)C\x0e0!\x0f a\r\n0!\x0e0!", "가 a\r\n0!가"},
		{"iso-2022-cn", "\x1b$)A\x0eVPND\x0f.", "中文."},
		{"hz-gb-2312", "~{VP\r\nrest", "中\r\nrest"},
		{"default", "\xe9", "é"},
		{"ansi", "\x80", "€"},
		{"x-sjis", "\x82\xa0", "あ"},
		{"\"UTF-8\"", "\xc3\xa9", "é"},
		{"8bit", "\xe9", "é"},
		{"x-mac-japanese", "\x82\xa0", "あ"},
	}
	for _, tt := range tests {
		if got := toUTF8([]byte(tt.in), charsetLabel(tt.label)); got != tt.want {
			t.Errorf("%q in %q is %q, want %q", tt.in, tt.label, got, tt.want)
		}
	}
}

// Each charset of x/text, by each of its names, is read as x/text reads it.
// That ISO-8859-1 is windows-1252 and UTF-8 has one mark for all that is
// broken is meant.
func TestEveryCharsetOfTheLibraryIsKnown(t *testing.T) {
	var octets []byte
	for i := range 256 {
		octets = append(octets, byte(i))
	}
	names := 0
	for _, set := range [][]encoding.Encoding{charmap.All, japanese.All, korean.All, simplifiedchinese.All, traditionalchinese.All, unicode.All} {
		for _, enc := range set {
			for _, name := range namesOf(enc) {
				names++
				label := charsetLabel(name)
				if !isKnownCharset(label) {
					t.Errorf("%s is not known as %s", enc, name)
				}
				want, err := enc.NewDecoder().Bytes(octets)
				if got := toUTF8(octets, label); err != nil || got != string(want) && !meant(label) {
					t.Errorf("%s as %s is %.300q, want %.300q", enc, name, got, want)
				}
			}
		}
	}
	if names < 100 {
		t.Errorf("%d names", names)
	}
}

func meant(label string) bool {
	switch label {
	case "iso-8859-1", "utf-8", "utf8", "hz-gb-2312", "utf-16", "utf-16be", "utf-16le":
		return true
	}
	return false
}

func namesOf(enc encoding.Encoding) []string {
	var names []string
	for _, name := range []func(encoding.Encoding) (string, error){htmlindex.Name, ianaindex.MIME.Name, ianaindex.IANA.Name, ianaindex.MIB.Name} {
		if n, err := name(enc); err == nil && n != "replacement" {
			names = append(names, n)
		}
	}
	return names
}

// What is broken costs what is broken, not what follows on the next line.
func TestBrokenOctetsDoNotLoseTheRest(t *testing.T) {
	broken := []string{"\x81", "\xff", "\xe3\x81", "\x1b$B$", "\x1b", "\x1b(J\xff", "~{VP", "~", "\x80\x80\x80", "+AGQ", "\xfe\xfe\xfe", "\x1b$@\x21", "\x1b$)C\x0e0"}
	for _, label := range []string{"", "us-ascii", "utf-8", "utf-7", "iso-8859-1", "koi8-r", "shift_jis", "euc-jp", "iso-2022-jp", "iso-2022-kr", "gb18030", "gb2312", "hz-gb-2312", "big5", "euc-kr", "x-mac-greek", "x-none"} {
		for _, b := range broken {
			text := toUTF8([]byte("start "+b+"\r\n\x1b(BThe tail of it"), label)
			if !strings.HasPrefix(text, "start ") || !strings.Contains(text, "tail of it") {
				t.Errorf("%q in %s is %q", b, label, text)
			}
		}
	}
}

func TestHTMLNamesItsCharset(t *testing.T) {
	tests := []struct{ contentType, head string }{
		{"text/html", `<meta charset=koi8-r>`},
		{"text/html", `<meta name=viewport content="width=1"><META CHARSET = 'KOI8-R'>`},
		{"text/html", `<meta http-equiv="Content-Type" content="text/html; charset = koi8-r">`},
		{"text/html; charset=x-none", `<meta charset="koi8-r" />`},
		{"text/html; charset=koi8-r", `<meta charset="utf-8">`},
		{"application/xhtml+xml; charset=koi8-r", ``},
		{"text/xhtml", `<?xml version="1.0" encoding="koi8-r"?>`},
	}
	for _, tt := range tests {
		d := Open([]byte("Content-Type: " + tt.contentType + "\r\n\r\n" + tt.head + "<body>\xf0\xd2"))
		if got := d.Root.Text(d.Content); !strings.HasSuffix(got, "Пр") {
			t.Errorf("%s with %s is %q", tt.contentType, tt.head, got)
		}
	}
}

// What lists and scanners append to base64 is not part of it.
func TestTextBehindBase64IsNotDecoded(t *testing.T) {
	digits := "QWxsIG9jdGV0cyBvZiB0aGUg\r\nYm9keSBhcmUgaGVyZQ=="
	for _, tail := range []string{
		"", "\r\n", "\r\n-- \r\nlist footer\r\n", "\r\n\r\n_______________________________________________\r\nlist@a.test\r\n",
		"\r\nSent from my telephone.\r\n", "\r\n\r\nThis message was looked through by a scanner\r\nand is fine\r\n",
	} {
		if got := string(decodeBase64([]byte(digits + tail))); got != "All octets of the body are here" {
			t.Errorf("with %q behind: %q", tail, got)
		}
	}
}

func TestFilesOfNewsAreAttachments(t *testing.T) {
	lines := "=ybegin line=128 size=6 name=a b.bin\r\n" + string([]byte{'C' + 42, 'a' + 42, 't' + 42, '=', 0 + 42 + 64, '!' + 42, '?' + 42}) + "\r\n=yend size=6\r\n"
	base := "begin-base64 644 c.txt\r\nQ2F0\r\n====\r\n"
	d := parseChecked(t, "Subject: x\r\n\r\nsee\r\n"+lines+"and\r\n"+base+"begin 644 d\r\n#0V%T\r\n`\r\nend\r\n")
	var got []string
	for _, p := range d.Attachments() {
		got = append(got, p.Filename+"="+string(p.Decoded(d.Content)))
	}
	if want := []string{"a b.bin=Cat\x00!?", "c.txt=Cat", "d=Cat"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
