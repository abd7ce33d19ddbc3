package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"mailsink/internal/mail"
)

// An Item is what an archive says of a message besides its content. Forms
// that cannot say something leave it out.
type Item struct {
	ID       string    // names the file in it
	Time     time.Time // internal date
	Flags    mail.Flags
	Account  string
	Envelope mail.Envelope
	Size     int64 // of the content, in octets; needed to write
}

// A Writer writes messages one after the other.
type Writer interface {
	// Add writes a message; content has as many octets as it says.
	Add(item Item, content io.Reader) error
	// Close completes the archive.
	Close() error
}

// A form is a way to write many messages as one stream.
type form struct {
	mediaType, extension string
	write                func(io.Writer) Writer
	read                 func(r *bufio.Reader, limit int64, yield func(Item, []byte) bool) error
}

func formOf(name string) (form, error) {
	switch name {
	case "mbox":
		return form{"application/mbox", "mbox", newMbox, readMbox}, nil
	case "maildir":
		return form{"application/x-tar", "maildir.tar", newMaildir, readTar}, nil
	case "tar":
		return form{"application/x-tar", "tar", newTar, readTar}, nil
	case "eml":
		return form{"message/rfc822", "eml", newPlain, readPlain}, nil
	}
	return form{}, fmt.Errorf("archive: %.40q is no form of an archive: write mbox, maildir, tar or eml", name)
}

// Describe returns the media type of a form and the extension of its files.
// The error is for a form that there is not.
func Describe(form string) (mediaType, extension string, err error) {
	f, err := formOf(form)
	return f.mediaType, f.extension, err
}

// NewWriter writes an archive of a form to w.
func NewWriter(w io.Writer, form string) (Writer, error) {
	f, err := formOf(form)
	if err != nil {
		return nil, err
	}
	return f.write(w), nil
}

// ErrDamaged is returned for octets that are no archive of their form.
var ErrDamaged = errors.New("archive: what was given is no such archive, or only a part of one")

// Read yields the messages of an archive of a form, in order, with an error as
// the last. No message has more than limit octets.
func Read(r io.Reader, form string, limit int64) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		f, err := formOf(form)
		if err != nil {
			yield(Message{}, err)
			return
		}
		more := true
		err = f.read(bufio.NewReaderSize(r, 64<<10), limit, func(item Item, content []byte) bool {
			more = yield(Message{item, content}, nil)
			return more
		})
		if err != nil && more {
			yield(Message{}, err)
		}
	}
}

// A Message is an item with its content.
type Message struct {
	Item
	Content []byte
}

// readAll reads a message of at most limit octets.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = mail.ErrTooLarge
	}
	return content, err
}
