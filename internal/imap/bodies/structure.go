package bodies

import (
	"math"
	"strconv"

	"mailsink/internal/mime"
)

// AppendBody appends the BODY of p: its structure without the extensions
// (RFC 9051 §7.5.2).
func AppendBody(dst []byte, p *mime.Part) []byte { return appendStructure(dst, p, false) }

// AppendBodyStructure appends the BODYSTRUCTURE of p: with the extensions, MD5
// or parameters, disposition, language and location (RFC 9051 §7.5.2).
func AppendBodyStructure(dst []byte, p *mime.Part) []byte { return appendStructure(dst, p, true) }

// The tree is bounded in depth and in number, and so is this.
func appendStructure(dst []byte, p *mime.Part, extended bool) []byte {
	if p.IsMultipart() {
		return appendMultipart(dst, p, extended)
	}
	t := mediaTypeOf(p)
	if equal(t.kind, "multipart") {
		return appendEmptyMultipart(dst, p, t, extended)
	}
	dst = append(dst, '(')
	dst = appendType(dst, t)
	dst = append(dst, ' ')
	dst = appendField(dst, nonEmpty(p.Field("Content-ID")))
	dst = append(dst, ' ')
	dst = appendField(dst, nonEmpty(p.Field("Content-Description")))
	dst = append(dst, ' ')
	dst = AppendString(dst, encodingOf(p))
	dst = appendNumber(dst, p.Body.Len())
	switch {
	case p.Message != nil:
		dst = append(dst, ' ')
		dst = AppendEnvelope(dst, p.Message)
		dst = append(dst, ' ')
		dst = appendStructure(dst, p.Message, extended)
		dst = appendNumber(dst, p.Lines)
	case equal(t.kind, "text"):
		dst = appendNumber(dst, p.Lines)
	}
	if extended {
		dst = append(dst, ' ')
		dst = appendField(dst, nonEmpty(p.Field("Content-MD5")))
		dst = appendExtensions(dst, p)
	}
	return append(dst, ')')
}

func appendMultipart(dst []byte, p *mime.Part, extended bool) []byte {
	dst = append(dst, '(')
	for _, c := range p.Children {
		dst = appendStructure(dst, c, extended)
	}
	return appendMultipartEnd(dst, p, mediaTypeOf(p), extended)
}

// appendEmptyMultipart gives a multipart without parts one that is empty: the
// grammar asks for one.
func appendEmptyMultipart(dst []byte, p *mime.Part, t mediaType, extended bool) []byte {
	dst = append(dst, `(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0`...)
	if extended {
		dst = append(dst, " NIL NIL NIL NIL"...)
	}
	return appendMultipartEnd(append(dst, ')'), p, t, extended)
}

func appendMultipartEnd(dst []byte, p *mime.Part, t mediaType, extended bool) []byte {
	dst = append(dst, ' ')
	dst = AppendString(dst, t.subtype)
	if extended {
		dst = append(dst, ' ')
		dst = appendParams(dst, t.params)
		dst = appendExtensions(dst, p)
	}
	return append(dst, ')')
}

// appendType appends type, subtype and parameters. A text that names no
// charset is in ASCII (RFC 2045 §5.2).
func appendType(dst []byte, t mediaType) []byte {
	dst = AppendString(dst, t.kind)
	dst = append(dst, ' ')
	dst = AppendString(dst, t.subtype)
	dst = append(dst, ' ')
	if equal(t.kind, "text") && !has(t.params, "charset") {
		t.params = append(t.params, param{"charset", "us-ascii"})
	}
	return appendParams(dst, t.params)
}

// appendExtensions appends disposition, language and location.
func appendExtensions(dst []byte, p *mime.Part) []byte {
	dst = append(dst, ' ')
	dst = appendDisposition(dst, p.Field("Content-Disposition"))
	dst = append(dst, ' ')
	dst = appendLanguage(dst, p.Field("Content-Language"))
	dst = append(dst, ' ')
	return appendField(dst, nonEmpty(p.Field("Content-Location")))
}

func appendDisposition(dst []byte, f *mime.Field) []byte {
	if f == nil {
		return appendNil(dst)
	}
	value, params := readParams(f.Raw())
	if value == "" {
		return appendNil(dst)
	}
	dst = append(dst, '(')
	dst = AppendString(dst, value)
	dst = append(dst, ' ')
	dst = appendParams(dst, params)
	return append(dst, ')')
}

func appendLanguage(dst []byte, f *mime.Field) []byte {
	var tags []string
	if f != nil {
		tags = readTags(f.Raw())
	}
	if len(tags) == 0 {
		return appendNil(dst)
	}
	dst = append(dst, '(')
	for i, tag := range tags {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = AppendString(dst, tag)
	}
	return append(dst, ')')
}

func appendParams(dst []byte, params []param) []byte {
	if len(params) == 0 {
		return appendNil(dst)
	}
	dst = append(dst, '(')
	for i, p := range params {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = AppendString(dst, p.name)
		dst = append(dst, ' ')
		dst = AppendString(dst, p.value)
	}
	return append(dst, ')')
}

// appendNumber appends a space and n, which IMAP bounds.
func appendNumber(dst []byte, n int) []byte {
	return strconv.AppendInt(append(dst, ' '), int64(min(n, math.MaxUint32)), 10)
}

// nonEmpty returns f, or nil if it says nothing.
func nonEmpty(f *mime.Field) *mime.Field {
	if f == nil || f.Unfolded() == "" {
		return nil
	}
	return f
}

func has(params []param, name string) bool {
	for _, p := range params {
		if equal(p.name, name) {
			return true
		}
	}
	return false
}
