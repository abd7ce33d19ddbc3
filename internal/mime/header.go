package mime

import (
	"bytes"
	"strings"
	"unsafe"
)

// header parses the header that starts at pos. It returns where the body
// starts; if a delimiter line of an open multipart came before any empty line,
// ended is true and end is that stop.
func (p *parser) header(part *Part, pos int) (end stop, body int, ended bool) {
	h := headerScan{parser: p, part: part, start: pos, pos: pos, first: len(p.fieldPool)}
	end, ended = h.run()
	h.finish()
	part.Header = Span{pos, h.end}
	return end, h.end, ended
}

// A headerScan is the reading of one header.
type headerScan struct {
	*parser
	part     *Part
	first    int // index of its first field in the pool
	start    int
	pos      int // of the line to read next
	end      int // where the header ends
	recorded int // where the last recorded field ends
	full     bool
}

func (h *headerScan) run() (stop, bool) {
	c := h.content
	for h.pos < len(c) {
		if c[h.pos] == '-' && len(h.boundaries) > 0 {
			if s, ok := h.delimiter(h.pos); ok {
				h.end = h.pos
				h.defect(h.part, Span{h.start, h.pos}, "The header of the part runs into a boundary without an empty line.")
				s.body, s.lines = s.line, h.lines
				h.skipLine(s.line)
				return s, true
			}
		}
		line, next := h.peek(h.pos)
		if len(line) == 0 {
			h.passed(h.pos, next)
			h.end = next
			return stop{}, false
		}
		if !h.take(line, next) {
			h.end = h.pos
			return stop{}, false
		}
		h.passed(h.pos, next)
		h.pos = next
	}
	h.end = len(c)
	return stop{}, false
}

// passed notes that the line at pos, which ends before next, was read.
func (p *parser) passed(pos, next int) {
	if p.content[next-1] == p.eol {
		p.line(pos, next-1-pos)
	}
}

// peek returns the line at pos without its line end, and where the next one
// starts.
func (p *parser) peek(pos int) (line []byte, next int) {
	line = p.content[pos:]
	next = len(p.content)
	if i := bytes.IndexByte(line, p.eol); i >= 0 {
		line, next = line[:i], pos+i+1
	}
	if p.eol == '\n' {
		for n := len(line); n > 0 && line[n-1] == '\r'; n-- {
			line = line[:n-1]
		}
	}
	return line, next
}

// take records the line at h.pos; false says that it belongs to the body.
func (h *headerScan) take(line []byte, next int) bool {
	if h.full {
		return true
	}
	span := Span{h.pos, next}
	empty := len(h.fieldPool) == h.first
	switch n := nameLen(line); {
	case (line[0] == ' ' || line[0] == '\t') && !empty:
		f := &h.fieldPool[len(h.fieldPool)-1]
		f.Span.End, f.Body.End = next, h.pos+len(line)
	case n > 0:
		h.fieldPool = append(h.fieldPool, Field{Span: span, Body: Span{h.pos + n + 1, h.pos + len(line)}})
		h.fields++
	case h.isBody(next, empty):
		text := "The header ends without an empty line before the body."
		if empty {
			text = "There is no header before the body."
		}
		h.defect(h.part, Span{h.pos, h.pos}, text)
		return false
	case next == len(h.content) && !h.complete:
		return true // the beginning of a field
	default:
		h.fieldPool = append(h.fieldPool, Field{Span: span, Body: Span{h.pos, h.pos + len(line)}})
		h.fields++
		h.defect(h.part, span, "A line of the header is not a field, because it has no name before a colon.")
	}
	h.recorded = next
	h.limit(next)
	return true
}

// limit stops recording fields where there are too many.
func (h *headerScan) limit(next int) {
	switch {
	case next-h.start > maxHeader:
		h.defect(h.part, Span{next, next}, "The header is longer than 1 MiB; what follows in it is not read.")
	case len(h.fieldPool)-h.first >= maxFields:
		h.defect(h.part, Span{next, next}, "The header has more than 10,000 fields; what follows in it is not read.")
	case h.fields >= maxMessageFields:
		h.defect(h.part, Span{next, next}, "The message has more than 100,000 fields; what follows is not read.")
	default:
		return
	}
	h.full = true
}

// isBody decides about the line at h.pos, which is no field: it begins the
// body unless the header goes on after it. Before the first field that takes
// a field that everyone knows; later any field or an empty line will do.
func (h *headerScan) isBody(next int, empty bool) bool {
	if mboxFrom(h.content[h.pos:next]) && empty {
		return false
	}
	if next >= len(h.content) {
		return empty && h.complete
	}
	line, _ := h.peek(next)
	n := nameLen(line)
	if !empty {
		return n <= 0 && len(line) > 0
	}
	return n <= 0 || !commonField(string(bytes.TrimRight(line[:min(n, 40)], " \t")))
}

// mboxFrom reports whether line separates messages in an mbox file.
func mboxFrom(line []byte) bool {
	return bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))
}

func commonField(name string) bool {
	switch strings.ToLower(name) {
	case "from", "to", "cc", "bcc", "subject", "date", "received", "return-path", "sender", "reply-to",
		"message-id", "mime-version", "content-type", "content-transfer-encoding", "delivered-to", "dkim-signature":
		return true
	}
	return false
}

// nameLen returns the position of the colon if line begins with the name of a
// field (RFC 5322 §2.2; white space before the colon is obsolete), else 0.
// Octets beyond ASCII are let through, and a CR that a swapped line end, LF CR,
// left in front.
func nameLen(line []byte) int {
	i, start := 0, 0
	for i < len(line) && line[i] == '\r' {
		i++
		start++
	}
	for i < len(line) && line[i] > ' ' && line[i] != ':' && line[i] != 0x7f {
		i++
	}
	n := i
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	if n == start || i == len(line) || line[i] != ':' {
		return 0
	}
	return i
}

// finish gives the fields their strings, all of them out of one allocation,
// and hands them to the part.
func (h *headerScan) finish() {
	fields := h.fieldPool[h.first:len(h.fieldPool):len(h.fieldPool)]
	if len(fields) == 0 {
		return
	}
	limit := min(h.recorded, h.start+2*maxHeader)
	text := h.text(h.start, limit)
	cut := func(start, end int) string {
		return text[min(start-h.start, len(text)):min(end-h.start, len(text))]
	}
	for i := range fields {
		f := &fields[i]
		f.raw = cut(f.Body.Start, f.Body.End)
		if f.Body.Start > f.Span.Start {
			f.Name = trimName(cut(f.Span.Start, f.Body.Start-1))
		}
	}
	h.part.Fields = fields
	h.checkHeader(h.part, h.start, text)
}

// text returns the octets of content from start to end as a string.
func (p *parser) text(start, end int) string {
	if p.borrow && end > start {
		return unsafe.String(&p.content[start], end-start)
	}
	return string(p.content[start:end])
}

// trimName takes off a name what [nameLen] let through around it.
func trimName(s string) string {
	if s != "" && isLetter(s[0]) && isLetter(s[len(s)-1]) {
		return s
	}
	return strings.Trim(strings.TrimPrefix(s, byteOrderMark), " \t\r")
}
