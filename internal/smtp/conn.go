package smtp

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

// Why a connection gives up.
var (
	errTimeout    = errors.New("smtp: the client was silent for too long")
	errConnection = errors.New("smtp: the connection ended inside a message")
	errStopping   = errors.New("smtp: told to stop")
	errResting    = errors.New("smtp: nothing comes between two transactions")
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
	script   *transcript.Recorder
	address  string // of the client, once it is needed
	born     time.Time

	handshake *tls.Config // to be done before the first octet; nil when done or not wanted

	in      input
	out     []byte // replies on their way
	writeBy time.Time

	verb    string       // of the command that the engine is answering; "" for the greeting
	unheard int          // replies of the engine to what the lobby has answered
	toRead  string       // what the engine reads next
	putBack []byte       // a command line read too early
	said    []byte       // by the engine, up to the end of a line
	answer  mail.Reply   // to be given in place of the engine's words
	answers []mail.Reply // for the recipients after the first, in LMTP
	greeted bool         // 220 was said, perhaps before STARTTLS
	engaged bool         // the engine has the connection, or will have it next
	mute    bool         // the engine's next reply is not for the client
	phase   phase
	closing bool // nothing more is read
	lingers bool // the client may be sending still
	closed  bool
	handed  bool // the socket belongs to another conn now
	bad     int  // bad commands so far
	errors  int  // refusals since the last message
	failed  int  // AUTH exchanges so far that failed

	secretive   bool // the client has begun AUTH
	hello       string
	extended    bool // by EHLO or LHLO
	identity    string
	overrides   *clientAttributes // by XCLIENT
	forwarded   *clientAttributes // by XFORWARD, for one transaction
	tx          transaction
	body        content
	arrived     arrived
	after       *aftermath // of the message under way; nil for none
	unlogged    *outcome   // of the transaction before; nil for none
	rate        int        // octets a second, of a slowed connection; 0 for no bound
	rateForGood bool       // not only for the transaction

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
	open     bool
	binary   bool           // BODY=BINARYMIME
	utf8     bool           // SMTPUTF8
	declared int64          // SIZE=
	spoiled  bool           // a chunk was refused
	accepted []mail.Address // forward-paths, as LMTP answers for them
	env      mail.Envelope
	router   Router     // of all its recipients
	failure  mail.Reply // to its content, whatever that is; Code 0 for none

	overshoot int // recipients too many

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
		c.heard(line)
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
	if !errors.Is(err, errResting) {
		c.commandBy = time.Time{}
	}
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
		if c.phase != exchange {
			c.refuse(tooLong)
			return
		}
		c.phase, c.answer = commands, tooLong
		c.forward("AUTH", "*\r\n") // the engine must not take the next line for the exchange's
	case errors.Is(err, errFlood):
		c.say(tooLong)
		c.dismiss()
	case errors.Is(err, errResting):
		c.rest()
	case errors.Is(err, errStopping):
		c.say(replyShutdown())
	case errors.Is(err, os.ErrDeadlineExceeded):
		c.say(replyTimeout())
	default:
		c.remarkEnd(err)
	}
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
	defer c.script.End()
	if c.handshake == nil {
		_ = c.flush() // the client may be gone already
	}
	c.logTransaction()
	if c.lingers {
		c.linger()
	}
	return c.Conn.Close()
}

// dismiss ends the connection of a client that has not finished sending.
func (c *conn) dismiss() { c.closing, c.lingers = true, true }

// How long, and for how much, a dismissed client is listened to.
const (
	lingerTime   = time.Second
	lingerOctets = 4 << 20
)

// linger lets a dismissed client read why: to close while octets are unread
// would reset the connection, and the last reply would be lost with it.
func (c *conn) linger() {
	if t, ok := c.Conn.(*tls.Conn); ok {
		_ = t.CloseWrite() // as all that follows, only for a client that is there still
	}
	s, ok := c.socket.(interface{ CloseWrite() error })
	if !ok || s.CloseWrite() != nil || c.socket.SetReadDeadline(time.Now().Add(lingerTime)) != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, c.socket, lingerOctets)
}

// turnAway tells a connection too many so. It never waits: the reply fits
// the socket's buffer.
func (c *conn) turnAway() {
	c.script = c.service.Transcripts.Begin(c.id, c.service.door())
	c.describe()
	if c.handshake == nil {
		c.say(replyBusy())
	}
	_ = c.Close() // nothing was promised
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
