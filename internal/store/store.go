package store

import (
	"context"
	"errors"
	"io"
	"iter"

	"mailsink/internal/mail"
)

// ErrNotExist is returned for content that was never stored or is gone.
var ErrNotExist = errors.New("store: no such content")

// Pos is the position of a record in the journal: the first is 1.
type Pos uint64

// A Journal is a totally ordered sequence of records.
type Journal interface {
	// Append makes recs durable, all or none, at consecutive positions, and
	// returns the last of them. It sets no field of recs.
	Append(ctx context.Context, recs ...Record) (Pos, error)
	// Records yields every record after pos in order, as many at a time as
	// there are, then waits for more. It ends with the cause of ctx, or with
	// the first error of the store; with ErrBehind where compaction has taken
	// away what a reader needs who knows the records up to pos.
	Records(ctx context.Context, after Pos) iter.Seq2[[]Record, error]
	// End returns the position of the last record, 0 for an empty journal.
	End(ctx context.Context) (Pos, error)
	// Compact visits every record up to and including through, and drops or
	// replaces those that revise says to; all of it, or nothing. Positions
	// stay as they are. Appending goes on meanwhile.
	Compact(ctx context.Context, through Pos, revise Revise) error
}

// Revise says what becomes of a record when the journal is compacted. With
// Replace, the record returned takes the place, and the position, of the old.
type Revise func(Record) (Record, Verdict)

// A Verdict is the answer of Revise.
type Verdict int

// The verdicts.
const (
	Keep Verdict = iota
	Drop
	Replace
)

// Content keeps octets exactly as they arrived.
type Content interface {
	// Put stores all of r, or nothing. An error of r is returned as it is,
	// wrapped at most. The content is durable with the next record that
	// names it.
	Put(ctx context.Context, r io.Reader) (key string, size int64, err error)
	// Get opens content. The error is ErrNotExist if there is none.
	Get(ctx context.Context, key string) (io.ReadSeekCloser, error)
	// Delete removes content; removing what is not there is no error.
	Delete(ctx context.Context, keys ...string) error
}

// A Store is a journal and the content it names.
type Store interface {
	Journal
	Content
	// Close waits for what is under way and lets go of the store. Readers
	// of the journal end with ErrClosed.
	io.Closer
}

// ErrBehind is the end of a reader that was away for so long that compaction
// has taken the records it needs next. It is to begin again at 0.
var ErrBehind = errors.New("store: the records after this position are gone")

// ErrAway is a store that does not answer now, and will again without anybody
// changing anything in mailsink: its servers are down or out of reach.
var ErrAway = errors.New("store: does not answer")

// ErrClosed is what the calls of a closed store return.
var ErrClosed = errors.New("store: closed")

// Octets is implemented by content that lies in memory whole. The octets must
// not be written to; they stay valid for as long as the reader is referenced.
type Octets interface{ Octets() []byte }

// ReadAll returns all octets of rc without copying them where it can, and
// closes it.
func ReadAll(rc io.ReadSeekCloser) ([]byte, error) {
	defer rc.Close()
	if o, ok := rc.(Octets); ok {
		return o.Octets(), nil
	}
	return io.ReadAll(rc)
}

// UID returns the UID of a message that a record at pos delivers.
func (pos Pos) UID() mail.UID { return mail.UID(pos) }
