package imap

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The alphabet of modified UTF-7 (RFC 3501 §5.1.3) is that of base64 with ","
// for "/", and no padding.
func utf7Alphabet() *base64.Encoding {
	return base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").WithPadding(base64.NoPadding)
}

// encodeUTF7 writes the name of a mailbox in modified UTF-7.
func encodeUTF7(name string) string {
	plain := true
	for i := range len(name) {
		plain = plain && name[i] != '&' && name[i] < 0x80
	}
	if plain {
		return name
	}
	var b strings.Builder
	for name != "" {
		n := 0
		for n < len(name) && name[n] >= 0x80 {
			n++
		}
		switch {
		case n > 0:
			b.WriteString("&" + utf7Alphabet().EncodeToString(units(name[:n])) + "-")
			name = name[n:]
			continue
		case name[0] == '&':
			b.WriteString("&-")
		default:
			b.WriteByte(name[0])
		}
		name = name[1:]
	}
	return b.String()
}

// units returns s as UTF-16 in network order.
func units(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// decodeUTF7 reads a name in modified UTF-7. It is false where the name is not
// well formed, or not written as encodeUTF7 would.
func decodeUTF7(text string) (name string, ok bool) {
	if strings.IndexByte(text, '&') < 0 {
		return text, isASCII(text)
	}
	given := text
	var b strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "&")
		b.WriteString(before)
		if !found {
			break
		}
		shifted, after, ended := strings.Cut(rest, "-")
		if !ended {
			return "", false
		}
		decoded, ok := unshift(shifted)
		if !ok {
			return "", false
		}
		b.WriteString(decoded)
		text = after
	}
	return b.String(), encodeUTF7(b.String()) == given
}

func unshift(shifted string) (string, bool) {
	if shifted == "" {
		return "&", true
	}
	octets, err := utf7Alphabet().Strict().DecodeString(shifted)
	if err != nil || len(octets)%2 != 0 {
		return "", false
	}
	codes := make([]uint16, 0, len(octets)/2)
	for i := 0; i < len(octets); i += 2 {
		codes = append(codes, uint16(octets[i])<<8|uint16(octets[i+1]))
	}
	s := string(utf16.Decode(codes))
	return s, !strings.ContainsRune(s, utf8.RuneError)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
