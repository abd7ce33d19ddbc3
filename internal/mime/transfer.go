package mime

import (
	"bytes"
	"encoding/base64"
)

// Decoded returns the body of p with its content transfer encoding undone, as
// far as that can be done: octets that the encoding does not know are passed
// over. Without an encoding, or with an unknown one, it is the octets of the
// body themselves, which must not be written to.
func (p *Part) Decoded(content []byte) []byte {
	return decodeTransfer(p.Body.Of(content), p.Encoding)
}

func decodeTransfer(body []byte, encoding string) []byte {
	switch encoding {
	case "base64":
		return decodeBase64(body)
	case "quoted-printable":
		return decodeQP(body)
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return decodeUU(body)
	case "x-yenc", "yenc":
		return decodeYEnc(body)
	}
	return body
}

// decodeBase64 undoes base64: well-formed input by the library, any other by
// [base64Reader].
func decodeBase64(body []byte) []byte {
	out := make([]byte, base64.StdEncoding.DecodedLen(len(body)))
	if n, err := base64.StdEncoding.Decode(out, body); err == nil {
		return out[:n]
	}
	if isProse(body) {
		return body
	}
	var r base64Reader
	return r.flush(r.append(out[:0], body[:base64End(body)]))
}

// base64End returns where the base64 of body ends: before the text that
// mailing lists append. That begins a line behind padding or an empty line.
func base64End(body []byte) int {
	seen, ended := false, false
	for pos := 0; pos < len(body); {
		line := body[pos:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		switch trimmed := bytes.TrimSpace(line); {
		case len(trimmed) == 0:
			ended = seen
		case ended && isWords(trimmed):
			return pos
		default:
			seen, ended = true, bytes.HasSuffix(trimmed, []byte("="))
		}
		pos += len(line)
	}
	return len(body)
}

// isWords reports whether line is a rule or a sentence rather than base64:
// white space, and beside it octets that base64 has not, or small letters for
// the most part.
func isWords(line []byte) bool {
	if bytes.HasPrefix(line, []byte("--")) || bytes.HasPrefix(line, []byte("__")) {
		return true
	}
	spaces, small, other := 0, 0, 0
	for _, c := range line {
		switch {
		case c == ' ':
			spaces++
		case 'a' <= c && c <= 'z':
			small++
		case c != '=' && sextet(c) < 0:
			other++
		}
	}
	return spaces > 0 && (other > 0 || small > (len(line)-spaces)*3/5)
}

// isProse reports whether what calls itself base64 is text: words with spaces
// between them, small letters for the most part. Of base64 two in five are.
func isProse(body []byte) bool {
	spaces := bytes.Count(body, []byte{' '})
	if len(body) < 40 || spaces <= len(body)/12 {
		return false
	}
	small := 0
	for _, c := range body {
		if 'a' <= c && c <= 'z' {
			small++
		}
	}
	return small > (len(body)-spaces)*3/5
}

// A base64Reader undoes base64 leniently (RFC 2045 §6.8): it passes over what
// is not in the alphabet, takes that of base64url too, goes on after padding,
// and does without it. Its state holds from one piece of input to the next.
type base64Reader struct {
	bits  uint32
	count int // of sextets in bits
}

// append appends the octets that src encodes. A sextet too few at the end is
// dropped.
func (r *base64Reader) append(dst, src []byte) []byte {
	for _, c := range src {
		v := sextet(c)
		switch {
		case v >= 0:
			r.bits = r.bits<<6 | uint32(v)
			if r.count++; r.count == 4 {
				dst = append(dst, byte(r.bits>>16), byte(r.bits>>8), byte(r.bits))
				r.bits, r.count = 0, 0
			}
		case c == '=':
			dst = r.flush(dst)
		}
	}
	return dst
}

// flush appends what is whole of a group that is not full, and begins a new
// one.
func (r *base64Reader) flush(dst []byte) []byte {
	switch r.count {
	case 2:
		dst = append(dst, byte(r.bits>>4))
	case 3:
		dst = append(dst, byte(r.bits>>10), byte(r.bits>>2))
	}
	r.bits, r.count = 0, 0
	return dst
}

// sextet returns the value of a base64 digit, or -1.
func sextet(c byte) int {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26
	case '0' <= c && c <= '9':
		return int(c-'0') + 52
	case c == '+', c == '-':
		return 62
	case c == '/', c == '_':
		return 63
	}
	return -1
}

// decodeQP undoes quoted-printable (RFC 2045 §6.7). What is no escape stays
// as it is; white space at the end of a line goes, as the RFC demands.
func decodeQP(body []byte) []byte {
	out := make([]byte, 0, len(body))
	lf := byte('\n')
	if bytes.IndexByte(body, lf) < 0 {
		lf = '\r' // or there are no lines
	}
	for len(body) > 0 {
		line := body
		eol := 0
		if i := bytes.IndexByte(body, lf); i >= 0 {
			line, eol = body[:i], 1
			if i > 0 && line[i-1] == '\r' {
				line, eol = line[:i-1], 2
			}
		}
		end := body[len(line) : len(line)+eol]
		body = body[len(line)+eol:]
		if soft, ok := bytes.CutSuffix(bytes.TrimRight(line, " \t\r"), []byte("=")); ok {
			line, end = soft, nil
		} else {
			line = bytes.TrimRight(line, " \t")
		}
		out = appendQP(out, line)
		out = append(out, end...)
	}
	return out
}

// appendQP appends line with its escapes undone.
func appendQP(out, line []byte) []byte {
	for {
		if len(line) == 0 || line[0] != '=' { // escapes often follow each other
			i := bytes.IndexByte(line, '=')
			if i < 0 {
				return append(out, line...)
			}
			out = append(out, line[:i]...)
			line = line[i:]
		}
		if len(line) >= 3 {
			if hi, lo := unhex(line[1]), unhex(line[2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				line = line[3:]
				continue
			}
		}
		out = append(out, '=')
		line = line[1:]
	}
}

// decodeUU undoes uuencode: the lines between "begin" and "end", or all of
// them where there is no "begin".
func decodeUU(body []byte) []byte {
	if _, at, ok := findUU(body, 0); ok {
		body = body[at:]
	}
	out := make([]byte, 0, len(body)*3/4)
	for len(body) > 0 {
		var line []byte
		line, body, _ = bytes.Cut(body, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if string(line) == "end" {
			break
		}
		out = appendUULine(out, line)
	}
	return out
}

// appendUULine appends the octets of one line: its first character tells
// their number.
func appendUULine(out, line []byte) []byte {
	if len(line) < 2 {
		return out
	}
	n := int(line[0]-' ') & 0x3f
	line = line[1:]
	for n > 0 && len(line) > 0 {
		var group [4]byte
		for i := range group {
			if i < len(line) {
				group[i] = (line[i] - ' ') & 0x3f
			}
		}
		line = line[min(4, len(line)):]
		octets := [3]byte{group[0]<<2 | group[1]>>4, group[1]<<4 | group[2]>>2, group[2]<<6 | group[3]}
		out = append(out, octets[:min(n, 3)]...)
		n -= 3
	}
	return out
}
