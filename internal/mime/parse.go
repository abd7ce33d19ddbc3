package mime

import (
	"bytes"
	"strconv"
)

// The bounds of a tree.
const (
	maxDepth         = 100
	maxParts         = 10_000
	maxHeader        = 1 << 20
	maxFields        = 10_000
	maxMessageFields = 100_000
	maxDefects       = 1_000
	maxLine          = 998 // octets before the line end: RFC 5322 §2.1.1
)

// Parse returns the tree of content. It never fails: octets that are no
// message at all are a root without fields whose body is everything.
func Parse(content []byte) *Part { return parse(content, true) }

// parse returns the tree of content; complete says that content is all of the
// message, so that what is missing at its end is a defect.
func parse(content []byte, complete bool) *Part {
	p := parser{fieldPool: make([]Field, 0, 32)}
	return p.parse(content, complete)
}

// parse is the function of that name, with the room that p has.
func (p *parser) parse(content []byte, complete bool) *Part {
	p.content, p.eol, p.complete = content, '\n', complete
	if bytes.IndexByte(content, '\n') < 0 && bytes.IndexByte(content, '\r') >= 0 {
		p.eol = '\r'
	}
	root := p.newPart()
	p.entity(root, 0, 0, place{root: true})
	p.checkContent(root)
	return root
}

// A parser reads content once, from its beginning to its end.
type parser struct {
	content  []byte
	eol      byte // that ends a line
	complete bool
	borrow   bool // the tree is gone before content is, so that its strings may be pieces of it

	parts   int
	fields  int
	defects int
	deep    bool // something was too deep

	rawFields bool // some field holds raw octets that are not UTF-8

	boundaries []string // of the multiparts that are open, outermost first
	lines      int      // line ends passed so far
	bareLFs    int      // lines that end with LF alone
	bareLF     Span     // the first of them
	longLine   Span     // the first line longer than maxLine
	loose      Span     // the first closing delimiter with more behind it

	// Parts, fields and parameters are cut from these, which saves most
	// allocations; what outgrows them moves on to larger ones.
	partPool  []Part
	childPool []*Part
	fieldPool []Field
	paramPool []Param
}

// The most room that a parser keeps for the next message.
const (
	keptParts  = 64
	keptFields = 256
)

// reset forgets the message, whose tree is not used any more, and keeps the
// room that it took.
func (p *parser) reset() {
	old := *p
	*p = parser{}
	if cap(old.partPool) <= keptParts && cap(old.fieldPool) <= keptFields && cap(old.paramPool) <= keptFields {
		clear(old.partPool)
		clear(old.childPool)
		clear(old.fieldPool)
		clear(old.paramPool)
		clear(old.boundaries[:cap(old.boundaries)])
		p.partPool, p.fieldPool, p.paramPool = old.partPool[:0], old.fieldPool[:0], old.paramPool[:0]
		p.childPool, p.boundaries = old.childPool[:0], old.boundaries[:0]
	}
}

// fewChildren is the room for the children of a part; most have no more.
const fewChildren = 4

// adopt makes c the next child of parent.
func (p *parser) adopt(parent, c *Part) {
	if p.borrow && parent.Children == nil && p.parts <= keptParts {
		if p.childPool == nil {
			p.childPool = make([]*Part, 0, keptParts*fewChildren)
		}
		n := len(p.childPool)
		p.childPool = p.childPool[:n+fewChildren]
		parent.Children = p.childPool[n : n : n+fewChildren]
	}
	parent.Children = append(parent.Children, c)
}

// newPart returns an empty part.
func (p *parser) newPart() *Part {
	if len(p.partPool) == cap(p.partPool) {
		p.partPool = make([]Part, 0, min(64, max(2, 2*p.parts)))
	}
	p.parts++
	p.partPool = append(p.partPool, Part{})
	return &p.partPool[len(p.partPool)-1]
}

// A stop is where an entity ends: a delimiter line, or the end of content.
type stop struct {
	level   int // index of the boundary; -1 at the end of content
	closing bool
	body    int // where the body before it ends
	line    int // where the delimiter line starts
	next    int // where the line after it starts
	lines   int // line ends up to body
}

// A place is where an entity stands in the tree.
type place struct {
	number string // section number of the entity, or of the message it is the root of
	root   bool   // it is the root of a message
}

