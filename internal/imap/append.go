package imap

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// maxAppended bounds the messages of one APPEND.
const maxAppended = 1000

// cmdAppend does APPEND (RFC 9051 §6.3.12), of several messages (RFC 3502), of
// pieces (RFC 4469) and of binary ones (RFC 3516). All are kept at one moment,
// once the command has ended as it must, or none.
func (s *session) cmdAppend(r *request) (string, error) {
	name, err := s.mailboxName(r)
	if err != nil {
		return "", err
	}
	to, err := s.target(name)
	if err != nil {
		return "", err
	}
	held, err := s.uploads(r, to)
	if err == nil {
		err = r.end()
	}
	if err != nil {
		s.Mailbox.Release(s.ctx, held...)
		return "", err
	}
	uids, err := s.Mailbox.AppendHeld(s.ctx, to, held...)
	if err != nil {
		return "", err
	}
	now, ok := s.Mailbox.State().Current(to)
	if !ok {
		return "", nil // it was deleted just now
	}
	var made runs
	for _, r := range uids {
		for _, m := range now.From(now.Ceil(r.First)) {
			if m.UID <= r.Last {
				made.add(uint32(now.UIDOf(m)))
			}
		}
	}
	if len(made) == 0 {
		return "", nil
	}
	return "APPENDUID " + itoa(to.UIDValidity) + " " + setText(made), nil
}

// uploads reads the messages of an APPEND.
func (s *session) uploads(r *request, to *mailbox.Box) (held []mailbox.Held, err error) {
	if err := r.space(); err != nil {
		return nil, err
	}
	for {
		h, err := s.upload(r, to)
		if err != nil {
			return held, err
		}
		held = append(held, h)
		if !r.more() {
			return held, nil
		}
		if len(held) == maxAppended {
			return held, no(goimap.ResponseCodeLimit, "APPEND takes 1000 messages at most")
		}
	}
}

// upload reads one message, with its flags and its date.
func (s *session) upload(r *request, to *mailbox.Box) (held mailbox.Held, err error) {
	flags, date, err := s.uploadParams(r, to)
	if err != nil {
		return held, err
	}
	kept := false
	err = s.uploadContent(r, func(content io.Reader) error {
		held, err = s.Mailbox.Hold(s.ctx, flags, date, content)
		kept = err == nil
		return err
	})
	if err != nil && kept {
		s.Mailbox.Release(s.ctx, held)
	}
	return held, err
}

// uploadContent passes the message itself to keep. An empty one is how a
// client says that it wants nothing of the command any more (RFC 3502 §6.3.11).
func (s *session) uploadContent(r *request, keep func(io.Reader) error) error {
	if r.peek() == '{' || r.peek() == '~' {
		lit, err := r.literal()
		if err == nil {
			err = s.receive(r, keep)
		}
		if err == nil && lit.size == 0 {
			err = no("", "An empty message is not kept")
		}
		return err
	}
	switch r.word() {
	case "UTF8":
		if err := r.space(); err != nil {
			return err
		}
		return s.receiveUTF8(r, keep)
	case "CATENATE":
		content, err := s.catenate(r)
		if err != nil {
			return err
		}
		return keep(bytes.NewReader(content))
	}
	return bad("The message is missing")
}

// uploadParams reads what stands in front of a message.
func (s *session) uploadParams(r *request, to *mailbox.Box) (flags mail.Flags, date time.Time, err error) {
	if r.peek() == '(' {
		given, err := r.flags()
		if err != nil {
			return nil, date, err
		}
		known := s.keywords
		if s.view == nil || s.view.ID != to.ID || s.view.Account != to.Account {
			known = nil
		}
		if flags, err = known.canonical(given); err != nil {
			return nil, date, err
		}
		if err := r.space(); err != nil {
			return nil, date, err
		}
	}
	if r.peek() == '"' {
		text, err := r.quoted()
		if err != nil {
			return nil, date, err
		}
		if date, err = time.Parse("_2-Jan-2006 15:04:05 -0700", text); err != nil {
			return nil, date, bad("A date is written as \"17-Jul-1996 02:44:25 -0700\"")
		}
		if err := r.space(); err != nil {
			return nil, date, err
		}
	}
	return flags, date, nil
}

