package sqlite

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/klauspost/compress/zstd"

	"mailsink/internal/store"
)

// A coding is how content lies in its row.
type coding int64

// The codings. They stand in the file. A frame of Zstandard has a checksum, so
// damage is an error and never other octets; what cannot be made smaller lies
// in it as it is.
const (
	plain coding = iota // also all that schema version 1 has
	zstandard
)

// A coder makes content smaller, and exactly what it was again. It is safe
// for concurrent use.
type coder struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// newCoders returns what records, and what octets, are written and read by.
func newCoders() (*store.Codec, *coder, error) {
	codec, err := store.NewCodec()
	if err != nil {
		return nil, nil, err
	}
	coder, err := newCoder()
	return codec, coder, err
}

func newCoder() (*coder, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(smallMost),
		zstd.WithLowerEncoderMem(true), zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)))
	if err != nil {
		return nil, fmt.Errorf("sqlite: coder: %w", err)
	}
	// What a damaged length says must not be believed.
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(smallMost))
	if err != nil {
		return nil, fmt.Errorf("sqlite: coder: %w", err)
	}
	return &coder{enc, dec}, nil
}

// encode returns octets as they go into a row. They are never nil, and never
// the memory of octets.
func (c *coder) encode(octets []byte) ([]byte, coding) {
	if len(octets) == 0 {
		return []byte{}, plain
	}
	coded := c.enc.EncodeAll(octets, make([]byte, 0, len(octets)/2+64))
	return slices.Clip(coded), zstandard
}

// decode is the opposite of encode. The error says that the row is damaged.
func (c *coder) decode(octets []byte, as coding) ([]byte, error) {
	switch as {
	case plain:
		return octets, nil
	case zstandard:
		return c.dec.DecodeAll(octets, nil)
	}
	return nil, fmt.Errorf("content is coded in a way (%d) that is not known", as)
}
