package submit

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
)

// A Mail is a message with its envelope.
type Mail struct {
	From    string // the reverse-path; empty for the null one
	To      []string
	Content []byte // lines end in LF or CR LF

	Notify string // of every recipient: "never", or some of success, failure, delay
	Return string // "full" or "hdrs"
	ID     string // of the envelope
}

// ErrAway is why mail could not be given to a server: none answers.
var ErrAway = errors.New("no SMTP server answers")

// A Refusal is a reply of the server that is none of success.
type Refusal struct {
	What  string // was refused: "the recipient <ann@example.com>"
	Reply *textproto.Error
}

// Error returns what was refused, and the reply.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s is refused: %d %s", r.What, r.Reply.Code, r.Reply.Msg)
}

// Temporary reports whether trying again later may help.
func (r *Refusal) Temporary() bool { return r.Reply.Code < 500 }

// Unwrap returns the reply.
func (r *Refusal) Unwrap() error { return r.Reply }

// Dial connects to a server at host:port or unix:path.
func Dial(ctx context.Context, server string) (net.Conn, error) {
	network := "tcp"
	if path, ok := strings.CutPrefix(server, "unix:"); ok {
		network, server = "unix", path
	}
	conn, err := new(net.Dialer).DialContext(ctx, network, server)
	if err != nil {
		return nil, fmt.Errorf("%w at %s: %w", ErrAway, server, err)
	}
	return conn, nil
}

// Send gives m to the server and returns its last reply, which has the ID of
// the message. Nothing is sent unless every recipient is accepted. The error is
// ErrAway, a *Refusal, or that of the connection.
func Send(ctx context.Context, server string, m Mail) (reply string, err error) {
	conn, err := Dial(ctx, server)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	c, err := smtp.NewClient(conn, "localhost")
	if err != nil {
		return "", refused("the connection", err)
	}
	d := dialogue{c, m}
	reply, err = d.transact()
	if err != nil {
		return "", errors.Join(err, d.leave())
	}
	return reply, d.leave()
}

// A dialogue is one transaction with a server.
type dialogue struct {
	*smtp.Client
	Mail
}

func (d *dialogue) transact() (string, error) {
	if err := d.Hello("localhost"); err != nil {
		return "", refused("the connection", err)
	}
	if _, err := d.say(250, "MAIL FROM:<%s>%s", d.From, d.params()); err != nil {
		return "", refused("the sender <"+d.From+">", err)
	}
	notify := ""
	if ok, _ := d.Extension("DSN"); ok && d.Notify != "" {
		notify = " NOTIFY=" + strings.ToUpper(d.Notify)
	}
	for _, to := range d.To {
		if _, err := d.say(25, "RCPT TO:<%s>%s", to, notify); err != nil {
			return "", refused("the recipient <"+to+">", err)
		}
	}
	if _, err := d.say(354, "DATA"); err != nil {
		return "", refused("the message", err)
	}
	w := d.Text.DotWriter()
	if _, err := w.Write(d.Content); err != nil {
		return "", fmt.Errorf("the connection was lost: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("the connection was lost: %w", err)
	}
	_, reply, err := d.Text.ReadResponse(250)
	return reply, refused("the message", err)
}

// params returns the parameters of MAIL that the server knows.
func (d *dialogue) params() string {
	var b strings.Builder
	add := func(extension, text string, wanted bool) {
		if ok, _ := d.Extension(extension); ok && wanted {
			b.WriteString(" " + text)
		}
	}
	ascii := func(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0 }
	add("8BITMIME", "BODY=8BITMIME", bytes.ContainsFunc(d.Content, func(r rune) bool { return r > 127 }))
	add("SMTPUTF8", "SMTPUTF8", !ascii(d.From+strings.Join(d.To, "")))
	add("DSN", "RET="+strings.ToUpper(d.Return), d.Return != "")
	add("DSN", "ENVID="+d.ID, d.ID != "")
	return b.String()
}

// say says one command and returns the reply, which must begin with code.
func (d *dialogue) say(code int, format string, args ...any) (string, error) {
	line := fmt.Sprintf(format, args...)
	if strings.ContainsAny(line, "\r\n") {
		return "", fmt.Errorf("%q has a line end in it, which no address may have", line)
	}
	id, err := d.Text.Cmd("%s", line)
	if err != nil {
		return "", err
	}
	d.Text.StartResponse(id)
	defer d.Text.EndResponse(id)
	_, reply, err := d.Text.ReadResponse(code)
	return reply, err
}

// leave says goodbye. A server that is gone by then has done its work.
func (d *dialogue) leave() error {
	if _, err := d.say(221, "QUIT"); err != nil {
		return d.Close()
	}
	return d.Close()
}

// refused returns err as what it is: a reply of the server, or the end of the
// connection.
func refused(what string, err error) error {
	var reply *textproto.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &reply):
		return &Refusal{what, reply}
	}
	return fmt.Errorf("%s could not be completed: %w", what, err)
}

// Relay copies what a client of SMTP says to w, with CR LF at the end of lines
// that have LF alone: people type so, and programs write so.
func Relay(w io.Writer, r io.Reader) error {
	lines := bufio.NewReader(r)
	for last := byte(0); ; {
		chunk, err := lines.ReadSlice('\n')
		if n := len(chunk); n > 0 {
			if chunk[n-1] == '\n' && (n > 1 && chunk[n-2] != '\r' || n == 1 && last != '\r') {
				chunk = append(append([]byte(nil), chunk[:n-1]...), "\r\n"...)
			}
			last = chunk[len(chunk)-1]
			if _, err := w.Write(chunk); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}
