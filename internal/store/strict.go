package store

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// A Strict reader tells records that this release knows whole from those in
// which a newer one wrote more. What is read and written again by a [Codec]
// loses the rest; so whoever rewrites records that others write too must ask.
// It is safe for concurrent use.
type Strict struct{ dec cbor.DecMode }

// NewStrict returns a strict reader.
func NewStrict() (*Strict, error) {
	dec, err := cbor.DecOptions{
		MaxNestedLevels: 16, MaxArrayElements: maxElements, MaxMapPairs: 64,
		IndefLength: cbor.IndefLengthForbidden, UTF8: cbor.UTF8DecodeInvalid, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if err != nil {
		return nil, fmt.Errorf("store: strict reader: %w", err)
	}
	return &Strict{dec}, nil
}

// Knows reports whether octets are a record of which a Codec keeps
// everything.
func (s *Strict) Knows(octets []byte) bool {
	var rec Record
	return s.dec.Unmarshal(octets, &rec) == nil && rec.Kinds() == 1
}
