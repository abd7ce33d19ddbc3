package web

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxFilename = 200 // octets

// disposition returns a Content-Disposition that saves under name (RFC 6266,
// RFC 8187). Whatever name is, it stays one field and names one file in the
// folder that the user chose.
func disposition(name string) string {
	name = safeName(name)
	var plain, encoded strings.Builder
	for _, r := range name {
		if r < utf8.RuneSelf && r != '%' && r != '"' {
			plain.WriteRune(r)
		} else {
			plain.WriteByte('_')
		}
	}
	const hex = "0123456789ABCDEF"
	for i := range len(name) {
		if c := name[i]; isAttrChar(c) {
			encoded.WriteByte(c)
		} else {
			encoded.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
		}
	}
	return `attachment; filename="` + plain.String() + `"; filename*=UTF-8''` + encoded.String()
}

// isAttrChar reports whether c stands for itself in RFC 8187 §3.2.1.
func isAttrChar(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0
}

// safeName takes paths, quotes and controls out of a file name; characters
// that nobody sees or that turn the direction of text become U+FFFD.
func safeName(name string) string {
	name = strings.ToValidUTF8(name, "\ufffd")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '"', strings.ContainsRune(`<>:|?*;`, r):
			return -1
		case unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			return '\ufffd'
		}
		return r
	}, name)
	for len(name) > maxFilename {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	if name = strings.TrimLeft(strings.TrimSpace(name), "."); name == "" {
		return "unnamed"
	}
	return name
}

// safeType returns a media type that no browser runs or renders as a page:
// that of a picture, a PDF or plain text, else that of octets.
func safeType(mediaType string) string {
	switch mediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf":
		return mediaType
	case "text/plain":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
