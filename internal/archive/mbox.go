package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// separator begins the line in front of each message of an mbox.
const separator = "From "

// An mbox writes messages as RFC 4155 has them.
type mbox struct{ w *bufio.Writer }

func newMbox(w io.Writer) Writer { return &mbox{bufio.NewWriter(w)} }

// Add implements [Writer].
func (b *mbox) Add(item Item, content io.Reader) error {
	from := oneWord(string(item.Envelope.ReversePath))
	if from == "" {
		from = "MAILER-DAEMON"
	}
	fmt.Fprintf(b.w, "%s%s %s\n", separator, from, item.Time.UTC().Format(time.ANSIC))
	r := bufio.NewReader(content)
	for begins := true; ; {
		chunk, err := r.ReadSlice('\n')
		if begins && quotable(chunk) {
			b.w.WriteByte('>')
		}
		whole := bytes.HasSuffix(chunk, []byte("\n"))
		if line, crlf := bytes.CutSuffix(chunk, []byte("\r\n")); crlf {
			b.w.Write(line)
			b.w.WriteByte('\n')
		} else {
			b.w.Write(chunk)
		}
		switch {
		case errors.Is(err, io.EOF):
			if len(chunk) > 0 && !whole || len(chunk) == 0 && !begins {
				b.w.WriteByte('\n') // else the next separator would be a line of this message
			}
			b.w.WriteByte('\n')
			return b.w.Flush() // and what was written before
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
		begins = whole
	}
}

// Close implements [Writer].
func (b *mbox) Close() error { return b.w.Flush() }

// oneWord takes out what would end a word.
func oneWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// quotable reports whether a line would be taken for a separator, or for a
// quoted one.
func quotable(line []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte(separator))
}

// separates reports whether a line begins a message: "From address date", not
// a sentence.
func separates(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte(separator))
	_, date, _ := bytes.Cut(rest, []byte(" "))
	return ok && bytes.Count(date, []byte(":")) >= 1 && bytes.ContainsAny(date, "0123456789")
}

// readMbox takes a separator only at the beginning or behind an empty line. An
// empty file is an mbox without messages.
func readMbox(r *bufio.Reader, limit int64, yield func(Item, []byte) bool) error {
	var (
		item    Item
		content []byte
		inside  bool
	)
	blank := true
	for {
		line, err := readLine(r, limit+2)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		end := errors.Is(err, io.EOF) && len(line) == 0
		if blank && separates(line) || end {
			if blank { // the empty line is not of the message
				content = bytes.TrimSuffix(content, []byte("\r\n"))
			}
			if inside && !yield(item, content) || end {
				break
			}
			item, content, inside, blank = parseSeparator(string(line)), nil, true, false
			continue
		}
		text := bytes.TrimRight(line, "\r\n")
		blank = len(text) == 0
		switch {
		case inside:
		case blank:
			continue
		default:
			return ErrDamaged
		}
		if quotable(text) && text[0] == '>' {
			text = text[1:]
		}
		if content = append(append(content, text...), '\r', '\n'); int64(len(content)) > limit+2 {
			return mail.ErrTooLarge
		}
	}
	return nil
}

// readLine reads a line with its end, which the last one may lack.
func readLine(r *bufio.Reader, limit int64) ([]byte, error) {
	var line []byte
	for {
		chunk, err := r.ReadSlice('\n')
		line = append(line, chunk...)
		switch {
		case int64(len(line)) > limit:
			return nil, mail.ErrTooLarge
		case errors.Is(err, io.EOF) && len(line) > 0:
			return line, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		}
	}
}

// parseSeparator reads "From address date"; what it cannot read it leaves out.
func parseSeparator(line string) Item {
	from, date, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, separator)), " ")
	var item Item
	if from != "MAILER-DAEMON" && strings.Contains(from, "@") {
		item.Envelope.ReversePath = mail.Address(from)
	}
	if at, err := time.Parse(time.ANSIC, strings.TrimSpace(date)); err == nil {
		item.Time = at
	}
	return item
}
