package smtp

import (
	"errors"
	"io"

	"mailsink/internal/mail"
)

// errAborted is why content ends when the client gave up a message between
// two chunks.
var errAborted = errors.New("smtp: the client gave the message up")

// minDrain is how much of a refused message is taken off the wire at least
// before the connection is ended instead.
const minDrain = 64 << 20

func (c *conn) drainLimit() int64 { return max(minDrain, c.service.MaxSize) }

// A content is the content of the message being received, read straight from
// the connection's buffer: what follows DATA, or the chunks of a row of BDATs
// and the commands between them. It ends with io.EOF at the end of the
// message only, and with mail.ErrTooLarge beyond the maximum size.
type content struct {
	conn    *conn
	chunked bool
	dots    dots  // DATA
	left    int64 // BDAT: of the chunk
	last    bool  // BDAT: it is the last
	size    int64
	rest    []byte // read from the buffer and not given yet
	err     error
}

func (b *content) begin(size int64, last, chunked bool) {
	*b = content{conn: b.conn, chunked: chunked, left: size, last: last}
	b.conn.progress = minProgress
}

// Read implements [io.Reader].
func (b *content) Read(p []byte) (int, error) {
	if err := b.fill(); err != nil {
		return 0, err
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// WriteTo implements [io.WriterTo]; it saves io.Copy a buffer and a copy.
func (b *content) WriteTo(w io.Writer) (written int64, err error) {
	for {
		if err := b.fill(); err == io.EOF {
			return written, nil
		} else if err != nil {
			return written, err
		}
		n, err := w.Write(b.rest)
		written += int64(n)
		b.rest = b.rest[n:]
		if err != nil {
			return written, err
		}
	}
}

// fill provides rest, or the reason why there will be none.
func (b *content) fill() error {
	for len(b.rest) == 0 && b.err == nil {
		b.rest, b.err = b.next()
		if b.size += int64(len(b.rest)); b.size > b.conn.service.MaxSize {
			b.rest, b.err = nil, mail.ErrTooLarge
		}
		if after := b.conn.after; after != nil && after.copy != nil {
			after.copy.Write(b.rest)
		}
		if b.err == io.EOF {
			b.err = b.conn.judge()
		}
	}
	if len(b.rest) > 0 {
		return nil
	}
	return b.err
}

// next takes a run of content, perhaps empty, from the connection.
func (b *content) next() ([]byte, error) {
	if !b.chunked {
		return b.stuffed()
	}
	if b.left == 0 {
		if b.last {
			return nil, io.EOF
		}
		return nil, b.nextChunk()
	}
	if b.size+b.left > b.conn.service.MaxSize {
		return nil, mail.ErrTooLarge
	}
	return b.chunk()
}

func (b *content) stuffed() ([]byte, error) {
	if b.dots.at == ended {
		return nil, io.EOF
	}
	if err := b.await(); err != nil {
		return nil, err
	}
	in := &b.conn.in
	run, n := b.dots.next(in.buffered())
	in.take(n)
	b.conn.arrive(run)
	return run, nil
}

// await waits until some of the message is in the connection's buffer.
func (b *content) await() error {
	if len(b.conn.in.buffered()) > 0 {
		return nil
	}
	b.conn.hold()
	return b.conn.fillContent()
}

// finish takes what is left of the message off the wire once its delivery
// has ended with err, and returns how the transaction ended. A message that
// was not read to its end has not been delivered.
func (b *content) finish(err error) error {
	unread := b.err == nil
	if b.err != nil && b.err != io.EOF {
		err = b.err
	}
	b.rest = nil
	if lost := b.drain(); lost != nil && !errors.Is(err, errAborted) {
		return lost
	}
	if unread && err == nil {
		return io.ErrUnexpectedEOF
	}
	return err
}

// drain reads to the end of the message, or of the chunk, and keeps nothing.
// If that end is lost or too far away, the connection is closed: whatever
// comes is still part of the message.
func (b *content) drain() error {
	if errors.Is(b.err, errTimeout) || errors.Is(b.err, errConnection) {
		b.conn.closing = true
		return b.err
	}
	for drained := int64(0); !b.atEnd(); {
		run, err := b.discard()
		if err != nil {
			b.conn.closing = true
			return err
		}
		if drained += int64(len(run)); drained > b.conn.drainLimit() {
			b.conn.dismiss()
			return nil
		}
	}
	return nil
}

func (b *content) atEnd() bool {
	if b.chunked {
		return b.left == 0
	}
	return b.dots.at == ended
}

func (b *content) discard() ([]byte, error) {
	if b.chunked {
		return b.chunk()
	}
	return b.stuffed()
}
