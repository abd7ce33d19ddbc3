package submit

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"time"
)

// Options say how standard input becomes a message.
type Options struct {
	Sender   string // the reverse-path, and the author where the header has none
	FullName string // of the author, where the header has none
	Host     string // names this machine in Message-ID
	Extract  bool   // recipients are those of the header, added to others
	Dots     bool   // a line with a dot does not end the message
	Now      time.Time
}

// Prepare reads a message and returns what is to be sent of it, and the
// recipients that its header names if they are asked for.
func Prepare(r io.Reader, o Options) (content []byte, to []string, err error) {
	octets, err := readMessage(r, o.Dots)
	if err != nil {
		return nil, nil, fmt.Errorf("standard input: %w", err)
	}
	h := splitHeader(octets)
	if o.Extract {
		if to, err = h.recipients(); err != nil {
			return nil, nil, err
		}
		h.remove("Bcc", "Resent-Bcc")
	}
	h.complete(o)
	return h.octets(), to, nil
}

// readMessage reads to the end, or to a line with nothing but a dot.
func readMessage(r io.Reader, dots bool) ([]byte, error) {
	if dots {
		return io.ReadAll(r)
	}
	var b bytes.Buffer
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if bytes.Equal(bytes.TrimRight(line, "\r\n"), []byte(".")) {
			return b.Bytes(), nil
		}
		b.Write(line)
		switch {
		case errors.Is(err, io.EOF):
			return b.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}

// A header is a message in its fields and what follows them.
type header struct {
	fields []string // with their folded lines and line ends
	rest   []byte   // the empty line and the body
}

// splitHeader reads fields as far as there are any. A first line as mailboxes
// have them in front of a message, "From ann Mon …", is left out.
func splitHeader(octets []byte) *header {
	h := new(header)
	for first := true; len(octets) > 0; first = false {
		end := bytes.IndexByte(octets, '\n') + 1
		if end == 0 {
			end = len(octets)
		}
		line := string(octets[:end])
		switch {
		case first && strings.HasPrefix(line, "From "):
		case len(h.fields) > 0 && (line[0] == ' ' || line[0] == '\t') && strings.TrimSpace(line) != "":
			h.fields[len(h.fields)-1] += line
		case fieldName(line) == "":
			h.rest = octets
			return h
		default:
			h.fields = append(h.fields, line)
		}
		octets = octets[end:]
	}
	return h
}

// fieldName returns the name of a field (RFC 5322 §2.2); empty if line is none.
func fieldName(line string) string {
	name, _, ok := strings.Cut(line, ":")
	name = strings.TrimRight(name, " \t")
	if !ok || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return name
}

func (h *header) has(name string) bool { return len(h.bodies(name)) > 0 }

// bodies returns what the fields of a name say, unfolded.
func (h *header) bodies(name string) []string {
	var list []string
	for _, f := range h.fields {
		if strings.EqualFold(fieldName(f), name) {
			_, body, _ := strings.Cut(f, ":")
			list = append(list, strings.TrimSpace(strings.NewReplacer("\r", "", "\n", "").Replace(body)))
		}
	}
	return list
}

func (h *header) remove(names ...string) {
	kept := h.fields[:0]
	for _, f := range h.fields {
		drop := false
		for _, name := range names {
			drop = drop || strings.EqualFold(fieldName(f), name)
		}
		if !drop {
			kept = append(kept, f)
		}
	}
	h.fields = kept
}

// recipients returns the addresses of To, Cc and Bcc, or where a message was
// sent on, of the fields that say so (RFC 5322 §3.6.6).
func (h *header) recipients() ([]string, error) {
	names := []string{"To", "Cc", "Bcc"}
	if h.has("Resent-To") || h.has("Resent-Cc") || h.has("Resent-Bcc") {
		names = []string{"Resent-To", "Resent-Cc", "Resent-Bcc"}
	}
	var list []string
	for _, name := range names {
		for _, body := range h.bodies(name) {
			addresses, err := addressesOf(body)
			if err != nil {
				return nil, fmt.Errorf("the field %s cannot be read (%w): %.80s", name, err, body)
			}
			list = append(list, addresses...)
		}
	}
	return list, nil
}

// addressesOf reads a list of addresses; names of local users may stand alone.
func addressesOf(body string) ([]string, error) {
	if strings.Trim(body, " ,;") == "" {
		return nil, nil
	}
	list, err := mail.ParseAddressList(body)
	if err == nil {
		var out []string
		for _, a := range list {
			out = append(out, a.Address)
		}
		return out, nil
	}
	var out []string
	for word := range strings.SplitSeq(body, ",") {
		word = strings.TrimSpace(word)
		if a, perr := mail.ParseAddress(word); perr == nil {
			word = a.Address
		} else if word == "" || strings.ContainsAny(word, " <>()\"@:;") {
			return nil, err
		}
		out = append(out, word)
	}
	return out, nil
}

// complete adds the fields that every message must have, and Message-ID.
func (h *header) complete(o Options) {
	end := "\n"
	if len(h.fields) > 0 && strings.HasSuffix(h.fields[0], "\r\n") {
		end = "\r\n"
	}
	add := func(name, body string) {
		if !h.has(name) {
			h.fields = append(h.fields, name+": "+body+end)
		}
	}
	author := o.Sender
	if author == "" {
		author = "MAILER-DAEMON@" + o.Host
	}
	if o.FullName != "" {
		author = (&mail.Address{Name: o.FullName, Address: author}).String()
	}
	if n := len(h.fields); n > 0 && !strings.HasSuffix(h.fields[n-1], "\n") {
		h.fields[n-1] += end
	}
	add("From", author)
	add("Date", o.Now.Format("Mon, 2 Jan 2006 15:04:05 -0700"))
	add("Message-ID", "<"+rand.Text()+"@"+o.Host+">")
	if len(h.rest) == 0 || h.rest[0] != '\n' && h.rest[0] != '\r' {
		h.rest = append([]byte(end), h.rest...)
	}
}

func (h *header) octets() []byte {
	var b bytes.Buffer
	for _, f := range h.fields {
		b.WriteString(f)
	}
	b.Write(h.rest)
	return b.Bytes()
}