// receive passes the literal that is next to use, and stays behind it. A
// message with octets that no literal holds is stored as base64.
func (s *session) receive(r *request, use func(io.Reader) error) error {
	lit, err := r.literal()
	if err != nil {
		return err
	}
	if lit.size < 0 || lit.size > s.MaxSize {
		return tooBig(fmt.Sprintf("Messages are limited to %d octets", s.MaxSize))
	}
	if err := r.invite(lit); err != nil {
		return err
	}
	body := &incoming{session: s, left: lit.size}
	if lit.eight {
		err = s.receiveBinary(body, use)
	} else {
		err = use(body)
	}
	if _, rest := io.Copy(io.Discard, body); rest != nil { // not wanted any more
		return rest
	}
	r.left = maxCommand
	r.line, r.pos = nil, 0
	if err := r.next(); err != nil {
		return ending(err)
	}
	return err
}

// receiveUTF8 is receive for a literal in parentheses (RFC 6855 §4).
func (s *session) receiveUTF8(r *request, use func(io.Reader) error) error {
	if err := r.open(); err != nil {
		return err
	}
	receive := s.receive
	if r.peek() == '"' {
		receive = receiveQuoted
	}
	if err := receive(r, use); err != nil {
		return err
	}
	if !r.take(')') {
		return bad("A closing parenthesis is missing")
	}
	return nil
}

// maxQuoted is how long a message between quotes may be.
const maxQuoted = 1000

// receiveQuoted passes a message between quotes to use, with the line ends in
// it: so Horde sends those of less than 100 octets, against the grammar.
func receiveQuoted(r *request, use func(io.Reader) error) error {
	text, err := r.quoted()
	for err != nil && len(r.line) < maxQuoted {
		whole := string(r.line[r.pos:]) + "\r\n"
		if err := r.next(); err != nil {
			return ending(err)
		}
		r.line, r.pos = append([]byte(whole), r.line...), 0
		text, err = r.quoted()
	}
	if err != nil {
		return ending(err) // where the message ends is anyone's guess
	}
	return use(strings.NewReader(text))
}

// receiveBinary holds a message in memory to look into it first.
func (s *session) receiveBinary(body io.Reader, use func(io.Reader) error) error {
	octets, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	return use(bytes.NewReader(unbinary(octets)))
}

// An incoming is a literal on its way.
type incoming struct {
	*session
	left int64
}

// Read implements [io.Reader].
func (b *incoming) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	b.expect(time.Now().Add(b.CommandTimeout))
	n, err := b.in.Read(p[:min(int64(len(p)), b.left, 64<<10)])
	b.left -= int64(n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// catenate puts a message together from texts and from parts of messages that
// are here (RFC 4469).
func (s *session) catenate(r *request) ([]byte, error) {
	if err := r.space(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	pieces := 0
	err := r.list(func() error {
		pieces++
		word := r.word()
		if err := r.space(); err != nil {
			return err
		}
		switch word {
		case "TEXT":
			return s.catenateText(r, &out)
		case "UTF8":
			return s.receiveUTF8(r, func(content io.Reader) error { _, err := out.ReadFrom(content); return err })
		case "URL":
			return s.catenateURL(r, &out)
		}
		return bad("CATENATE takes TEXT and URL")
	})
	if err == nil && pieces == 0 {
		return nil, bad("CATENATE needs a piece")
	}
	return out.Bytes(), err
}

func (s *session) catenateText(r *request, out *bytes.Buffer) error {
	if lit, err := r.literal(); err == nil && lit.size+int64(out.Len()) > s.MaxSize {
		return tooBig(fmt.Sprintf("Messages are limited to %d octets", s.MaxSize))
	}
	return s.receive(r, func(content io.Reader) error {
		_, err := out.ReadFrom(content)
		return err
	})
}

func (s *session) catenateURL(r *request, out *bytes.Buffer) error {
	text, err := r.astring()
	if err != nil {
		return err
	}
	octets, err := s.dereference(text)
	if err != nil {
		return err
	}
	if int64(len(octets)+out.Len()) > s.MaxSize {
		return tooBig(fmt.Sprintf("Messages are limited to %d octets", s.MaxSize))
	}
	out.Write(octets)
	return nil
}

// badURL refuses a URL of CATENATE.
func badURL(text string) *fault {
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' || r == ']' }) {
		text = ""
	}
	return no(goimap.ResponseCode("BADURL "+quoted(text)), "The URL names nothing that can be had here")
}
