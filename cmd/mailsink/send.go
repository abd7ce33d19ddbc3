package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"
	"strings"

	"mailsink/internal/compose"
	"mailsink/internal/submit"
)

// sendCmd sends a message made of flags, over SMTP as an application would.
type sendCmd struct {
	SMTP    string   `name:"smtp" default:"127.0.0.1:1025" help:"The sink's SMTP address, HOST:PORT or unix:PATH."`
	From    string   `placeholder:"ADDR" help:"The author: ann@example.com, or Ann <ann@example.com>."`
	To      []string `sep:"," placeholder:"ADDR" help:"Recipients; may be given several times."`
	Cc      []string `sep:"," placeholder:"ADDR" help:"Recipients of copies."`
	Bcc     []string `sep:"," placeholder:"ADDR" help:"Recipients that the header does not name."`
	Subject string   `placeholder:"TEXT"`
	Text    string   `placeholder:"TEXT" help:"The text; \"-\" reads it from standard input."`
	HTML    string   `name:"html" placeholder:"TEXT" help:"The HTML; \"-\" reads it from standard input."`
	Attach  []string `sep:"none" placeholder:"FILE" help:"Attach a file; may be given several times."`
	Header  []string `sep:"none" placeholder:"NAME: BODY" help:"Another header field; may be given several times."`
	File    string   `placeholder:"FILE" help:"Send this message as it is, .eml or \"-\"; --from and --to are then its envelope."`
}

// Help is shown by "mailsink send --help".
func (sendCmd) Help() string {
	return `Sends over SMTP and prints the server's reply. The status is 1 if it refuses.

Examples:
  mailsink send --from shop@example.com --to ann@example.com --subject Hello --text "Your code is 482913."
  mailsink send --to ann@example.com --file message.eml`
}

// Run sends the message.
func (c *sendCmd) Run(ctx context.Context, s streams) error {
	letter, err := c.letter(s.in)
	if err != nil {
		var mistake *compose.Error
		if errors.As(err, &mistake) {
			return usage(err)
		}
		return err
	}
	if len(letter.To) == 0 {
		return usage(errors.New("the message has no recipients; name them with --to"))
	}
	// The flag shares its name with that of serve, which may list several.
	server, _, _ := strings.Cut(c.SMTP, ",")
	reply, err := submit.Send(ctx, server, submit.Mail{From: letter.From, To: letter.To, Content: letter.Content})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, reply)
	return err
}

func (c *sendCmd) letter(in io.Reader) (compose.Letter, error) {
	if c.File != "" {
		content, err := c.read(in, c.File)
		if err != nil {
			return compose.Letter{}, err
		}
		return compose.Whole(content, c.From, c.To)
	}
	if c.From == "" {
		return compose.Letter{}, usage(errors.New("the message has no author; name one with --from ann@example.com"))
	}
	m := compose.Composition{From: c.From, To: c.To, Cc: c.Cc, Bcc: c.Bcc, Subject: c.Subject, Text: c.Text, HTML: c.HTML, Headers: map[string]string{}}
	for _, body := range []*string{&m.Text, &m.HTML} {
		if *body == "-" {
			octets, err := c.read(in, "-")
			if err != nil {
				return compose.Letter{}, err
			}
			*body = string(octets)
		}
	}
	for _, h := range c.Header {
		name, body, ok := strings.Cut(h, ":")
		if !ok {
			return compose.Letter{}, usage(fmt.Errorf("--header %q has no colon; write it as 'X-Name: body'", h))
		}
		m.Headers[strings.TrimSpace(name)] = strings.TrimSpace(body)
	}
	for _, file := range c.Attach {
		content, err := c.read(in, file)
		if err != nil {
			return compose.Letter{}, err
		}
		m.Attachments = append(m.Attachments, compose.Enclosure{Filename: filepath.Base(file), Type: mime.TypeByExtension(filepath.Ext(file)), Content: content})
	}
	return m.Letter()
}

// read returns a file, or standard input for "-".
func (*sendCmd) read(in io.Reader, file string) ([]byte, error) {
	if file == "-" {
		octets, err := io.ReadAll(in)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return octets, nil
	}
	octets, err := os.ReadFile(file)
	if err != nil {
		return nil, cannot("read", file, err)
	}
	return octets, nil
}
