package jetstream

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/nats-io/nats.go/jetstream"

	"mailsink/internal/store"
)

// snapshotKey is where the bucket has the newest snapshot.
const snapshotKey = "snapshot"

// A snapshot is the journal up to a position, as compaction left it. The
// records themselves are content.
type snapshot struct {
	Through store.Pos `json:"through"` // what it stands for; 0 for no snapshot
	Last    store.Pos `json:"last"`    // of its records, 0 if it has none
	Key     string    `json:"key"`
	Before  string    `json:"before,omitempty"` // the key of the one before: somebody may be reading it
}

// snapshot returns the newest snapshot and its revision. There may be none.
func (s *Store) snapshot(ctx context.Context) (snap snapshot, revision uint64, err error) {
	entry, err := s.state.Get(ctx, snapshotKey)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return snap, 0, nil
	}
	if err != nil {
		return snap, 0, err
	}
	if err := json.Unmarshal(entry.Value(), &snap); err != nil {
		return snap, 0, fmt.Errorf("jetstream: where the snapshot is cannot be read: %w", err)
	}
	return snap, entry.Revision(), nil
}

// A shot writes the records of a snapshot.
type shot struct {
	upload *upload
	codec  *store.Codec
	last   store.Pos
}

// add writes rec: its position, how many octets it has, and these.
func (w *shot) add(rec store.Record) error {
	octets, err := w.codec.Encode(rec)
	if err != nil {
		return err
	}
	var head [2 * binary.MaxVarintLen64]byte
	n := binary.PutUvarint(head[:], uint64(rec.Pos))
	n += binary.PutUvarint(head[n:], uint64(len(octets)))
	if _, err = w.upload.Write(head[:n]); err == nil {
		_, err = w.upload.Write(octets)
	}
	w.last = rec.Pos
	return err
}

// replay yields the records of a snapshot. more is false if yield has had
// enough.
func (s *Store) replay(ctx context.Context, snap snapshot, yield func([]store.Record) bool) (more bool, err error) {
	rc, err := s.Get(ctx, snap.Key)
	if err != nil {
		return false, fmt.Errorf("jetstream: the snapshot through %d: %w", snap.Through, err)
	}
	defer rc.Close()
	in := bufio.NewReaderSize(rc, 64<<10)
	for ctx.Err() == nil {
		recs, err := s.readShot(in)
		if err != nil {
			return false, fmt.Errorf("jetstream: the snapshot through %d: %w", snap.Through, err)
		}
		if len(recs) == 0 {
			return true, nil
		}
		if !yield(recs) {
			return false, nil
		}
	}
	return false, context.Cause(ctx)
}

// readShot returns the next records, none at the end.
func (s *Store) readShot(in *bufio.Reader) (recs []store.Record, err error) {
	for len(recs) < batchMost {
		pos, err := binary.ReadUvarint(in)
		if err == io.EOF {
			return recs, nil
		}
		if err != nil {
			return nil, err
		}
		rec, err := s.readRecord(in, store.Pos(pos))
		if err != nil {
			return nil, err
		}
		recs = append(recs, rec)
	}
	return recs, nil
}

// recordMost bounds what a damaged length can make the reader allocate.
const recordMost = 64 << 20

func (s *Store) readRecord(in *bufio.Reader, pos store.Pos) (store.Record, error) {
	size, err := binary.ReadUvarint(in)
	if err == nil && size > recordMost {
		err = errors.New("a record is too long to be one")
	}
	if err != nil {
		return store.Record{}, err
	}
	octets := make([]byte, size)
	if _, err := io.ReadFull(in, octets); err != nil {
		return store.Record{}, err
	}
	return s.codec.Decode(pos, octets)
}
