package imap

import (
	"bytes"
	"context"
	"errors"
	"io"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// headOctets is how much of a message is read for its header: more than nearly
// every header has.
const headOctets = 16 << 10

// A document is the content of a message, read as far as it is asked for.
type document struct {
	ctx     context.Context
	service *service
	message *mail.Message
	passing bool // looked at once, with many others: not worth keeping
	octets  []byte
	read    bool
	tree    *mime.Part
	head    []byte // the beginning, if that is all that was read
	top     *mime.Part
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

// header returns a part with the header of the message, and octets that hold
// all of it. There may be nothing else in either.
func (d *document) header() (*mime.Part, []byte, error) {
	if d.top != nil {
		return d.top, d.head, nil
	}
	if d.read || d.message.Size <= headOctets {
		return d.wholeHeader()
	}
	rc, err := d.service.Mailbox.Content(d.ctx, d.message)
	if err != nil {
		return nil, nil, err
	}
	defer rc.Close()
	head := make([]byte, headOctets)
	if _, err := io.ReadFull(rc, head); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, nil, err
	}
	end := headerEnd(head)
	if end < 0 {
		return d.wholeHeader()
	}
	d.head = head[:end]
	d.top = mime.Parse(d.head)
	return d.top, d.head, nil
}

func (d *document) wholeHeader() (*mime.Part, []byte, error) {
	octets, err := d.content()
	if err != nil {
		return nil, nil, err
	}
	if d.tree == nil {
		d.tree = d.service.trees.get(d.message.Key)
	}
	if d.tree != nil {
		return d.tree, octets, nil
	}
	d.head, d.top = octets, nil
	if end := headerEnd(octets); end >= 0 {
		d.top = mime.Parse(octets[:end])
		return d.top, octets, nil
	}
	root, err := d.root()
	return root, octets, err
}

// headerEnd returns where the first empty line ends, or -1.
func headerEnd(octets []byte) int {
	end := -1
	for _, mark := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(octets, []byte(mark)); i >= 0 && (end < 0 || i+len(mark) < end) {
			end = i + len(mark)
		}
	}
	return end
}
