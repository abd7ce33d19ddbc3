package imap

import (
	"math"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mime"
)

// structure returns the BODYSTRUCTURE of a message (RFC 9051 §7.5.2). The tree
// is bounded, and so is this.
func structure(p *mime.Part) imap.BodyStructure {
	if p.IsMultipart() {
		return multipart(p)
	}
	bs := &imap.BodyStructureSinglePart{
		Type: p.Type, Subtype: p.Subtype, Params: params(p.Params),
		ID: text(p, "Content-ID"), Description: text(p, "Content-Description"),
		Encoding: p.Encoding, Size: uint32(min(p.Body.Len(), math.MaxUint32)),
		Extended: &imap.BodyStructureSinglePartExt{Disposition: disposition(p), Language: p.Language, Location: p.Location},
	}
	switch {
	case p.Message != nil:
		bs.MessageRFC822 = &imap.BodyStructureMessageRFC822{
			Envelope: envelope(p.Message), BodyStructure: structure(p.Message), NumLines: int64(p.Lines),
		}
	case p.Type == "multipart":
		// The grammar knows no multipart without parts. Its body is read
		// as text, and BODY[n] of it is all of that.
		bs.Type, bs.Subtype = "text", "plain"
	case p.Type == "message" && (p.Subtype == "rfc822" || p.Subtype == "global"):
		// A message that could not be taken apart has no envelope to show.
		bs.Type, bs.Subtype = "application", "octet-stream"
	}
	if bs.Type == "text" {
		bs.Text = &imap.BodyStructureText{NumLines: int64(p.Lines)}
	}
	return bs
}

func multipart(p *mime.Part) *imap.BodyStructureMultiPart {
	bs := &imap.BodyStructureMultiPart{
		Subtype: p.Subtype,
		Extended: &imap.BodyStructureMultiPartExt{
			Params: params(p.Params), Disposition: disposition(p), Language: p.Language, Location: p.Location,
		},
	}
	for _, c := range p.Children {
		bs.Children = append(bs.Children, structure(c))
	}
	return bs
}

func params(list []mime.Param) map[string]string {
	if len(list) == 0 {
		return nil
	}
	out := make(map[string]string, len(list))
	for _, p := range list {
		if _, twice := out[p.Name]; !twice {
			out[p.Name] = p.Value
		}
	}
	return out
}

func disposition(p *mime.Part) *imap.BodyStructureDisposition {
	if p.Disposition == "" {
		return nil
	}
	return &imap.BodyStructureDisposition{Value: p.Disposition, Params: params(p.DispositionParams)}
}
