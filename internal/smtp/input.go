package smtp

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// Limits to what is held of one line (RFC 5321 §4.5.3.1.4 asks for 512
// octets of command, RFC 4954 §4 for 12,288 of AUTH).
const (
	maxCommand = 4 << 10
	maxAuth    = 12 << 10
	maxSkipped = 64 << 10 // a line that goes on beyond this is an attack
)

const (
	idleBuffer = 512      // kept by every connection
	bulkBuffer = 64 << 10 // borrowed while more than that arrives
)

var (
	errLineTooLong = errors.New("smtp: command line too long")
	errFlood       = errors.New("smtp: command line without end")
)

// bulkBuffers lends the large buffers to the connections of one server, so
// that ten thousand idle ones hold none.
type bulkBuffers struct{ pool sync.Pool }

func (b *bulkBuffers) get() *[bulkBuffer]byte {
	if p, ok := b.pool.Get().(*[bulkBuffer]byte); ok {
		return p
	}
	return new([bulkBuffer]byte)
}

func (b *bulkBuffers) put(p *[bulkBuffer]byte) { b.pool.Put(p) }

// replyBuffer is room for the reply to EHLO.
const replyBuffer = 1 << 10

// replyBuffers lends room for replies to connections in the lobby.
type replyBuffers struct{ pool sync.Pool }

func (b *replyBuffers) get() []byte {
	if p, ok := b.pool.Get().(*[replyBuffer]byte); ok {
		return p[:0]
	}
	return make([]byte, 0, replyBuffer)
}

// put takes out back, and returns what the connection has then.
func (b *replyBuffers) put(out []byte) []byte {
	if cap(out) == replyBuffer {
		b.pool.Put((*[replyBuffer]byte)(out[:replyBuffer]))
	}
	return nil
}

// An input buffers what a client sent. It reads lines while commands are
// expected and lends out blocks while content is.
type input struct {
	bulks *bulkBuffers
	idle  []byte            // the small buffer
	bulk  *[bulkBuffer]byte // the large one, or nil
	buf   []byte            // the one in use
	r, w  int               // buf[r:w] has not been taken yet
}

func newInput(bulks *bulkBuffers) input {
	idle := make([]byte, idleBuffer)
	return input{bulks: bulks, idle: idle, buf: idle}
}

// buffered returns what has arrived and was not taken. It is valid until the
// next fill.
func (in *input) buffered() []byte { return in.buf[in.r:in.w] }

// take removes the first n octets of buffered.
func (in *input) take(n int) { in.r += n }

// drop forgets everything that has arrived.
func (in *input) drop() { in.r, in.w = 0, 0 }

// fill waits for src to give more octets, and puts them behind those buffered.
func (in *input) fill(src io.Reader) error {
	in.makeRoom()
	n, err := src.Read(in.buf[in.w:])
	in.w += n
	if n > 0 {
		return nil
	}
	if err == nil {
		return io.ErrNoProgress
	}
	return err
}

func (in *input) makeRoom() {
	if in.r == in.w {
		in.r, in.w = 0, 0
	}
	if in.w < len(in.buf) {
		return
	}
	if in.bulk == nil {
		in.grow()
		return
	}
	in.w = copy(in.buf, in.buf[in.r:in.w])
	in.r = 0
}

// grow moves to the large buffer.
func (in *input) grow() {
	if in.bulk != nil {
		return
	}
	in.bulk = in.bulks.get()
	in.w = copy(in.bulk[:], in.buf[in.r:in.w])
	in.r = 0
	in.buf = in.bulk[:]
}

// shrink gives the large buffer back if nothing is in it.
func (in *input) shrink() {
	if in.bulk == nil || in.r < in.w {
		return
	}
	in.bulks.put(in.bulk)
	in.bulk, in.buf = nil, in.idle
	in.drop()
}

// line takes the next line, without its end: LF or CR LF. It is valid until
// the next fill. What is too long is skipped and reported as errLineTooLong,
// what does not end as errFlood.
func (in *input) line(limit int, fill func() error) ([]byte, error) {
	for seen := 0; ; {
		b := in.buffered()
		if i := bytes.IndexByte(b[seen:], '\n'); i >= 0 {
			n := seen + i
			in.take(n + 1)
			if n > limit {
				return nil, errLineTooLong
			}
			return bytes.TrimSuffix(b[:n], []byte{'\r'}), nil
		}
		if seen = len(b); seen > limit {
			return nil, in.skipLine(fill)
		}
		if err := fill(); err != nil {
			return nil, err
		}
	}
}

// skipLine throws away a line that has no end yet.
func (in *input) skipLine(fill func() error) error {
	for skipped := 0; skipped <= maxSkipped; {
		b := in.buffered()
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			in.take(i + 1)
			return errLineTooLong
		}
		skipped += len(b)
		in.drop()
		if err := fill(); err != nil {
			return err
		}
	}
	return errFlood
}
