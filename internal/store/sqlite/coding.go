package sqlite

import (
	"fmt"
	"runtime"

	"github.com/klauspost/compress/zstd"
)

// A coding is how content lies in its row.
type coding int64

// The codings. They stand in the file.
const (
	plain coding = iota
	zstandard
)

// codedLeast is the size below which coding is not worth its while.
const codedLeast = 512

// A coder makes content smaller, and exactly what it was again. It is safe
// for concurrent use.
type coder struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
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

// encode returns octets as they go into a row: coded where that saves an
// eighth. They are never nil, and never the memory of octets.
func (c *coder) encode(octets []byte) ([]byte, coding) {
	size := len(octets)
	if size >= codedLeast {
		coded := c.enc.EncodeAll(octets, make([]byte, 0, size/2))
		if len(coded) <= size-size/8 {
			return coded, zstandard
		}
	}
	return append(make([]byte, 0, size), octets...), plain
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
