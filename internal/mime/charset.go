package mime

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// charsetLabel brings the name of a charset into the form that [toUTF8]
// knows: lower case, without quotes and white space, at most 64 octets.
func charsetLabel(s string) string {
	switch s {
	case "utf-8", "UTF-8":
		return "utf-8"
	}
	return lower(strings.Trim(s[:min(len(s), 64)], " \t\r\n\"'"))
}

// toUTF8 returns b, which is in the charset label, as valid UTF-8. An unknown
// charset, or none, is UTF-8 where that is valid, else windows-1252.
func toUTF8(b []byte, label string) string {
	switch label {
	case "utf-8", "utf8":
		return validString(trimBOM(b))
	case "", "us-ascii", "ascii":
		return guess(b)
	}
	if isUTF8Label(label) {
		return validString(trimBOM(b))
	}
	if isUTF7Label(label) {
		return decodeUTF7(b)
	}
	if isShiftedLabel(label) {
		return decodeShifted(b, label)
	}
	if enc := knownCharset(b, label); enc == japanese.ISO2022JP {
		return decodeLines(enc, b)
	} else if enc != nil {
		return decodeWith(enc, b)
	}
	if out, ok := libraryCharset(b, label); ok {
		return out
	}
	return guess(b)
}

// isKnownCharset reports whether [toUTF8] does not have to guess.
func isKnownCharset(label string) bool {
	switch label {
	case "utf-8", "us-ascii", "iso-8859-1", "utf8", "ascii":
		return true
	}
	if isUTF8Label(label) || isUTF7Label(label) || isShiftedLabel(label) || knownCharset(nil, label) != nil {
		return true
	}
	_, ok := libraryCharset(nil, label)
	return ok
}

// byteOrderMark is that of UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

func trimBOM(b []byte) []byte { return bytes.TrimPrefix(b, []byte(byteOrderMark)) }

// guess decodes b without being told its charset.
func guess(b []byte) string {
	switch {
	case bytes.Contains(b, []byte("\x1b$")) && isASCIIOctets(b):
		return decodeLines(japanese.ISO2022JP, b)
	case utf8.Valid(b):
		return string(trimBOM(b))
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return decodeWith(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), b)
	}
	return decodeWith(charmap.Windows1252, b)
}

func decodeWith(enc encoding.Encoding, b []byte) string {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return validString(b)
	}
	return validString(out)
}

// libraryCharset decodes b by the tables of go-message and x/text.
func libraryCharset(b []byte, label string) (string, bool) {
	if enc, err := htmlindex.Get(label); err == nil && enc == encoding.Replacement {
		return "", false // what browsers refuse to decode
	}
	r, err := charset.Reader(label, bytes.NewReader(b))
	if err != nil {
		return "", false
	}
	out, err := io.ReadAll(r)
	if err != nil {
		return "", false
	}
	return validString(out), true
}

func isUTF8Label(label string) bool {
	switch label {
	case "utf_8", "utf-8n", "utf8mb4", "utf8mb3", "unicode-1-1-utf-8", "x-utf-8", "x-utf_8j", "cesu-8", "cp65001", "65001":
		return true
	}
	return false
}

func isUTF7Label(label string) bool {
	switch label {
	case "utf-7", "utf7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7", "csunicode11utf7", "cp65000":
		return true
	}
	return false
}

// knownCharset returns the decoder of charsets that the library's tables do
// not know, know by another name, or read too strictly: what calls itself
// ISO-8859-1 is windows-1252 in practice, GB2312 is GB18030. It is nil for
// any other. b helps where a name leaves the order of octets open.
func knownCharset(b []byte, label string) encoding.Encoding {
	if enc := eastAsian(label); enc != nil {
		return enc
	}
	switch label {
	case "iso-8859-1", "iso8859-1", "iso_8859-1", "iso88591", "latin1", "latin-1", "l1", "8859-1", "cp1252", "cp-1252",
		"win-1252", "windows1252", "ansi", "iso-8859-1-windows-3.1-latin-1":
		return charmap.Windows1252
	case "utf-16", "utf16", "unicode", "ucs-2", "iso-10646-ucs-2":
		return unicode.UTF16(endianness(b), unicode.UseBOM)
	case "utf-16le", "utf16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "utf-16be", "utf16be":
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case "utf-32", "utf32", "ucs-4":
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case "utf-32be":
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case "iso-8859-8-e", "iso-8859-8-i", "logical":
		return charmap.ISO8859_8
	case "koi8", "koi":
		return charmap.KOI8R
	case "koi8-ru":
		return charmap.KOI8U
	}
	if enc := macintosh(label); enc != nil {
		return enc
	}
	return codePage(label)
}

