package imap

import (
	"bytes"
	"encoding/base64"
	"slices"

	"mailsink/internal/mime"
)

// unbinary returns a message that BODY[] can show: where NUL is in it, the
// parts that are binary become base64 (RFC 3516 §4.4 leaves that to the
// server). A message without NUL is not touched.
func unbinary(octets []byte) []byte {
	if !slices.Contains(octets, 0) {
		return octets
	}
	var out []byte
	from := 0
	mime.Parse(octets).Walk(func(p *mime.Part) bool {
		if p.IsMultipart() || p.Message != nil || p.Encoding != "binary" || p.Body.Start < from {
			return true
		}
		f := p.Field("Content-Transfer-Encoding")
		if f == nil {
			return true
		}
		out = append(out, octets[from:f.Body.Start]...)
		out = append(out, " base64"...)
		out = append(out, octets[f.Body.End:p.Body.Start]...)
		out = appendBase64(out, p.Body.Of(octets))
		from = p.Body.End
		return true
	})
	return append(out, octets[from:]...)
}

// appendBase64 writes octets in lines of 76 (RFC 2045 §6.8).
func appendBase64(out, octets []byte) []byte {
	for piece := range slices.Chunk(octets, 57) {
		if !bytes.HasSuffix(out, []byte("\n")) {
			out = append(out, '\r', '\n')
		}
		out = base64.StdEncoding.AppendEncode(out, piece)
	}
	return out
}
