package smtp

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/mail"
)

// Why a connection gives up.
var (
	errTimeout    = errors.New("smtp: the client was silent for too long")
	errConnection = errors.New("smtp: the connection ended inside a message")
	errStopping   = errors.New("smtp: told to stop")
	errNotSMTP    = errors.New("smtp: the client speaks another protocol")
)

// A conn stands between a socket and the command engine. The engine reads
// from it one command a time, judged and put in plain form; what it writes
// are verdicts, for which the conn finds the words. TLS, the octets of
// messages, time and size are not the engine's business.
//
// One goroutine, the engine's, uses a conn; stop and kill may be called from
// others.
type conn struct {
	net.Conn // the socket, or TLS over it
	socket   net.Conn
	service  *service
	id       string
	born     time.Time

	handshake *tls.Config // to be done before the first octet; nil when done or not wanted
	greeted   bool        // 220 was said, perhaps before STARTTLS

	in      input
	out     []byte // replies on their way
	writeBy time.Time

	verb    string     // of the command that the engine is answering; "" for the greeting
	toRead  string     // what the engine reads next
	putBack []byte     // a command line read too early
	said    []byte     // by the engine, up to the end of a line
	answer  mail.Reply // to be given in place of the engine's words
	mute    bool       // the engine's next reply is not for the client
	phase   phase
	closing bool // nothing more is read
	closed  bool
	handed  bool // the socket belongs to another conn now
	bad     int  // bad commands so far
	failed  int  // AUTH exchanges so far that failed

	hello    string
	extended bool // by EHLO
	identity string
	tx       transaction
	body     content

	stopping atomic.Bool
	mu       sync.Mutex
	waiting  bool      // for a command
	readBy   time.Time // the deadline that is set

	commandBy time.Time // when the command being read must be complete
	progress  int       // octets of content since the deadline last moved
}

// A phase says what the next octets from the client are.
type phase uint8

const (
	commands phase = iota
	exchange       // a line of a SASL exchange
	message        // content
)

// A transaction is what MAIL and RCPT have said so far.
type transaction struct {
	open   bool
	binary bool // BODY=BINARYMIME
	utf8   bool // SMTPUTF8
	env    mail.Envelope

	path   mail.Address // of the command under way
	params []mail.Param
}

func newConn(v *service, socket net.Conn, handshake *tls.Config) *conn {
	c := &conn{Conn: socket, socket: socket, service: v, id: v.nextID(), born: time.Now(), handshake: handshake}
	c.in = newInput(&v.bulks)
	c.body.conn = c
	return c
}

// Read gives the engine its next command.
func (c *conn) Read(p []byte) (int, error) {
	if c.phase == message { // the engine looks for the end of what went past it
		c.phase = commands
		c.toRead = ".\r\n"
	}
	for c.toRead == "" {
		if c.closing || c.closed {
			return 0, io.EOF
		}
		c.readCommand()
	}
	n := copy(p, c.toRead)
	c.toRead = c.toRead[n:]
	return n, nil
}

// readCommand takes a line from the client and acts on it. Either it leaves
// something in toRead, or it has answered, or the connection is closing.
func (c *conn) readCommand() {
	line := c.putBack
	c.putBack = nil
	if line == nil {
		var err error
		if line, err = c.line(); err != nil {
			c.lineFailed(err)
			return
		}
	}
	if c.phase == exchange {
		c.phase = commands
		c.exchangeLine(line)
		return
	}
	c.command(line)
}

func (c *conn) line() ([]byte, error) {
	if c.stopping.Load() {
		return nil, errStopping
	}
	line, err := c.in.line(maxAuth, c.fillCommand)
	c.commandBy = time.Time{}
	if err == nil && len(line) > maxCommand && c.phase != exchange && !isAuth(line) {
		return nil, errLineTooLong
	}
	return line, err
}

func isAuth(line []byte) bool { return len(line) > 5 && bytes.EqualFold(line[:5], []byte("AUTH ")) }

func (c *conn) lineFailed(err error) {
	tooLong := syntaxError(500, "5.5.2", "Line too long")
	c.closing = true
	switch {
	case errors.Is(err, errLineTooLong):
		c.closing = false
		c.phase = commands
		c.refuse(tooLong)
	case errors.Is(err, errFlood):
		c.say(tooLong)
	case errors.Is(err, errStopping):
		c.say(replyShutdown())
	case errors.Is(err, os.ErrDeadlineExceeded):
		c.say(replyTimeout())
	}
}

