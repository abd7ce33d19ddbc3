package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"

	"mailsink/internal/client"
)

// listCmd prints the messages there are.
type listCmd struct {
	apiFlags
	queryFlags
	Limit int  `default:"50" help:"How many at most; 0 is all."`
	JSON  bool `name:"json" help:"One JSON object a line."`
}

// Help is shown by "mailsink list --help".
func (listCmd) Help() string {
	return `Prints id, time of arrival, author, recipients as they were given, and subject. The status is 1 if there is no message.

Example: mailsink list --to ann@example.com has:attachment newer:1h`
}

// largestPage is how many messages the API gives at a time.
const largestPage = 500

// Run lists.
func (c *listCmd) Run(ctx context.Context, s streams) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	n := 0
	err = each(ctx, api, c.list(), c.Limit, func(m client.Message) error {
		n++
		if c.JSON {
			return printJSON(s.out, m)
		}
		return printLine(s.out, m)
	})
	if err == nil && n == 0 {
		return exitError{exitNo, nil}
	}
	return err
}

// each calls f for the messages of a list, newest first, limit at most unless
// that is 0.
func each(ctx context.Context, api *client.Client, l client.List, limit int, f func(client.Message) error) error {
	for n := 0; ; {
		l.Limit = largestPage
		if limit > 0 {
			l.Limit = min(limit-n, largestPage)
		}
		page, err := api.Messages(ctx, l)
		if err != nil {
			return err
		}
		for _, m := range page.Messages {
			if err := f(m); err != nil {
				return err
			}
		}
		n += len(page.Messages)
		if page.Next == "" || limit > 0 && n >= limit {
			return nil
		}
		l.After = page.Next
	}
}

func printLine(w io.Writer, m client.Message) error {
	return columns(w, m.ID.String(), m.InternalDate, m.From(), m.Originals(), m.Summary.Subject)
}

// columns writes the line of one message.
func columns(w io.Writer, id string, at time.Time, from string, to []string, subject string) error {
	_, err := fmt.Fprintf(w, "%s  %s  %s  %s  %s\n", id, at.Local().Format(time.DateTime), cell(from), cell(strings.Join(to, ", ")), plain(subject))
	return err
}

// addressColumns is how wide an address may be before it pushes the rest.
const addressColumns = 28

// cell fills up the column of an address, as a terminal counts: Chinese takes
// two columns, an accent of its own none.
func cell(s string) string {
	s = plain(s)
	return s + strings.Repeat(" ", max(0, addressColumns-columnsOf(s)))
}

// columnsOf returns how many columns of a terminal s takes (UAX #11).
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		switch k := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case k == width.EastAsianWide, k == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
