package memory

import "bytes"

// An intake takes content in. What comes in one write becomes the content
// without another copy.
type intake struct {
	pieces [][]byte
	size   int
}

// A piece after the first has room for as much as all before it, within these
// bounds.
const (
	minPiece = 64 << 10
	maxPiece = 4 << 20
)

// Write implements [io.Writer]; it never fails.
func (in *intake) Write(p []byte) (int, error) {
	rest := p
	if in.pieces == nil {
		in.pieces, in.size = [][]byte{bytes.Clone(p)}, len(p)
		rest = nil
	}
	for len(rest) > 0 {
		last := &in.pieces[len(in.pieces)-1]
		n := min(len(rest), cap(*last)-len(*last))
		if n == 0 {
			in.pieces = append(in.pieces, make([]byte, 0, min(max(in.size, minPiece), maxPiece)))
			continue
		}
		*last = append(*last, rest[:n]...)
		in.size += n
		rest = rest[n:]
	}
	return len(p), nil
}

// octets returns all that was written, in one piece.
func (in *intake) octets() []byte {
	if len(in.pieces) == 1 {
		return in.pieces[0]
	}
	return bytes.Join(in.pieces, nil)
}
