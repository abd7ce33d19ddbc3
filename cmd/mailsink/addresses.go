package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mailsink/internal/web"
)

// bound is where the doors listen, as scripts and people are told.
type bound struct {
	PID      int    `json:"pid"`
	SMTP     string `json:"smtp,omitempty"`
	SMTPS    string `json:"smtps,omitempty"`
	LMTP     string `json:"lmtp,omitempty"`
	IMAP     string `json:"imap,omitempty"`
	IMAPS    string `json:"imaps,omitempty"`
	POP3     string `json:"pop3,omitempty"`
	POP3S    string `json:"pop3s,omitempty"`
	Previews string `json:"previews,omitempty"`
	HTTP     string `json:"http,omitempty"`
}

// addresses returns the first address of each door.
func addresses(open []openDoor) bound {
	b := bound{PID: os.Getpid()}
	for _, d := range open {
		at := map[string]*string{"SMTP": &b.SMTP, "SMTPS": &b.SMTPS, "LMTP": &b.LMTP, "IMAP": &b.IMAP, "IMAPS": &b.IMAPS, "POP3": &b.POP3, "POP3S": &b.POP3S, "HTTP": &b.HTTP, "previews": &b.Previews}[d.name]
		if *at == "" {
			*at = whereabouts(d.Listener)
		}
	}
	return b
}

// doors returns those that are open, in their order.
func (b bound) doors() []web.Door {
	all := []web.Door{
		{Name: "SMTP", Address: b.SMTP}, {Name: "LMTP", Address: b.LMTP}, {Name: "SMTPS", Address: b.SMTPS}, {Name: "IMAP", Address: b.IMAP}, {Name: "IMAPS", Address: b.IMAPS},
		{Name: "POP3", Address: b.POP3}, {Name: "POP3S", Address: b.POP3S}, {Name: "HTTP", Address: b.HTTP}, {Name: "previews", Address: b.Previews},
	}
	return slices.DeleteFunc(all, func(d web.Door) bool { return d.Address == "" })
}

// firstMessage is a line of shell that sends a message to an address.
const firstMessage = `  printf 'From: Shop <shop@staging.example>\r\nTo: anna@customers.example\r\nSubject: It works\r\n\r\nHello, Anna.\r\n' |
    curl -sS smtp://%s --mail-from shop@staging.example --mail-rcpt anna@customers.example -T -`

// banner tells people where everything is, and how to send a first message.
func (b bound) banner(w io.Writer, store string) error {
	kept := "in memory, until mailsink stops (--store file:DIR keeps it)"
	if store != "memory:" {
		kept = "in " + store
	}
	_, err := fmt.Fprintf(w, "mailsink %s\n\n", version())
	for _, line := range [][2]string{
		{"SMTP", b.SMTP}, {"SMTPS", b.SMTPS}, {"LMTP", b.LMTP}, {"IMAP", b.IMAP}, {"IMAPS", b.IMAPS}, {"POP3", b.POP3}, {"POP3S", b.POP3S}, {"page", page(b.HTTP)}, {"mail", kept},
	} {
		if line[1] != "" && err == nil {
			_, err = fmt.Fprintf(w, "  %-6s %s\n", line[0], line[1])
		}
	}
	if b.SMTP != "" && !strings.HasPrefix(b.SMTP, "unix:") && err == nil {
		_, err = fmt.Fprintf(w, "\nSend a first message:\n\n"+firstMessage+"\n\n", b.SMTP)
	}
	if err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}

// page returns the address of the page, or nothing when that door is off.
func page(address string) string {
	if address == "" {
		return ""
	}
	return "http://" + address
}

// write makes the ready file appear whole: readers see nothing or all of it.
func (b bound) write(path string) error {
	octets, err := json.Marshal(b)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".ready-*")
	if err != nil {
		return fmt.Errorf("--ready-file %s cannot be written: %w", path, err)
	}
	_, err = f.Write(append(octets, '\n'))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("--ready-file %s cannot be written: %w", path, err)
	}
	return nil
}
