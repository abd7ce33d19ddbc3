package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"mailsink/internal/archive"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/sqlite"
)

// salvageCmd saves what can be read of a damaged store.
type salvageCmd struct {
	Store string `arg:"" help:"Directory of the store. Nothing in it is changed."`
	To    string `placeholder:"DIR" help:"Make a new store there, with the UIDs and flags of the old."`
	Mbox  string `placeholder:"FILE" help:"Write the messages into an mbox."`
}

// Help is shown by "mailsink salvage --help".
func (salvageCmd) Help() string {
	return `Reads the pages of the database without SQLite, also those that nothing leads to any more, and saves every message that is whole. What is lost is listed. The status is 1 if anything is.

Examples:
  mailsink salvage mail --to mail.saved
  mailsink salvage mail --mbox saved.mbox`
}

// Run salvages.
func (c *salvageCmd) Run(ctx context.Context, s streams) (err error) {
	from, to := strings.TrimPrefix(c.Store, "file:"), c.To
	if to == "" && c.Mbox == "" {
		return usage(errors.New("salvage needs --to DIR or --mbox FILE"))
	}
	if who := sqlite.InUse(from); who != "" {
		return fmt.Errorf("the directory %s is in use by %s; stop that one first", from, who)
	}
	if to == "" {
		if to, err = os.MkdirTemp("", "mailsink-salvage-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(to)) }()
	}
	rescue, err := sqlite.Salvage(ctx, from, to)
	if err != nil {
		return err
	}
	look, err := sqlite.OpenLook(ctx, to)
	if err != nil {
		return err
	}
	defer look.Close()
	state, err := mailbox.Replay(look.Records())
	if err != nil {
		return err
	}
	if c.Mbox != "" {
		if _, err := writeWhole(c.Mbox, func(w io.Writer) error { return writeMbox(w, state, look) }); err != nil {
			return fmt.Errorf("%s could not be written: %w", c.Mbox, err)
		}
	}
	return report(s, rescue, state.All.Len())
}

// report says what came of it.
func report(s streams, rescue sqlite.Rescue, saved int) error {
	for _, line := range rescue.Damage {
		fmt.Fprintln(s.err, "damaged:", line)
	}
	lost := 0
	for _, r := range rescue.Lost {
		lost += int(r.Last-r.First) + 1
		fmt.Fprintf(s.out, "lost: the message with UID %d\n", r.First)
	}
	if _, err := fmt.Fprintf(s.out, "%s saved, %d lost\n", messages(saved), lost); err != nil {
		return err
	}
	if lost+len(rescue.Damage) > 0 {
		return status(exitNo)
	}
	return nil
}

// writeMbox writes all messages of state.
func writeMbox(w io.Writer, state *mailbox.State, look *sqlite.Look) error {
	mbox, err := archive.NewWriter(w, "mbox")
	if err != nil {
		return err
	}
	for _, m := range state.All.From(0) {
		octets, err := look.Content(m.Key)
		if err != nil {
			return err
		}
		item := archive.Item{ID: m.ID.String(), Time: m.InternalDate, Flags: m.Flags, Account: m.Account, Envelope: *m.Envelope, Size: m.Size}
		if err := mbox.Add(item, strings.NewReader(string(octets))); err != nil {
			return err
		}
	}
	return mbox.Close()
}
