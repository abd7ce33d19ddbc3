package bodies

import (
	"strings"

	"mailsink/internal/mime"
)

// maxParams bounds the parameters of one field.
const maxParams = 1_000

// A mediaType is a Content-Type as it is written.
type mediaType struct {
	kind, subtype string
	params        []param
}

type param struct{ name, value string }

// mediaTypeOf returns the type of p. The tree knows what p is; its field knows
// how that is written.
func mediaTypeOf(p *mime.Part) mediaType {
	t := mediaType{kind: p.Type, subtype: p.Subtype}
	if f := p.Field("Content-Type"); f != nil {
		var value string
		value, t.params = readParams(f.Raw())
		kind, subtype, _ := strings.Cut(value, "/")
		if equal(kind, p.Type) && equal(subtype, p.Subtype) {
			t.kind, t.subtype = kind, subtype
		}
	}
	if p.Message == nil && t.isMessage() {
		// It could not be taken apart, so it has no envelope to show.
		t.kind, t.subtype = "application", "octet-stream"
	}
	return t
}

// isMessage reports whether the grammar asks for an envelope.
func (t mediaType) isMessage() bool {
	return equal(t.kind, "message") && (equal(t.subtype, "rfc822") || equal(t.subtype, "global"))
}

// encodingOf returns the content transfer encoding of p as it is written.
func encodingOf(p *mime.Part) string {
	f := p.Field("Content-Transfer-Encoding")
	if f == nil {
		return p.Encoding
	}
	r := reader{s: f.Raw()}
	if s := r.token(); equal(s, p.Encoding) {
		return s
	}
	return p.Encoding
}

func equal(a, b string) bool { return strings.EqualFold(a, b) }
