package mime

import (
	"strings"
	"unicode/utf8"
)

const (
	maxName    = 200
	maxSubject = 998
)

// describe reads the Content- fields of part. Of a field that comes twice the
// first counts.
func (p *parser) describe(part *Part) {
	digest := part.Type == "message" // set by the parser of its parent
	part.Type, part.Subtype, part.Encoding = "text", "plain", "7bit"
	if digest {
		part.Type, part.Subtype = "message", "rfc822"
	}
	var seen [numContentFields]bool
	for i := range part.Fields {
		f := &part.Fields[i]
		kind := contentField(f.Name)
		if kind < 0 {
			continue
		}
		if seen[kind] {
			p.defect(part, f.Span, "The field "+f.Name+" comes more than once; the first one counts.")
			continue
		}
		seen[kind] = true
		p.describeField(part, f, kind)
	}
	if part.Type == "multipart" && !identity(part.Encoding) {
		p.defect(part, part.Header, "A multipart must not be encoded (RFC 2045 §6.4); its encoding is ignored.")
	}
	part.Filename = filenameOf(part)
	if part.Charset != "" && p.rawFields {
		label(part)
	}
}

// label tells the fields of part which charset their raw octets are in.
func label(part *Part) {
	for i := range part.Fields {
		if f := &part.Fields[i]; !isASCII(f.raw) && !validUTF8(f.raw) {
			f.label = part.Charset
		}
	}
}

func (p *parser) describeField(part *Part, f *Field, kind int) {
	switch kind {
	case contentType:
		p.contentType(part, f)
	case contentEncoding:
		p.contentEncoding(part, f)
	case contentDisposition:
		var ok bool
		part.Disposition, part.DispositionParams, ok = p.params(f.raw)
		if !ok {
			p.defect(part, f.Span, "The field Content-Disposition is not well formed.")
		}
	case contentID:
		part.ContentID = trimID(f.Unfolded())
	case contentDescription:
		part.Description = clean(f.Text(), maxSubject)
	case contentLocation:
		part.Location = f.Unfolded()
	case contentLanguage:
		part.Language = tags(f.Unfolded())
	case contentMD5:
		part.MD5 = f.Unfolded()
	}
}

// params reads a value and its parameters.
func (p *parser) params(body string) (value string, params []Param, ok bool) {
	first := len(p.paramPool)
	if p.paramPool == nil {
		p.paramPool = make([]Param, 0, 8)
	}
	value, p.paramPool, ok = appendParams(p.paramPool, body)
	if n := len(p.paramPool); n > first {
		params = p.paramPool[first:n:n]
	}
	return value, params, ok
}

// The fields that describe a part.
const (
	contentType = iota
	contentEncoding
	contentDisposition
	contentID
	contentDescription
	contentLocation
	contentLanguage
	contentMD5
	numContentFields
)

// contentField returns which of these a field of that name is, or -1.
func contentField(name string) int {
	if len(name) < len("Content-ID") || name[0]|0x20 != 'c' || name[7] != '-' {
		return -1
	}
	switch {
	case equalName(name, "Content-Type"):
		return contentType
	case equalName(name, "Content-Transfer-Encoding"):
		return contentEncoding
	case equalName(name, "Content-Disposition"):
		return contentDisposition
	case equalName(name, "Content-ID"):
		return contentID
	case equalName(name, "Content-Description"):
		return contentDescription
	case equalName(name, "Content-Location"):
		return contentLocation
	case equalName(name, "Content-Language"):
		return contentLanguage
	case equalName(name, "Content-MD5"):
		return contentMD5
	}
	return -1
}

func (p *parser) contentType(part *Part, f *Field) {
	value, params, ok := p.params(f.raw)
	part.Params = params
	typ, subtype, slash := strings.Cut(value, "/")
	if slash && isToken(typ) && isToken(subtype) {
		part.Type, part.Subtype = typ, subtype
	} else {
		ok = false
	}
	if !ok {
		p.defect(part, f.Span, "The field Content-Type is not well formed.")
	}
	for i := range params {
		if params[i].Name == "charset" {
			part.Charset = charsetLabel(params[i].Value)
			break
		}
	}
	if part.Charset == "" && len(params) > 0 && part.Type == "text" {
		part.Charset = charsetLabel(paramValue(params, "charset"))
	}
}

// contentEncoding reads Content-Transfer-Encoding: RFC 2045 §6.1.
func (p *parser) contentEncoding(part *Part, f *Field) {
	value, params, ok := strings.Trim(f.Unfolded(), `"'`), []Param(nil), true
	if !knownEncoding(value) {
		value, params, ok = appendParams(nil, value)
	}
	if value == "" {
		return
	}
	part.Encoding = clean(value, maxName)
	switch {
	case !ok && len(params) > 0, !knownEncoding(part.Encoding):
		p.defect(part, f.Span, "The content transfer encoding is unknown; the octets are shown as they are.")
	}
}

// identity reports whether an encoding leaves octets as they are.
func identity(encoding string) bool {
	switch encoding {
	case "base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue", "uue", "x-yenc", "yenc":
		return false
	}
	return true
}

func knownEncoding(encoding string) bool {
	switch encoding {
	case "7bit", "8bit", "binary":
		return true
	}
	return !identity(encoding)
}

// isToken reports whether s is a token of RFC 2045 §5.1, octets beyond ASCII
// excluded.
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?=*`, s[i]) >= 0 {
			return false
		}
	}
	return s != ""
}

// trimID takes the angle brackets off a msg-id (RFC 5322 §3.6.4).
func trimID(s string) string {
	if i := strings.IndexByte(s, '<'); i >= 0 {
		if j := strings.IndexByte(s[i:], '>'); j > 0 {
			s = s[i+1 : i+j]
		}
	}
	return clean(s, maxSubject)
}

// tags splits the body of Content-Language.
func tags(s string) []string {
	var out []string
	for tag := range strings.SplitSeq(s, ",") {
		if tag = clean(tag, maxName); tag != "" && len(out) < 100 {
			out = append(out, tag)
		}
	}
	return out
}

// boundaryOf returns the boundary of a multipart, which may not end with
// white space.
func boundaryOf(part *Part) string {
	for i := range part.Params {
		if part.Params[i].Name == "boundary" {
			return trimBlank(part.Params[i].Value)
		}
	}
	return trimBlank(paramValue(part.Params, "boundary"))
}

// filenameOf returns the name that a part gives its file, fit for show and
// for a download: the last element of whatever path was given.
func filenameOf(part *Part) string {
	name := ""
	if len(part.DispositionParams) > 0 {
		name = part.DispositionParam("filename")
	}
	if name == "" && len(part.Params) > 0 {
		if name = part.Param("name"); name == "" {
			name = part.Param("file") // no standard knows it
		}
	}
	if name == "" {
		return ""
	}
	return cleanFilename(name)
}

func cleanFilename(name string) string {
	name = clean(strings.Map(filenameRune, name), maxHeaderText)
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimRight(strings.TrimSpace(name), ". ") // some systems drop them
	if len(name) <= maxName {
		return name
	}
	ext := ""
	if i := strings.LastIndexByte(name, '.'); i >= 0 && len(name)-i <= 20 {
		ext = name[i:]
	}
	return cut(name, maxName-len(ext)) + ext
}

// filenameRune replaces what could deceive in a file name.
func filenameRune(r rune) rune {
	switch {
	case r == '"':
		return '\''
	case r >= 0x200b && r <= 0x200f, r == 0x2060, r == 0xfeff, r == 0xad:
		return utf8.RuneError
	}
	return r
}
