package jetstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sort"

	"mailsink/internal/store"
)

// A partsReader reads content that lies in several messages, one at a time.
type partsReader struct {
	ctx   context.Context // of the Get, without its end
	store *Store
	parts []part
	ends  []int64 // offset behind each part
	at    int64
	held  int // index of the part in octets, -1 for none
	octet []byte
}

func newPartsReader(ctx context.Context, s *Store, parts []part) *partsReader {
	r := &partsReader{ctx: context.WithoutCancel(ctx), store: s, parts: parts, held: -1}
	end := int64(0)
	for _, p := range parts {
		end += int64(p.size)
		r.ends = append(r.ends, end)
	}
	return r
}

func (r *partsReader) size() int64 { return r.ends[len(r.ends)-1] }

// Read implements [io.Reader].
func (r *partsReader) Read(p []byte) (int, error) {
	if r.at >= r.size() {
		return 0, io.EOF
	}
	i := sort.Search(len(r.ends), func(i int) bool { return r.ends[i] > r.at })
	if err := r.hold(i); err != nil {
		return 0, err
	}
	n := copy(p, r.octet[int64(len(r.octet))-(r.ends[i]-r.at):])
	r.at += int64(n)
	return n, nil
}

// hold fetches the i-th part.
func (r *partsReader) hold(i int) error {
	if r.held == i {
		return nil
	}
	octets, err := r.store.message(r.ctx, r.parts[i].seq)
	if errors.Is(err, store.ErrNotExist) {
		return fmt.Errorf("jetstream: part %d of %d is gone: %w", i+1, len(r.parts), err)
	}
	if err != nil {
		return err
	}
	if len(octets) != r.parts[i].size {
		return fmt.Errorf("jetstream: part %d of %d has %d octets, and should have %d", i+1, len(r.parts), len(octets), r.parts[i].size)
	}
	r.held, r.octet = i, octets
	return nil
}

// Seek implements [io.Seeker].
func (r *partsReader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size()
	}
	if offset < 0 {
		return 0, errors.New("jetstream: seek before the beginning")
	}
	r.at = offset
	return offset, nil
}

// Close implements [io.Closer].
func (r *partsReader) Close() error {
	r.octet, r.held = nil, -1
	return nil
}
