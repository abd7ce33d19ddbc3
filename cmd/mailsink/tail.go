package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mailsink/internal/client"
)

// tailCmd prints messages as they arrive.
type tailCmd struct {
	apiFlags
	queryFlags
	Count int `short:"n" default:"0" help:"Stop after so many; 0 goes on."`
	printFlags
}

// Help is shown by "mailsink tail --help".
func (tailCmd) Help() string {
	return `Prints a line for each message that arrives, until it is interrupted; with --print or --json, that of each. After a lost connection it goes on where it was.

Example: mailsink tail --print codes --to ann@example.com`
}

// errEnough ends a tail that has printed what was asked for.
var errEnough = errors.New("enough messages came")

// Run follows.
func (c *tailCmd) Run(ctx context.Context, s streams) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	n := 0
	err = api.Follow(ctx, client.Following{
		List: c.list(),
		Arrived: func(row client.Row) error {
			if err := c.tell(ctx, s, api, row); err != nil {
				return err
			}
			if n++; n == c.Count {
				return errEnough
			}
			return nil
		},
		Begun: func() { fmt.Fprintln(s.err, "mailsink: waiting for mail") },
		Gap: func() {
			fmt.Fprintln(s.err, "mailsink: some messages were missed; \"mailsink list\" shows what there is")
		},
		Lost: func(err error) { fmt.Fprintln(s.err, "mailsink:", err, "(trying again)") },
	})
	if errors.Is(err, errEnough) || ctx.Err() != nil {
		return nil
	}
	return err
}

// tell prints one message. One that is gone already is passed over.
func (c *tailCmd) tell(ctx context.Context, s streams, api *client.Client, row client.Row) error {
	if !c.JSON && c.Print == "message" {
		return columns(s.out, row.ID.String(), time.UnixMilli(row.Time), row.From.Address, row.Rcpt, row.Subject)
	}
	m, err := api.Message(ctx, row.ID.String())
	var gone *client.Problem
	if errors.As(err, &gone) && gone.Status == 404 {
		return nil
	}
	if err != nil {
		return err
	}
	return c.print(s.out, m)
}
