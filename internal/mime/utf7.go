package mime

import (
	"strings"
	"unicode/utf16"
)

// decodeUTF7 decodes UTF-7 (RFC 2152): ASCII, and UTF-16 in base64 between
// '+' and the first octet that is not base64, which is dropped if it is '-'.
func decodeUTF7(b []byte) string {
	var out strings.Builder
	out.Grow(len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '+' {
			if b[i] < 0x80 {
				out.WriteByte(b[i])
			} else {
				out.WriteRune('\ufffd')
			}
			continue
		}
		start := i + 1
		end := start
		for end < len(b) && sextet(b[end]) >= 0 && b[end] != '-' && b[end] != '_' {
			end++
		}
		dash := end < len(b) && b[end] == '-'
		if start == end && dash {
			out.WriteByte('+')
		} else if start == end {
			out.WriteByte('+')
			continue
		}
		writeUTF16(&out, b[start:end])
		i = end - 1
		if dash {
			i = end
		}
	}
	return out.String()
}

// writeUTF16 writes the characters that src encodes as base64 of UTF-16.
func writeUTF16(out *strings.Builder, src []byte) {
	var r base64Reader
	octets := r.flush(r.append(nil, src))
	units := make([]uint16, 0, len(octets)/2)
	for i := 0; i+1 < len(octets); i += 2 {
		units = append(units, uint16(octets[i])<<8|uint16(octets[i+1]))
	}
	for _, c := range utf16.Decode(units) {
		out.WriteRune(c)
	}
}