// child returns the section number of the n-th body below pl.
func (pl place) child(n int) string {
	if pl.number == "" {
		return strconv.Itoa(n)
	}
	return pl.number + "." + strconv.Itoa(n)
}

// entity parses the entity that starts at pos into part and returns where it
// stops.
func (p *parser) entity(part *Part, pos, depth int, at place) stop {
	part.ID = at.number
	end, body, ended := p.header(part, pos)
	p.describe(part)
	if ended {
		part.Body = Span{body, body}
		return end
	}
	lines := p.lines
	switch {
	case part.Type == "multipart":
		end = p.multipart(part, body, depth, at)
	case part.Type == "message" && embeds(part.Subtype):
		end = p.message(part, body, depth, at)
	default:
		end = p.scan(body)
	}
	part.Body = Span{body, max(body, end.body)}
	part.Lines = max(0, end.lines-lines)
	p.checkBody(part)
	return end
}

// embeds reports whether a message of that subtype holds a message: RFC 2046
// §5.2.1, RFC 6532 §3.7.
func embeds(subtype string) bool {
	return subtype == "rfc822" || subtype == "global" || subtype == "news"
}

// multipart parses the children of part, whose body starts at pos.
func (p *parser) multipart(part *Part, pos, depth int, at place) stop {
	boundary := boundaryOf(part)
	switch {
	case boundary == "":
		p.defect(part, part.Header, "The multipart names no boundary, so its parts cannot be told apart.")
		return p.scan(pos)
	case depth >= maxDepth:
		p.tooDeep(part)
		return p.scan(pos)
	}
	level := len(p.boundaries)
	p.boundaries = append(p.boundaries, boundary)
	end := p.scan(pos)
	for end.level == level && !end.closing {
		end = p.child(part, end, depth, at)
	}
	p.boundaries = p.boundaries[:level]
	switch {
	case end.level == level:
		if len(part.Children) == 0 {
			p.defect(part, Span{pos, end.next}, "The multipart has no parts.")
		}
		end = p.scanFrom(end.next, end.line) // the epilogue
	case !p.complete && end.level < 0:
	case len(part.Children) == 0:
		p.defect(part, Span{pos, end.line}, "The boundary that the multipart names never appears in its body.")
	default:
		p.defect(part, Span{end.line, end.line}, "The multipart ends without its closing boundary.")
	}
	return end
}

// child parses the part of parent that follows the delimiter d.
func (p *parser) child(parent *Part, d stop, depth int, at place) stop {
	if p.parts >= maxParts {
		if p.parts == maxParts {
			p.parts++
			p.defect(parent, Span{d.line, d.next}, "The message has more than 10,000 parts; those after it are left out.")
		}
		return p.scan(d.next)
	}
	c := p.newPart()
	p.adopt(parent, c)
	c.alternative = parent.Subtype == "alternative"
	if parent.Subtype == "digest" {
		c.Type = "message" // the default there: RFC 2046 §5.1.5
	}
	return p.entity(c, d.next, depth+1, place{number: at.child(len(parent.Children))})
}

// message parses the message that is the body of part, if its octets are
// there to be read.
func (p *parser) message(part *Part, pos, depth int, at place) stop {
	switch {
	case !identity(part.Encoding):
		p.defect(part, part.Header, "The embedded message is encoded, which RFC 2046 forbids; it is not taken apart.")
		return p.scan(pos)
	case depth >= maxDepth:
		p.tooDeep(part)
		return p.scan(pos)
	case p.parts >= maxParts:
		return p.scan(pos)
	}
	part.Message = p.newPart()
	if at.root {
		at.number = at.child(1)
	}
	end := p.entity(part.Message, pos, depth+1, place{number: at.number, root: true})
	if m := part.Message; m.IsMultipart() {
		m.ID = at.number + ".TEXT"
	} else {
		m.ID = at.number + ".1"
	}
	return end
}

// scan passes the lines from pos on up to the next delimiter of an open
// multipart.
func (p *parser) scan(pos int) stop { return p.scanFrom(pos, pos) }

