package smtp

import "bytes"

// A dots finds the content in the octets that follow DATA (RFC 5321 §4.5.2).
// Only CR LF ends a line, and only CR LF "." CR LF ends the data; every other
// arrangement of these octets is content. A "." that begins a line is
// stuffing and is taken away. There is no limit to the length of a line.
//
// It works on blocks of any size, and the same machine reads content that is
// kept and content that is thrown away, so that both end at the same octet.
type dots struct {
	at place
}

// A place is what the last octets were, as far as it matters for the next.
type place uint8

const (
	lineStart place = iota // CR LF, or nothing yet
	inLine
	afterCR
	afterDot   // line start, "."
	afterDotCR // line start, "." CR
	ended      // line start, "." CR LF
)

// next takes n octets from the front of src, which must not be empty, and
// returns the content among them: a part of src, or the CR that followed a
// dot. Both may be empty. It must not be called once the data has ended.
func (d *dots) next(src []byte) (content []byte, n int) {
	switch d.at {
	case lineStart:
		if src[0] == '.' {
			d.at = afterDot
			return nil, 1
		}
	case afterDot:
		if src[0] == '\r' {
			d.at = afterDotCR
			return nil, 1
		}
		d.at = inLine
	case afterDotCR:
		if src[0] == '\n' {
			d.at = ended
			return nil, 1
		}
		d.at = afterCR
		return []byte{'\r'}, 0
	}
	return d.run(src)
}

// run takes everything up to the next dot that begins a line.
func (d *dots) run(src []byte) (content []byte, n int) {
	for from := 0; ; {
		i := bytes.IndexByte(src[from:], '\n')
		if i < 0 {
			break
		}
		from += i + 1
		if from < len(src) && src[from] == '.' && d.after(src[:from]) == lineStart {
			d.at = afterDot
			return src[:from], from + 1
		}
	}
	d.at = d.after(src)
	return src, len(src)
}

// after returns the place behind run, which is not empty and holds no dot at
// the start of a line.
func (d *dots) after(run []byte) place {
	n := len(run)
	switch {
	case run[n-1] == '\r':
		return afterCR
	case run[n-1] != '\n':
		return inLine
	case n > 1 && run[n-2] == '\r', n == 1 && d.at == afterCR:
		return lineStart
	}
	return inLine
}
