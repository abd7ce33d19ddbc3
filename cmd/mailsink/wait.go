package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"mailsink/internal/client"
)

// waitCmd waits for messages.
type waitCmd struct {
	apiFlags
	queryFlags
	Since   string        `placeholder:"CURSOR" help:"Only what came after this cursor counts."`
	Cursor  bool          `help:"Print where the sink is now, for --since, and do not wait."`
	Run_    string        `name:"run" placeholder:"COMMAND" help:"Take a cursor, run this with sh -c, and wait for what came since."`
	Count   int           `default:"1" help:"How many to wait for."`
	Timeout time.Duration `default:"30s" help:"How long."`
	Absent  bool          `help:"Hope for none: status 1 if one comes."`
	printFlags
}

// Help is shown by "mailsink wait --help".
func (waitCmd) Help() string {
	return `Prints the messages as soon as they are there. If too few came in time, it prints
those, says what came instead and where the page shows it (with --account, the
mail of that run), and the status is 1.

Examples:
  mailsink wait --to ann@example.com --print codes --run './sign-up ann@example.com'
  cursor=$(mailsink wait --cursor); ./sign-up; mailsink wait --since "$cursor" --to ann@example.com
  mailsink wait --absent --timeout 2s --to bob@example.com`
}

// Run waits.
func (c *waitCmd) Run(ctx context.Context, s streams) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	if c.Cursor || c.Run_ != "" {
		cursor, err := api.Cursor(ctx)
		if err != nil {
			return err
		}
		if c.Cursor {
			_, err := fmt.Fprintln(s.out, cursor)
			return err
		}
		if err := shell(ctx, s, c.Run_); err != nil {
			return err
		}
		c.Since = cursor
	}
	got, err := api.Wait(ctx, client.Wait{List: c.list(), Since: c.Since, Count: c.Count, Timeout: c.Timeout, Absent: c.Absent})
	if err != nil {
		return err
	}
	for _, m := range got.Messages {
		if err := c.printFlags.print(s.out, m); err != nil {
			return err
		}
	}
	switch {
	case got.Complete:
		return nil
	case c.Absent:
		return exitError{exitNo, errors.New("a message came that should not have; see " + api.RunPage(c.Account))}
	}
	return exitError{exitNo, errors.New(c.lack(got) + "\nsee " + api.RunPage(c.Account))}
}

// lack says what did not come, and what came instead.
func (c *waitCmd) lack(got client.Waited) string {
	var b strings.Builder
	fmt.Fprintf(&b, "in %v %d of %d came%s", c.Timeout, len(got.Messages), c.Count, c.asked())
	switch n := got.Others.Count; n {
	case 0:
		b.WriteString("; nothing else came")
	case 1:
		b.WriteString("; 1 message came that does not match:")
	default:
		fmt.Fprintf(&b, "; %d messages came that do not match:", n)
	}
	for _, m := range got.Others.Messages {
		fmt.Fprintf(&b, "\n  %s  from %s to %s: %s", m.ID, plain(m.From()), plain(strings.Join(m.Originals(), ", ")), plain(m.Summary.Subject))
	}
	if more := got.Others.Count - len(got.Others.Messages); more > 0 {
		fmt.Fprintf(&b, "\n  and %d before them", more)
	}
	return b.String()
}

// asked says which messages were asked for.
func (c *waitCmd) asked() string {
	l := c.list()
	text := strings.TrimSpace(l.Q)
	if l.Account != "" {
		text = strings.TrimSpace(text + " in account " + l.Account)
	}
	if text == "" {
		return ""
	}
	return " that match " + text
}

// shell runs a command line. Its output goes to standard error, because
// standard output is for the answer.
func shell(ctx context.Context, s streams, line string) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.in, s.err, s.err
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the command %q failed: %w", line, err)
	}
	return nil
}
