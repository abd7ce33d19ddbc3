package jetstream

import (
	"context"
	"encoding/binary"
	"fmt"
)

// partMost is the size of a part of content that is not stored whole. What
// fits into one part is.
const partMost = 512 << 10

// An upload takes content in and stores it, part by part. What of it has been
// stored when it fails, no manifest names: a sweep takes it away.
type upload struct {
	ctx   context.Context // of the call that the upload is part of
	store *Store
	most  int
	small bool // what is small enough may be bundled with the content of others
	buf   []byte
	parts []part
	size  int64
}

// A part is a message that holds some of the octets of a content.
type part struct {
	seq  uint64
	size int
}

func (s *Store) upload(ctx context.Context) *upload {
	// Headers count against the payload too.
	return &upload{ctx: ctx, store: s, most: min(partMost, int(s.nc.MaxPayload())-1024)}
}

// Write implements [io.Writer].
func (u *upload) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if len(u.buf) == u.most {
			if err := u.flush(); err != nil {
				return 0, err
			}
		}
		n := min(len(rest), u.most-len(u.buf))
		u.buf = append(u.buf, rest[:n]...)
		rest = rest[n:]
	}
	u.size += int64(len(p))
	return len(p), nil
}

func (u *upload) flush() error {
	seq, err := u.put(u.buf)
	if err != nil {
		return err
	}
	u.parts = append(u.parts, part{seq, len(u.buf)})
	u.buf = u.buf[:0]
	return nil
}

func (u *upload) put(octets []byte) (uint64, error) {
	return u.store.publish(u.ctx, contentSubject(u.store.place.Name), octets)
}

// finish stores what is left and returns the key of the whole.
func (u *upload) finish() (key, error) {
	if u.small && len(u.parts) == 0 && len(u.buf) <= bundledMost {
		k, _, err := u.store.hand(u.ctx, u.store.contents, newParcel(u.buf))
		return k, err
	}
	if len(u.parts) == 0 {
		seq, err := u.put(u.buf)
		return key{kind: whole, seq: seq}, err
	}
	if err := u.flush(); err != nil {
		return key{}, err
	}
	var manifest []byte
	for _, p := range u.parts {
		manifest = binary.AppendUvarint(manifest, p.seq)
		manifest = binary.AppendUvarint(manifest, uint64(p.size))
	}
	seq, err := u.put(manifest)
	return key{kind: parted, seq: seq}, err
}

// readManifest returns the parts that a manifest names.
func readManifest(octets []byte) ([]part, error) {
	var parts []part
	for len(octets) > 0 {
		seq, n := binary.Uvarint(octets)
		size, m := binary.Uvarint(octets[max(n, 0):])
		if n <= 0 || m <= 0 || size == 0 || size > partMost {
			return nil, fmt.Errorf("jetstream: a manifest is damaged after %d parts", len(parts))
		}
		parts = append(parts, part{seq, int(size)})
		octets = octets[n+m:]
	}
	return parts, nil
}
