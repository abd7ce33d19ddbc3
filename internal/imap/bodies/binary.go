package bodies

import (
	"bytes"
	"errors"
	"strconv"

	"mailsink/internal/mime"
)

// ErrEncoding is returned for a part whose content transfer encoding nobody
// knows: NO [UNKNOWN-CTE] (RFC 3516 §4.3).
var ErrEncoding = errors.New("bodies: the content transfer encoding is unknown")

// Binary returns what BINARY[path] names: the body of a part with its content
// transfer encoding undone (RFC 3516 §4.2). Without a path it is the whole
// message, and of a part that has parts itself its body, in either case with
// the encodings of all parts in it undone; of one that is not there it is
// nothing. Literal8 says that the octets are not such
// as a literal holds. The caller must not write to them.
func Binary(content []byte, root *mime.Part, path []int) (octets []byte, literal8 bool, err error) {
	p := find(root, path)
	switch {
	case p == nil:
		return nil, false, nil
	case len(path) == 0:
		octets, literal8 = unencoded(content, p, mime.Span{End: len(content)})
	case p.IsMultipart(), p.Message != nil:
		octets, literal8 = unencoded(content, p, p.Body)
	case !known(p.Encoding):
		return nil, false, ErrEncoding
	default:
		octets = p.Decoded(content)
		literal8 = encodes(p.Encoding) && len(octets) > 0
	}
	return octets, literal8 || bytes.IndexByte(octets, 0) >= 0, nil
}

// unencoded returns the octets of span, which holds root or its body, with
// every part in it that is encoded made binary. Changed says that there was
// one.
func unencoded(content []byte, root *mime.Part, span mime.Span) (octets []byte, changed bool) {
	var out []byte
	from := span.Start
	root.Walk(func(p *mime.Part) bool {
		f := p.Field("Content-Transfer-Encoding")
		if f == nil || !encodes(p.Encoding) || p.IsMultipart() || p.Message != nil || p.Header.Start < from {
			return true
		}
		out = append(out, content[from:f.Span.Start]...)
		rest := content[f.Span.End:p.Body.Start]
		end := max(len(rest)-len("\r\n"), 0) // the empty line
		out = append(append(out, rest[:end]...), "Content-Transfer-Encoding: binary\r\n"...)
		out = append(append(out, rest[end:]...), p.Decoded(content)...)
		from, changed = p.Body.End, true
		return true
	})
	if !changed {
		return span.Of(content), false
	}
	return append(out, content[from:span.End]...), true
}

// AppendLiteral appends octets as a literal, or as a literal8 (RFC 9051 §4.3).
func AppendLiteral(dst, octets []byte, literal8 bool) []byte {
	if literal8 {
		dst = append(dst, '~')
	}
	dst = append(dst, '{')
	dst = strconv.AppendInt(dst, int64(len(octets)), 10)
	dst = append(dst, "}\r\n"...)
	return append(dst, octets...)
}

// known reports whether an encoding, in lower case, can be undone.
func known(encoding string) bool {
	return encodes(encoding) || encoding == "7bit" || encoding == "8bit" || encoding == "binary"
}

// encodes reports whether an encoding makes other octets of those it is given.
func encodes(encoding string) bool {
	switch encoding {
	case "base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue", "uue", "x-yenc", "yenc":
		return true
	}
	return false
}
