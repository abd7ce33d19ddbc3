package transcript

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"mailsink/internal/mail"
	"mailsink/internal/recent"
)

// A Side is who said a line.
type Side byte

// The sides of a session. A Note is what the door itself remarks, such as how
// much content came.
const (
	Note Side = iota
	Client
	Server
)

// String returns "client", "server" or "note".
func (s Side) String() string {
	switch s {
	case Client:
		return "client"
	case Server:
		return "server"
	}
	return "note"
}

// A Line is something said.
type Line struct {
	At   time.Duration // since the session began
	From Side
	Text string // UTF-8 without controls, save LF within a reply of several lines
}

// A Session is what is known of one connection.
type Session struct {
	ID       string
	Door     string // SMTP, SMTPS, LMTP
	Start    time.Time
	End      time.Time // zero while it goes on
	Client   mail.Client
	Messages []mail.ID // kept of it; the last ones, if they are many
	Accepted int       // transactions
	Refused  int       // replies of 400 and above
	Result   string    // how it ended: the last refusal or acceptance of a message
	Lines    []Line    // without those in the middle, if they are many
	Dropped  int       // lines left out, after the first Head ones
	Head     int       // how many of Lines come before those left out

	Fragments []Fragment // of messages that were refused; the last ones, if they are many
}

const (
	maxLine     = 1 << 10 // octets kept of a line
	maxMessages = 100     // IDs kept of a session
)

// A Recorder takes down one session. Its methods may be called on a nil
// Recorder, which takes down nothing.
type Recorder struct {
	half int // octets kept of the beginning, and of the end

	mu      sync.Mutex
	gone    bool
	session Session // without Lines
	head    []byte  // lines as entries
	tail    []byte
	full    bool // nothing more is put into head

	kept      *recent.Kept[[]byte] // fragments, of all sessions
	fragments int                  // so far
}

// Say takes a line down, without its line end.
func (r *Recorder) Say(from Side, text string) { record(r, from, text) }

// SayBytes is Say for octets, which it does not keep.
func (r *Recorder) SayBytes(from Side, text []byte) { record(r, from, text) }

func record[T string | []byte](r *Recorder, from Side, text T) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.gone {
		return
	}
	text = text[:min(len(text), maxLine)]
	at := time.Since(r.session.Start)
	if !r.full {
		r.head = appendEntry(r.head, at, from, text)
		r.full = len(r.head) >= r.half
		return
	}
	r.tail = appendEntry(r.tail, at, from, text)
	if len(r.tail) > 2*r.half {
		r.cut()
	}
}

// cut takes the older half of tail away; r.mu is held.
func (r *Recorder) cut() {
	rest := r.tail
	for len(rest) > r.half {
		_, rest = cutEntry(rest)
		r.session.Dropped++
	}
	r.tail = r.tail[:copy(r.tail, rest)]
}

// Describe says who the client is.
func (r *Recorder) Describe(client mail.Client) {
	r.change(func(s *Session) { s.Client = client })
}

// Accept counts a message that was kept.
func (r *Recorder) Accept(id mail.ID, reply string) {
	r.change(func(s *Session) {
		if len(s.Messages) == maxMessages {
			s.Messages = append(s.Messages[:0], s.Messages[1:]...)
		}
		s.Messages = append(s.Messages, id)
		s.Accepted++
		s.Result = reply
	})
}

// Refuse counts a reply of 400 or above.
func (r *Recorder) Refuse(reply string) {
	r.change(func(s *Session) {
		s.Refused++
		s.Result = reply
	})
}

// End says that the session is over.
func (r *Recorder) End() {
	r.change(func(s *Session) { s.End = time.Now() })
}

func (r *Recorder) change(f func(*Session)) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.gone {
		f(&r.session)
	}
}

func (r *Recorder) ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.session.End.IsZero()
}

// forget takes down nothing from now on, and returns the room of the lines.
func (r *Recorder) forget() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	room := r.head[:0]
	r.gone, r.head, r.tail = true, nil, nil
	return room
}

// read returns the session as it is now, with its lines if they are wanted.
func (r *Recorder) read(lines bool) Session {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.session
	s.Messages = append([]mail.ID(nil), s.Messages...)
	s.Fragments = slices.Clone(s.Fragments)
	if !lines {
		return s
	}
	s.Lines = entries(nil, r.head)
	s.Head = len(s.Lines)
	s.Lines = entries(s.Lines, r.tail)
	return s
}

// appendEntry writes an entry: microseconds, side, length, text.
func appendEntry[T string | []byte](b []byte, at time.Duration, from Side, text T) []byte {
	b = binary.AppendUvarint(b, uint64(at.Microseconds()))
	b = append(b, byte(from))
	b = binary.AppendUvarint(b, uint64(len(text)))
	return append(b, text...)
}

// cutEntry reads the first entry of b, which was written by appendEntry.
func cutEntry(b []byte) (line Line, rest []byte) {
	at, n := binary.Uvarint(b)
	from := Side(b[n])
	size, m := binary.Uvarint(b[n+1:])
	text := b[n+1+m:]
	return Line{At: time.Duration(at) * time.Microsecond, From: from, Text: string(text[:size])}, text[size:]
}

func entries(lines []Line, b []byte) []Line {
	for len(b) > 0 {
		var line Line
		line, b = cutEntry(b)
		line.Text = printable(line.Text)
		lines = append(lines, line)
	}
	return lines
}

// printable writes controls and malformed UTF-8 as \x and two digits.
func printable(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)), r < ' ' && r != '\n', r == 0x7f:
			q := strconv.FormatUint(0x100|uint64(s[i]), 16)
			b.WriteString(`\x` + q[1:])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