// scanFrom is scan for a body that starts at first, which is before pos.
func (p *parser) scanFrom(pos, first int) stop {
	c := p.content
	open := len(p.boundaries) > 0
	for pos < len(c) {
		if open && c[pos] == '-' {
			if s, ok := p.delimiter(pos); ok {
				return p.before(s, first)
			}
		}
		i := bytes.IndexByte(c[pos:], p.eol)
		if i < 0 {
			p.noteLine(pos, len(c), len(c)-pos)
			break
		}
		p.line(pos, i)
		pos += i + 1
	}
	return stop{level: -1, body: len(c), line: len(c), next: len(c), lines: p.lines}
}

// before takes the line end in front of the delimiter s away from the body,
// which starts at first: it belongs to the delimiter (RFC 2046 §5.1.1).
func (p *parser) before(s stop, first int) stop {
	s.body, s.lines = s.line, p.lines
	if s.line > first {
		s.lines--
		s.body--
		if p.eol == '\n' && s.body > first && p.content[s.body-1] == '\r' {
			s.body--
		}
	}
	p.skipLine(s.line)
	return s
}

// line notes what is odd about the line of n octets at pos, which its line
// end follows.
func (p *parser) line(pos, n int) {
	p.lines++
	if p.eol == '\n' && (n == 0 || p.content[pos+n-1] != '\r') {
		p.bareLFs++
		if p.bareLF.End == 0 {
			p.bareLF = Span{pos, pos + n + 1}
		}
	}
	p.noteLine(pos, pos+n, n)
}

func (p *parser) noteLine(pos, end, n int) {
	if n > maxLine+1 && p.longLine.End == 0 {
		p.longLine = Span{pos, end}
	}
}

// skipLine passes the line at pos and returns where the next one starts.
func (p *parser) skipLine(pos int) int {
	i := bytes.IndexByte(p.content[pos:], p.eol)
	if i < 0 {
		return len(p.content)
	}
	p.line(pos, i)
	return pos + i + 1
}

// delimiter reads the line at pos as a delimiter of an open multipart,
// innermost first (RFC 2046 §5.1.1).
func (p *parser) delimiter(pos int) (stop, bool) {
	c := p.content
	if pos+2 >= len(c) || c[pos+1] != '-' {
		return stop{}, false
	}
	end, next := len(c), len(c)
	if i := bytes.IndexByte(c[pos:], p.eol); i >= 0 {
		end, next = pos+i, pos+i+1
	}
	for end > pos+2 && (c[end-1] == ' ' || c[end-1] == '\t' || c[end-1] == '\r') {
		end--
	}
	s := stop{line: pos, next: next}
	s.level, s.closing = p.matchBoundary(c[pos+2 : end])
	if s.level < 0 {
		s.level, s.closing = p.looseClosing(c[pos+2:end]), true
		if s.level >= 0 && p.loose.End == 0 {
			p.loose = Span{pos, end}
		}
	}
	return s, s.level >= 0
}

// matchBoundary returns the level of the boundary that rest is, or is closed
// by; -1 if there is none.
func (p *parser) matchBoundary(rest []byte) (level int, closing bool) {
	for level := len(p.boundaries) - 1; level >= 0; level-- {
		b := p.boundaries[level]
		switch {
		case string(rest) == b:
			return level, false
		case len(rest) == len(b)+2 && string(rest[:len(b)]) == b && string(rest[len(b):]) == "--":
			return level, true
		}
	}
	return -1, false
}

// looseClosing is matchBoundary for a closing delimiter with more octets
// behind it.
func (p *parser) looseClosing(rest []byte) int {
	for level := len(p.boundaries) - 1; level >= 0; level-- {
		b := p.boundaries[level]
		if len(rest) > len(b)+2 && string(rest[:len(b)]) == b && string(rest[len(b):len(b)+2]) == "--" {
			return level
		}
	}
	return -1
}

// tooDeep notes, once a message, that part is not taken apart.
func (p *parser) tooDeep(part *Part) {
	if !p.deep {
		p.deep = true
		p.defect(part, part.Header, "Parts are nested deeper than 100 levels; what lies deeper is not taken apart.")
	}
}

// defect notes what is wrong with part.
func (p *parser) defect(part *Part, at Span, text string) {
	if p.defects >= maxDefects {
		return
	}
	p.defects++
	part.Defects = append(part.Defects, Defect{Text: text, Span: at})
}