// fillCommand waits for more of a command.
func (c *conn) fillCommand() error {
	if err := c.flush(); err != nil {
		return err
	}
	c.in.shrink()
	if err := c.beginWait(); err != nil {
		return err
	}
	err := c.in.fill(c.Conn)
	if c.endWait() && errors.Is(err, os.ErrDeadlineExceeded) {
		return errStopping
	}
	if err == nil && c.verb == "" && c.handshake == nil && c.in.buffered()[0] == tlsHandshake && c.Conn == c.socket {
		return errNotSMTP
	}
	return err
}

// tlsHandshake is the first octet of a TLS connection (RFC 8446 §5.1).
const tlsHandshake = 0x16

func (c *conn) beginWait() error {
	if c.commandBy.IsZero() {
		c.commandBy = time.Now().Add(c.service.CommandTimeout)
		if age := c.service.SessionTimeout; age > 0 && c.commandBy.After(c.born.Add(age)) {
			c.commandBy = c.born.Add(age)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopping.Load() {
		return errStopping
	}
	c.waiting = true
	return c.setReadBy(c.commandBy)
}

func (c *conn) endWait() (stopping bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = false
	return c.stopping.Load()
}

// minProgress is how much content must come within DataTimeout.
const minProgress = 1 << 10

// fillContent waits for more of a message.
func (c *conn) fillContent() error {
	if err := c.flush(); err != nil {
		return errConnection
	}
	if c.progress >= minProgress {
		c.progress = 0
		c.mu.Lock()
		err := c.setReadBy(time.Now().Add(c.service.DataTimeout))
		c.mu.Unlock()
		if err != nil {
			return errConnection
		}
	}
	before := len(c.in.buffered())
	err := c.in.fill(c.Conn)
	c.progress += len(c.in.buffered()) - before
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errTimeout
	}
	return errConnection
}

// slack is by how much a deadline may be early, so that it need not be moved
// for every block.
const slack = time.Second

// setReadBy sets the deadline for reading; c.mu is held.
func (c *conn) setReadBy(t time.Time) error {
	if d := t.Sub(c.readBy); 0 <= d && d < slack {
		return nil
	}
	c.readBy = t
	return c.Conn.SetReadDeadline(t)
}

// Write takes a verdict of the engine.
func (c *conn) Write(p []byte) (int, error) {
	c.said = append(c.said, p...)
	for {
		line, rest, whole := bytes.Cut(c.said, []byte("\r\n"))
		if !whole {
			return len(p), nil
		}
		c.verdict(line)
		c.said = append(c.said[:0], rest...)
	}
}

// verdict turns a reply of the engine into one of ours. The code decides; the
// words are the engine's only where it refuses.
func (c *conn) verdict(line []byte) {
	if len(line) < 4 || line[3] == '-' {
		return
	}
	code, err := strconv.Atoi(string(line[:3]))
	if err != nil {
		return
	}
	answer := c.answer
	c.answer = mail.Reply{}
	switch {
	case c.verb == "" && !c.greeted && code == 220:
		c.greet()
	case c.verb == "" && code == 220:
		c.resume()
	case code == 354:
		c.beginContent()
	case c.mute:
		c.mute = false
	case answer.Code != 0:
		c.refuse(answer)
	case code == 334:
		c.phase = exchange
		c.out = append(append(c.out, line...), "\r\n"...)
	case code == 250 && c.verb == "EHLO":
		c.out = append(c.out, c.extensions()...)
	case code < 400:
		c.say(acceptance(c.verb))
	default:
		c.refuse(mail.Reply{Code: code, Text: string(line[4:])})
	}
}

// acceptance is what is said to a command that the engine has accepted.
func acceptance(verb string) mail.Reply {
	switch verb {
	case "MAIL":
		return mail.Reply{Code: 250, Enhanced: "2.1.0", Text: "Ok"}
	case "RCPT":
		return mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"}
	case "AUTH":
		return mail.Reply{Code: 235, Enhanced: "2.7.0", Text: "Authentication succeeded"}
	case "QUIT":
		return mail.Reply{Code: 221, Enhanced: "2.0.0", Text: "Bye"}
	}
	return replyOK()
}

// greet says the first words, after the handshake where there is one.
func (c *conn) greet() {
	c.greeted = true
	switch {
	case !c.secure():
	case c.stopping.Load():
		c.say(replyShutdown())
		c.closing = true
	default:
		c.say(mail.Reply{Code: 220, Text: c.service.Domain + " ESMTP mailsink"})
	}
}

// resume goes on after STARTTLS, without a greeting (RFC 3207 §4.2).
func (c *conn) resume() { c.secure() }

// secure does the handshake that is due. Nobody can be told if it fails.
func (c *conn) secure() bool {
	if c.handshake == nil {
		return true
	}
	t := tls.Server(c.socket, c.handshake)
	deadline := time.Now().Add(c.service.WriteTimeout)
	if err := c.socket.SetDeadline(deadline); err != nil {
		c.closing = true
		return false
	}
	c.mu.Lock()
	c.readBy, c.writeBy = deadline, deadline
	c.Conn, c.handshake = t, nil
	c.mu.Unlock()
	if err := t.Handshake(); err != nil {
		c.closing = true
		return false
	}
	return true
}

// maxUnsent is how many octets of replies are gathered before they are sent
// although the client has more to say.
const maxUnsent = 8 << 10

// say gives the client a reply.
func (c *conn) say(r mail.Reply) {
	c.out = appendReply(c.out, r)
	if len(c.out) > maxUnsent && c.flush() != nil {
		c.closing = true
	}
}

// refuse is say, and counts the commands that no decent client sends.
func (c *conn) refuse(r mail.Reply) {
	c.say(r)
	switch r.Code {
	case 500, 501, 502, 503, 504, 555:
		c.bad++
	case 421:
		c.closing = true
	}
	if c.bad > c.service.MaxBadCommands && !c.closing {
		c.say(mail.Reply{Code: 421, Enhanced: "4.7.0", Text: "Too many bad commands, closing connection"})
		c.closing = true
	}
}

// flush sends the replies gathered. It is called before every wait.
func (c *conn) flush() error {
	if len(c.out) == 0 {
		return nil
	}
	now := time.Now()
	if c.writeBy.Sub(now) < c.service.WriteTimeout/2 {
		c.writeBy = now.Add(c.service.WriteTimeout)
		if err := c.Conn.SetWriteDeadline(c.writeBy); err != nil {
			return err
		}
	}
	_, err := c.Conn.Write(c.out)
	c.out = c.out[:0]
	if err != nil {
		c.closing = true
	}
	return err
}

// Close sends what is unsent and closes the socket, unless that now belongs
// to another conn.
func (c *conn) Close() error {
	if c.closed {
		return nil
	}
	c.closed = true
	c.in.drop()
	c.in.shrink()
	if c.handed {
		return nil
	}
	defer c.service.remove(c)
	if c.handshake == nil {
		_ = c.flush() // the client may be gone already
	}
	return c.Conn.Close()
}

// turnAway tells a connection too many so. It never waits: the reply fits
// the socket's buffer.
func (c *conn) turnAway() {
	if c.handshake == nil {
		c.say(replyBusy())
	}
	_ = c.Close() // nothing was promised
}

// upgrade answers STARTTLS and passes the socket to a new conn, which knows
// nothing of what was said in the clear, and loses what was sent behind the
// command (RFC 3207 §4.2).
func (c *conn) upgrade() {
	c.say(mail.Reply{Code: 220, Enhanced: "2.0.0", Text: "Ready to start TLS"})
	if c.flush() != nil {
		return
	}
	next := newConn(c.service, c.socket, c.service.TLS)
	next.id, next.born, next.greeted = c.id, c.born, true
	next.bad, next.failed = c.bad, c.failed
	c.service.succeed(c, next)
	c.handed, c.closing = true, true
	if !c.service.upgraded.hand(next) {
		next.kill()
		_ = next.Close() // it was never served
	}
}

// stop ends the wait for a command, now or when the message under way is
// through.
func (c *conn) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopping.Store(true)
	if c.waiting {
		_ = c.Conn.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed socket, which does not wait
	}
}

// kill closes the socket under whatever is going on.
func (c *conn) kill() { _ = c.socket.Close() }
