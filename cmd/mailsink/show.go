package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"mailsink/internal/client"
)

// showCmd prints a message.
type showCmd struct {
	apiFlags
	ID   string `arg:"" default:"latest" help:"Of the message, as list prints it, or latest: the newest."`
	Raw  bool   `xor:"form" help:"The octets as they came."`
	Part string `xor:"form" placeholder:"ID" help:"One part, decoded: 2, 1.2."`
	printFlags
}

// Help is shown by "mailsink show --help".
func (showCmd) Help() string {
	return `The status is 1 if there is no such message.

Examples:
  mailsink show
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
	if c.ID == newest {
		if c.ID, err = newestID(ctx, api); err != nil {
			return err
		}
	}
	return c.absent(c.show(ctx, api, s.out))
}

func (c *showCmd) show(ctx context.Context, api *client.Client, w io.Writer) error {
	if !c.Raw && c.Part == "" {
		m, err := api.Message(ctx, c.ID)
		if err != nil {
			return err
		}
		return c.print(w, m)
	}
	content, err := c.content(ctx, api)
	if err != nil {
		return err
	}
	defer content.Close()
	_, err = io.Copy(w, content)
	return err
}

func (c *showCmd) content(ctx context.Context, api *client.Client) (io.ReadCloser, error) {
	if c.Raw {
		return api.Raw(ctx, c.ID, false)
	}
	return api.Part(ctx, c.ID, c.Part)
}

// newest stands for the ID of the newest message, as in /view/latest.html.
const newest = "latest"

func newestID(ctx context.Context, api *client.Client) (string, error) {
	page, err := api.Messages(ctx, client.List{Limit: 1})
	if err != nil {
		return "", err
	}
	if len(page.Messages) == 0 {
		return "", exitError{exitNo, errors.New("there is no message yet")}
	}
	return page.Messages[0].ID.String(), nil
}

// absent says in words of the command that a message, or its part, is not there.
func (c *showCmd) absent(err error) error {
	var problem *client.Problem
	if !errors.As(err, &problem) || problem.Status != http.StatusNotFound {
		return err
	}
	what := fmt.Sprintf("message %q", c.ID)
	if c.Part != "" {
		what = fmt.Sprintf("part %q of message %q", c.Part, c.ID)
	}
	return exitError{exitNo, fmt.Errorf("there is no %s, or not any more; \"mailsink list\" prints what there is", what)}
}
