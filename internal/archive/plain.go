package archive

import (
	"bufio"
	"errors"
	"io"
)

// A plain writer takes one message.
type plain struct {
	w    io.Writer
	full bool
}

func newPlain(w io.Writer) Writer { return &plain{w: w} }

// Add implements [Writer].
func (p *plain) Add(_ Item, content io.Reader) error {
	if p.full {
		return errors.New("archive: eml is one message; write tar for several")
	}
	p.full = true
	_, err := io.Copy(p.w, content)
	return err
}

// Close implements [Writer].
func (p *plain) Close() error { return nil }

func readPlain(r *bufio.Reader, limit int64, yield func(Item, []byte) bool) error {
	content, err := readAll(r, limit)
	switch {
	case err != nil:
		return err
	case len(content) == 0:
		return ErrDamaged
	}
	yield(Item{}, content)
	return nil
}
