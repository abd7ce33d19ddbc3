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
	idleBuffer = 256      // kept by every connection
	bulkBuffer = 16 << 10 // borrowed while more than that arrives, or content
	fullBuffer = 64 << 10 // borrowed while that is too small
)

var (
	errLineTooLong = errors.New("smtp: command line too long")
	errFlood       = errors.New("smtp: command line without end")
)

// bulkBuffers lends the large buffers to the connections of one server, so
// that ten thousand idle ones hold none, and a thousand slow ones little.
type bulkBuffers struct{ bulk, full sync.Pool }

func (b *bulkBuffers) of(size int) *sync.Pool {
	if size == bulkBuffer {
		return &b.bulk
	}
	return &b.full
}

func (b *bulkBuffers) get(size int) *[]byte {
	if p, ok := b.of(size).Get().(*[]byte); ok {
		return p
	}
	buf := make([]byte, size)
	return &buf
}

func (b *bulkBuffers) put(p *[]byte) { b.of(len(*p)).Put(p) }

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
	idle  []byte  // the small buffer
	lent  *[]byte // a large one, or nil
	buf   []byte  // the one in use
	r, w  int     // buf[r:w] has not been taken yet
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

// makeRoom finds room for more. A buffer that was filled to its end is too
// small for what arrives.
func (in *input) makeRoom() {
	switch {
	case in.w == len(in.buf) && len(in.buf) < fullBuffer:
		in.grow()
	case in.r == in.w:
		in.r, in.w = 0, 0
	case in.w == len(in.buf):
		in.w = copy(in.buf, in.buf[in.r:in.w])
		in.r = 0
	}
}

// roomy moves to a large buffer, for content.
func (in *input) roomy() {
	if in.lent == nil {
		in.grow()
	}
}

// grow moves to the next larger buffer.
func (in *input) grow() {
	size, old := bulkBuffer, in.lent
	if old != nil {
		size = fullBuffer
	}
	in.lent = in.bulks.get(size)
	in.w = copy(*in.lent, in.buf[in.r:in.w])
	in.r = 0
	in.buf = *in.lent
	if old != nil {
		in.bulks.put(old)
	}
}

// shrink gives the large buffer back if nothing is in it.
func (in *input) shrink() {
	if in.lent == nil || in.r < in.w {
		return
	}
	in.bulks.put(in.lent)
	in.lent, in.buf = nil, in.idle
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
