package smtp

import (
	"strconv"
	"strings"

	"mailsink/internal/mail"
)

// bdat begins a message that comes in chunks (RFC 3030 §2). To the engine it
// is DATA. A refused chunk is taken off the wire before the refusal, so that
// none of it is read as commands; where its size cannot be known, or is
// beyond reason, the connection ends.
func (c *conn) bdat(arg string) {
	size, last, ok := parseChunk(arg)
	switch refusal, complete := c.tx.complete(); {
	case size < 0:
		c.refuse(syntaxError(501, "5.5.4", "Malformed chunk size"))
		c.dismiss()
	case size > c.drainLimit():
		c.refuse(replyTooLarge())
		c.dismiss()
	case !ok:
		c.skipChunk(size, syntaxError(501, "5.5.4", "Malformed BDAT, use BDAT size [LAST]"))
	case !complete:
		c.skipChunk(size, refusal)
	default:
		c.body.begin(size, last, true)
		if c.sabotagedChunk() {
			return
		}
		c.forward("BDAT", "DATA\r\n")
	}
}

func (c *conn) skipChunk(size int64, refusal mail.Reply) {
	c.tx.spoiled = c.tx.open
	c.body.begin(size, true, true)
	if err := c.body.drain(); err != nil {
		refusal = replyTo(err)
	}
	c.keepArrived(refusal)
	c.refuse(refusal)
}

// parseChunk reads the argument of BDAT. The size is -1 if it has none.
func parseChunk(arg string) (size int64, last, ok bool) {
	digits, end, more := strings.Cut(arg, " ")
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || digits[0] == '+' {
		return -1, false, false
	}
	last = more && strings.EqualFold(end, "LAST")
	return int64(n), last, last || !more
}

func (b *content) chunk() ([]byte, error) {
	if err := b.await(); err != nil {
		return nil, err
	}
	in := &b.conn.in
	run := in.buffered()
	run = run[:min(int64(len(run)), b.left)]
	in.take(len(run))
	b.left -= int64(len(run))
	b.conn.arrive(run)
	return run, nil
}

// nextChunk acknowledges a chunk and reads commands up to the next BDAT. A
// command that ends the transaction is put back for later.
func (b *content) nextChunk() error {
	c := b.conn
	c.hold() // the commands that come now need the buffer
	c.say(replyOK())
	for !c.closing {
		line, err := c.line()
		if err != nil {
			c.lineFailed(err)
			continue
		}
		c.heard(line)
		verb, arg, _ := strings.Cut(string(line), " ")
		switch verb = strings.ToUpper(verb); {
		case verb == "BDAT":
			return b.chunkCommand(arg)
		case verb == "NOOP" && isText(line):
			c.say(replyOK())
		case verb == "RSET", verb == "QUIT", verb == "EHLO", verb == "HELO", isForeign(verb):
			c.putBack = []byte(string(line))
			return errAborted
		default:
			c.refuse(outOfSequence("Inside a message, send BDAT or RSET"))
		}
	}
	return errAborted
}

func (b *content) chunkCommand(arg string) error {
	size, last, ok := parseChunk(strings.Trim(arg, " "))
	c := b.conn
	switch {
	case size < 0, size > c.drainLimit():
		c.dismiss()
		if size < 0 {
			refusal := syntaxError(501, "5.5.4", "Malformed chunk size")
			c.keepArrived(refusal)
			c.refuse(refusal)
			return errAborted
		}
		return mail.ErrTooLarge
	case !ok:
		c.skipChunk(size, syntaxError(501, "5.5.4", "Malformed BDAT, use BDAT size [LAST]"))
		return errAborted
	}
	b.left, b.last = size, last
	c.progress = minProgress
	return nil
}
