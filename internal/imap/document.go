package imap

import (
	"bytes"
	"context"
	"io"
	"math"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A document is the content of a message, read as far as it is asked for.
type document struct {
	ctx     context.Context
	service *service
	message *mail.Message
	passing bool // looked at once, with many others: not worth keeping
	octets  []byte
	read    bool
	tree    *mime.Part
}

// content returns all octets.
func (d *document) content() ([]byte, error) {
	if d.read {
		return d.octets, nil
	}
	octets, err := d.service.Mailbox.Octets(d.ctx, d.message)
	if err != nil {
		return nil, err
	}
	d.octets, d.read = octets, true
	return octets, nil
}

// root returns the tree.
func (d *document) root() (*mime.Part, error) {
	if d.tree != nil {
		return d.tree, nil
	}
	if d.tree = d.service.trees.get(d.message.Key); d.tree != nil {
		return d.tree, nil
	}
	octets, err := d.content()
	if err != nil {
		return nil, err
	}
	d.tree = mime.Parse(octets)
	if !d.passing {
		d.service.trees.put(d.message.Key, d.tree)
	}
	return d.tree, nil
}

// A body is what a FETCH item of content names.
type body struct {
	size   int64
	octets io.Reader
}

func bodyOf(octets []byte) body { return body{int64(len(octets)), bytes.NewReader(octets)} }

// section returns the octets that BODY[…] names (RFC 9051 §6.4.5.1). What is
// not there is empty.
func section(content []byte, root *mime.Part, item *imap.FetchItemBodySection) []byte {
	if len(item.Part) == 0 && item.Specifier == imap.PartSpecifierNone {
		return content
	}
	part := root.Section(item.Part)
	if part == nil {
		return nil
	}
	switch item.Specifier {
	case imap.PartSpecifierNone:
		return part.Body.Of(content)
	case imap.PartSpecifierMIME:
		return part.Header.Of(content)
	}
	if len(item.Part) > 0 {
		if part = part.Message; part == nil {
			return nil
		}
	}
	switch {
	case item.Specifier == imap.PartSpecifierText:
		return part.Body.Of(content)
	case len(item.HeaderFields) > 0:
		return mime.HeaderFields(content, part.Header, item.HeaderFields, false)
	case len(item.HeaderFieldsNot) > 0:
		return mime.HeaderFields(content, part.Header, item.HeaderFieldsNot, true)
	}
	return part.Header.Of(content)
}

// clip returns the range of n octets that <offset.size> names.
func clip(n int64, p *imap.SectionPartial) (from, to int64) {
	if p == nil {
		return 0, n
	}
	from = min(p.Offset, n)
	if p.Size >= n-from {
		return from, n
	}
	return from, from + p.Size
}

// checkPartial returns an error for a partial that IMAP does not know.
func checkPartial(p *imap.SectionPartial) error {
	if p != nil && (p.Size == 0 || p.Offset > math.MaxUint32) {
		return bad("A partial is <offset.size>, the size not 0, the offset below 2^32")
	}
	return nil
}
