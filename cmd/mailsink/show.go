package main

import (
	"context"
	"io"
)

// showCmd prints a message.
type showCmd struct {
	apiFlags
	ID   string `arg:"" help:"Of the message, as list prints it."`
	Raw  bool   `xor:"form" help:"The octets as they came."`
	Part string `xor:"form" placeholder:"ID" help:"One part, decoded: 2, 1.2."`
	printFlags
}

// Help is shown by "mailsink show --help".
func (showCmd) Help() string {
	return `The status is 1 if there is no such message.

Examples:
  mailsink show 0f3k9s2m1a4bc
  mailsink show --raw 0f3k9s2m1a4bc > message.eml
  mailsink show --part 2 0f3k9s2m1a4bc > invoice.pdf`
}

// Run shows.
func (c *showCmd) Run(ctx context.Context, s streams) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	var content io.ReadCloser
	switch {
	case c.Raw:
		content, err = api.Raw(ctx, c.ID, false)
	case c.Part != "":
		content, err = api.Part(ctx, c.ID, c.Part)
	default:
		m, err := api.Message(ctx, c.ID)
		if err != nil {
			return err
		}
		return c.print(s.out, m)
	}
	if err != nil {
		return err
	}
	defer content.Close()
	_, err = io.Copy(s.out, content)
	return err
}
