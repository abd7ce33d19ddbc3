package mime

// A Span is a range of octets of the content: from Start up to, not
// including, End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len returns the number of octets in s.
func (s Span) Len() int { return s.End - s.Start }

// Of returns the octets of content that s spans. A span that reaches beyond
// content is cut, so that a tree may be used on a prefix of its content.
func (s Span) Of(content []byte) []byte {
	end := min(s.End, len(content))
	return content[min(s.Start, end):end]
}

// A Part is an entity of RFC 2045: a header and a body. The root is the
// message itself.
type Part struct {
	// ID is the section number of the body in IMAP (RFC 9051 §6.4.5): "1.2".
	// The root has none, "". Nor has a body that is not a child of a
	// multipart a number of its own there; the root of an embedded message
	// in part 2 is "2.1" if it is a single body, and "2.TEXT" if it has
	// parts.
	ID string

	Header Span // with the empty line at its end, if there is one
	Body   Span // without the line end that belongs to the next delimiter

	Fields []Field // in order; at most 10,000

	Type    string  // of Content-Type, lower case: "text"
	Subtype string  // lower case: "plain"
	Params  []Param // of Content-Type, as written; see [Part.Param]
	Charset string  // the charset parameter, lower case; empty if there is none

	Encoding string // Content-Transfer-Encoding, lower case; "7bit" if there is none

	Disposition       string  // Content-Disposition, lower case: "attachment"; empty if there is none
	DispositionParams []Param // as written; see [Part.DispositionParam]
	Filename          string  // decoded, for show: without path and controls, at most 200 octets

	ContentID   string   // without <>
	Description string   // decoded, for show
	Location    string   // Content-Location, unfolded
	Language    []string // tags of Content-Language
	MD5         string   // Content-MD5, as written

	Children []*Part // of a multipart, in order
	Message  *Part   // the root of the message in a message/rfc822

	Lines   int // line ends in Body
	Defects []Defect

	alternative bool // its parent is a multipart/alternative
}

// A Param is a parameter of Content-Type or Content-Disposition, as written:
// the name in lower case, the value without its quotes. RFC 2231 is not
// undone; "filename*0*" is a name.
type Param struct{ Name, Value string }

// A Defect is something that is wrong with a message, in one sentence, and
// where in the content it is.
type Defect struct {
	Text string `json:"text"`
	Span Span   `json:"span"`
}

// MediaType returns type and subtype: "text/plain".
func (p *Part) MediaType() string {
	if p.Type == "text" && p.Subtype == "plain" {
		return "text/plain" // the common case, without an allocation
	}
	return p.Type + "/" + p.Subtype
}

// IsMultipart reports whether p has children. A part that calls itself
// multipart and has none is handled as a single body.
func (p *Part) IsMultipart() bool { return len(p.Children) > 0 }

// Field returns the first field of that name, in any case, or nil.
func (p *Part) Field(name string) *Field {
	for i := range p.Fields {
		if p.Fields[i].Is(name) {
			return &p.Fields[i]
		}
	}
	return nil
}

// Param returns the value of a parameter of Content-Type, decoded (RFC 2231,
// RFC 2047), or "".
func (p *Part) Param(name string) string { return paramValue(p.Params, name) }

// DispositionParam returns the value of a parameter of Content-Disposition,
// decoded (RFC 2231, RFC 2047), or "".
func (p *Part) DispositionParam(name string) string {
	return paramValue(p.DispositionParams, name)
}

// Walk calls visit for p and every part beneath it, embedded messages
// included, in the order of the content. It goes no deeper where visit
// returns false.
func (p *Part) Walk(visit func(*Part) bool) {
	if !visit(p) {
		return
	}
	for _, c := range p.Children {
		c.Walk(visit)
	}
	if p.Message != nil {
		p.Message.Walk(visit)
	}
}

// AllDefects returns the defects of p and of everything beneath it.
func (p *Part) AllDefects() []Defect {
	var all []Defect
	p.Walk(func(q *Part) bool {
		all = append(all, q.Defects...)
		return true
	})
	return all
}