func eastAsian(label string) encoding.Encoding {
	switch label {
	case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "csshiftjis", "cp932", "ms932", "windows-932",
		"windows-31j", "cswindows31j", "x-ms-cp932", "x-mac-japanese":
		return japanese.ShiftJIS
	case "iso-2022-jp", "csiso2022jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-2004",
		"iso-2022-jp-ms", "cp50220", "cp50221", "cp50222", "jis":
		return japanese.ISO2022JP
	case "euc-jp", "eucjp", "x-euc-jp", "x-euc", "ujis", "eucjp-ms", "cp51932", "euc-jisx0213":
		return japanese.EUCJP
	case "gb2312", "gb_2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "euc-cn", "euccn",
		"x-euc-cn", "gb18030", "gb-18030", "chinese", "csgb2312", "x-mac-chinesesimp":
		return simplifiedchinese.GB18030
	case "big5", "big-5", "big5-hkscs", "big5hkscs", "cp950", "cn-big5", "x-x-big5", "csbig5", "x-mac-chinesetrad":
		return traditionalchinese.Big5
	case "euc-kr", "euckr", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601", "ksc_5601", "cp949", "ms949", "uhc",
		"windows-949", "x-windows-949", "korean", "x-mac-korean":
		return korean.EUCKR
	}
	return nil
}

// codePage returns the decoder of labels such as cp1251, win-1251 and
// windows1251.
func codePage(label string) encoding.Encoding {
	for _, prefix := range []string{"windows-", "windows", "win-", "win", "cp-", "cp", "ms-", "ms", "ibm-", "ibm"} {
		if number, ok := strings.CutPrefix(label, prefix); ok {
			return codePageNumber(strings.TrimLeft(number, "0"))
		}
	}
	return nil
}

func codePageNumber(number string) encoding.Encoding {
	switch number {
	case "37":
		return charmap.CodePage037
	case "437":
		return charmap.CodePage437
	case "850":
		return charmap.CodePage850
	case "852":
		return charmap.CodePage852
	case "855":
		return charmap.CodePage855
	case "858":
		return charmap.CodePage858
	case "866":
		return charmap.CodePage866
	case "874":
		return charmap.Windows874
	case "1047":
		return charmap.CodePage1047
	case "1140":
		return charmap.CodePage1140
	case "1250":
		return charmap.Windows1250
	case "1251":
		return charmap.Windows1251
	case "1253":
		return charmap.Windows1253
	case "1254":
		return charmap.Windows1254
	case "1255":
		return charmap.Windows1255
	case "1256":
		return charmap.Windows1256
	case "1257":
		return charmap.Windows1257
	case "1258":
		return charmap.Windows1258
	}
	return nil
}

// endianness guesses the order of octets in UTF-16 without a mark: text has
// most of its zero octets in the high half. RFC 2781 §4.3 says big endian
// where nothing tells.
func endianness(b []byte) unicode.Endianness {
	zeros := [2]int{}
	for i, c := range b[:min(len(b), 4096)] {
		if c == 0 {
			zeros[i&1]++
		}
	}
	if zeros[1] > zeros[0] {
		return unicode.LittleEndian
	}
	return unicode.BigEndian
}

// isASCII reports whether no octet of s has its high bit set.
func isASCII(s string) bool {
	for len(s) >= 8 {
		if s[0]|s[1]|s[2]|s[3]|s[4]|s[5]|s[6]|s[7] >= utf8.RuneSelf {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isASCIIOctets is isASCII for octets.
func isASCIIOctets(b []byte) bool {
	const high = 0x8080808080808080
	for len(b) >= 32 {
		w := b[:32:32]
		if (binary.LittleEndian.Uint64(w)|binary.LittleEndian.Uint64(w[8:])|
			binary.LittleEndian.Uint64(w[16:])|binary.LittleEndian.Uint64(w[24:]))&high != 0 {
			return false
		}
		b = b[32:]
	}
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b)&high != 0 {
			return false
		}
		b = b[8:]
	}
	return isASCII(string(b))
}

// validString returns b as a string, with U+FFFD for what is not UTF-8.
func validString(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\ufffd")
}
