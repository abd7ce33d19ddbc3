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
	"golang.org/x/sync/errgroup"

	"mailsink/internal/store"
)

// snapshotKey is where the bucket has the newest snapshot.
const snapshotKey = "snapshot"

// A snapshot is the journal up to a position, as compaction left it. The
// records themselves are content.
type snapshot struct {
	Through store.Pos `json:"through"` // what it stands for; 0 for no snapshot
	Last    store.Pos `json:"last"`    // of its records, 0 if it has none
	Records int       `json:"records,omitempty"`
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
	count  int
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
	w.count++
	return err
}

// replay yields the records of a snapshot. more is false if yield has had
// enough.
func (s *Store) replay(ctx context.Context, snap snapshot, yield func([]store.Record) bool) (more bool, err error) {
	return s.replayLooking(ctx, snap, func([]byte) {}, yield)
}

// replayLooking is replay for who wants to look at each record as it was
// written.
func (s *Store) replayLooking(ctx context.Context, snap snapshot, look func([]byte), yield func([]store.Record) bool) (more bool, err error) {
	rc, err := s.Get(ctx, snap.Key)
	if err != nil {
		return false, fmt.Errorf("jetstream: the snapshot through %d: %w", snap.Through, err)
	}
	defer rc.Close()
	reading, cancel := context.WithCancel(ctx)
	read := make(chan []store.Record, 4) // what is read while yield is at work
	var g errgroup.Group
	g.Go(func() error {
		defer close(read)
		return s.readShots(reading, bufio.NewReaderSize(rc, 64<<10), look, read)
	})
	more = true
	for recs := range read {
		if more = more && yield(recs); !more {
			cancel()
		}
	}
	cancel()
	err = g.Wait()
	switch {
	case !more:
		return false, nil
	case ctx.Err() != nil:
		return false, context.Cause(ctx)
	case err != nil:
		return false, fmt.Errorf("jetstream: the snapshot through %d: %w", snap.Through, err)
	}
	return true, nil
}

// readShots sends all records of in, many at a time.
func (s *Store) readShots(ctx context.Context, in *bufio.Reader, look func([]byte), to chan<- []store.Record) error {
	for {
		recs, err := s.readShot(in, look)
		if err != nil || len(recs) == 0 {
			return err
		}
		select {
		case to <- recs:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// readShot returns the next records, none at the end.
func (s *Store) readShot(in *bufio.Reader, look func([]byte)) (recs []store.Record, err error) {
	for len(recs) < batchMost {
		pos, err := binary.ReadUvarint(in)
		if err == io.EOF {
			return recs, nil
		}
		if err != nil {
			return nil, err
		}
		rec, err := s.readRecord(in, store.Pos(pos), look)
		if err != nil {
			return nil, err
		}
		recs = append(recs, rec)
	}
	return recs, nil
}

// recordMost bounds what a damaged length can make the reader allocate.
const recordMost = 64 << 20

func (s *Store) readRecord(in *bufio.Reader, pos store.Pos, look func([]byte)) (store.Record, error) {
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
	look(octets)
	return s.codec.Decode(pos, octets)
}
