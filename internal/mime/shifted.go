package mime

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// isShiftedLabel reports whether a charset is one of those of 7 bits that
// shift between ASCII and another set, and that x/text does not know, or loses
// the rest of where a shift back is missing.
func isShiftedLabel(label string) bool {
	switch label {
	case "iso-2022-kr", "csiso2022kr", "iso2022-kr", "iso-2022-cn", "iso-2022-cn-ext", "csiso2022cn", "hz", "hz-gb-2312", "hzgb2312":
		return true
	}
	return false
}

// decodeShifted decodes ISO-2022-KR (RFC 1557), the GB 2312 of ISO-2022-CN
// (RFC 1922) and HZ (RFC 1843). Each line of them begins with ASCII.
func decodeShifted(b []byte, label string) string {
	if strings.HasPrefix(label, "hz") {
		return decodeLines(simplifiedchinese.HZGB2312, b)
	}
	var out strings.Builder
	out.Grow(len(b))
	set := encoding.Encoding(korean.EUCKR)
	if strings.Contains(label, "cn") {
		set = simplifiedchinese.GBK
	}
	for line := range bytes.Lines(b) {
		writeShifted(&out, line, set)
	}
	return out.String()
}

// decodeLines decodes each line by itself, so that a shift that is not undone
// at its end, as RFC 1468 and RFC 1843 demand, costs nothing behind it.
func decodeLines(enc encoding.Encoding, b []byte) string {
	var out strings.Builder
	out.Grow(len(b))
	for line := range bytes.Lines(b) {
		text := bytes.TrimRight(line, "\r\n")
		if isASCIIOctets(text) && !bytes.ContainsAny(text, "\x1b~\x0e") {
			out.Write(line)
			continue
		}
		out.WriteString(decodeWith(enc, text))
		out.Write(line[len(text):])
	}
	return out.String()
}

// writeShifted writes one line: between SO and SI are octets of set without
// their high bit. What designates the set is passed over.
func writeShifted(out *strings.Builder, line []byte, set encoding.Encoding) {
	const so, si, esc = 0x0e, 0x0f, 0x1b
	shifted := false
	for len(line) > 0 {
		end := bytes.IndexFunc(line, func(r rune) bool { return r == so || r == si || r == esc || r == '\n' })
		if end < 0 {
			end = len(line)
		}
		piece := line[:end]
		if shifted {
			piece = bytes.Clone(piece)
			for i := range piece {
				piece[i] |= 0x80
			}
			out.WriteString(decodeWith(set, piece))
		} else {
			out.WriteString(validString(piece))
		}
		line = line[end:]
		switch {
		case len(line) == 0:
		case line[0] == so || line[0] == si:
			shifted = line[0] == so
			line = line[1:]
		case line[0] == esc && len(line) > 3 && line[1] == '$':
			line = line[4:]
		default: // a line end, or an escape that says nothing here
			out.WriteByte(line[0])
			line = line[1:]
		}
	}
}
