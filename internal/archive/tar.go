package archive

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// The records beside a file that say what the content does not.
const (
	envelopeRecord = "MAILSINK.envelope" // JSON
	flagsRecord    = "MAILSINK.flags"    // with blanks between them
	accountRecord  = "MAILSINK.account"
)

// files writes a file for each message into a tar.
type files struct {
	w    *tar.Writer
	name func(Item) string
	full bool // everything known goes into records
}

func newTar(w io.Writer) Writer {
	return &files{tar.NewWriter(w), func(i Item) string { return i.ID + ".eml" }, true}
}

func newMaildir(w io.Writer) Writer {
	f := &files{w: tar.NewWriter(w), name: maildirName}
	for _, dir := range []string{"cur/", "new/", "tmp/"} {
		// An error stays in the tar.Writer; the next Add or Close returns it.
		_ = f.w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: dir, Mode: 0o700})
	}
	return f
}

// Add implements [Writer].
func (f *files) Add(item Item, content io.Reader) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: f.name(item), Size: item.Size, Mode: 0o600, ModTime: item.Time, Format: tar.FormatPAX}
	if f.full {
		envelope, err := json.Marshal(item.Envelope)
		if err != nil {
			return fmt.Errorf("archive: envelope: %w", err)
		}
		h.PAXRecords = map[string]string{envelopeRecord: string(envelope)}
		if flags := flagText(item.Flags); flags != "" {
			h.PAXRecords[flagsRecord] = flags
		}
		if item.Account != "" {
			h.PAXRecords[accountRecord] = item.Account
		}
	}
	if err := f.w.WriteHeader(h); err != nil {
		return err
	}
	if _, err := io.Copy(f.w, content); err != nil {
		return err
	}
	return f.w.Flush()
}

// Close implements [Writer].
func (f *files) Close() error { return f.w.Close() }

func flagText(flags mail.Flags) string {
	var words []string
	for _, f := range flags {
		words = append(words, string(f))
	}
	return strings.Join(words, " ")
}

// letters are the flags that a Maildir has in its names.
func letters() [][2]string {
	return [][2]string{{"D", string(mail.Draft)}, {"F", string(mail.Flagged)}, {"R", string(mail.Answered)}, {"S", string(mail.Seen)}, {"T", string(mail.Deleted)}}
}

// maildirName returns "cur/seconds.ID.mailsink:2,FS".
func maildirName(item Item) string {
	name := fmt.Sprintf("cur/%d.%s.mailsink:2,", item.Time.Unix(), item.ID)
	for _, l := range letters() {
		if item.Flags.Has(mail.Flag(l[1])) {
			name += l[0]
		}
	}
	return name
}

// readTar reads the messages of a tar: files called .eml, and those in the cur
// and new of a Maildir. Names are looked at, and nothing is written by them.
func readTar(r *bufio.Reader, limit int64, yield func(Item, []byte) bool) error {
	tr := tar.NewReader(r)
	for n := 0; ; n++ {
		h, err := tr.Next()
		switch {
		case errors.Is(err, io.EOF) && n > 0:
			return nil
		case errors.Is(err, tar.ErrHeader), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return ErrDamaged
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return err
		}
		flags, isMessage := messageName(h.Name)
		if h.Typeflag != tar.TypeReg || !isMessage {
			continue
		}
		if h.Size > limit {
			return mail.ErrTooLarge
		}
		content, err := readAll(tr, limit)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return ErrDamaged
		}
		if err != nil {
			return err
		}
		if !yield(itemOf(h, flags), content) {
			return nil
		}
	}
}

// messageName reports whether a file of that name is a message, and the flags
// that the name says.
func messageName(name string) (mail.Flags, bool) {
	name = path.Clean(strings.ReplaceAll(name, `\`, "/"))
	dir := path.Base(path.Dir(name))
	if dir != "cur" && dir != "new" {
		return nil, strings.EqualFold(path.Ext(name), ".eml")
	}
	var flags mail.Flags
	_, info, _ := strings.Cut(path.Base(name), ":2,")
	for _, l := range letters() {
		if strings.Contains(info, l[0]) {
			flags = flags.With(mail.Flag(l[1]))
		}
	}
	return flags, !strings.HasPrefix(path.Base(name), ".")
}

// itemOf reads what is beside a file. A record that cannot be read is as one
// that is not there.
func itemOf(h *tar.Header, flags mail.Flags) Item {
	item := Item{Time: h.ModTime, Flags: flags, Account: h.PAXRecords[accountRecord], Size: h.Size}
	if h.ModTime.Equal(time.Unix(0, 0)) {
		item.Time = time.Time{}
	}
	for _, f := range strings.Fields(h.PAXRecords[flagsRecord]) {
		item.Flags = item.Flags.With(mail.Flag(f))
	}
	var env mail.Envelope
	if json.Unmarshal([]byte(h.PAXRecords[envelopeRecord]), &env) == nil {
		item.Envelope = env
	}
	item.Envelope.Recipients = slices.DeleteFunc(item.Envelope.Recipients, func(r mail.Recipient) bool { return r.Original == "" })
	return item
}
