package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"mailsink/internal/rewrite"
)

// postmapCmd answers keys as Postfix's postmap -q does, and looks through
// tables for mistakes.
type postmapCmd struct {
	Key    *string  `name:"query" short:"q" placeholder:"KEY" help:"Print what the tables say to a key; \"-\" reads keys from standard input."`
	Tables []string `arg:"" name:"table" help:"TYPE:FILE as Postfix names it; a FILE alone is a regexp table."`
}

// Help is shown by "mailsink postmap --help".
func (postmapCmd) Help() string {
	return `With -q the tables are asked in order, and the first answer or error decides; the output and the exit status are those of Postfix's postmap: 0 found, 1 not found. Without it every mistake in the tables is listed, and the status is 1 if there are any.

Examples:
  mailsink postmap -q ann@example.com regexp:sink.regexp hash:virtual
  cut -d: -f1 people | mailsink postmap -q - texthash:virtual
  mailsink postmap pcre:sink.pcre`
}

// Run asks, or looks for mistakes.
func (c *postmapCmd) Run(ctx context.Context, s streams) error {
	conf := rewrite.Config{OpenSQL: openSQL, Lenient: true}
	switch {
	case c.Key == nil:
		return c.inspect(ctx, s, conf)
	case *c.Key == "-":
		return (&asker{specs: c.Tables, conf: conf, streams: s}).askAll(ctx)
	}
	a := rewrite.Query(ctx, conf, c.Tables, *c.Key)
	logAsPostmap(s.err, a.Log)
	if a.Found {
		fmt.Fprintln(s.out, a.Value)
	}
	return status(a.Exit)
}

// status ends the program silently with a status.
func status(n int) error {
	if n == 0 {
		return nil
	}
	return exitError{n, nil}
}

func logAsPostmap(w io.Writer, lines []string) {
	for _, l := range lines {
		fmt.Fprintln(w, "postmap:", l)
	}
}

// An asker puts many keys to tables that are opened once, when first needed.
type asker struct {
	streams
	specs  []string
	conf   rewrite.Config
	tables []rewrite.Table // the first of specs that are open
}

// askAll asks for every line of standard input and prints what was found, each
// with its key. An error ends it.
func (a *asker) askAll(ctx context.Context) error {
	lines := bufio.NewScanner(a.in)
	lines.Buffer(nil, 1<<20)
	lines.Split(wholeLines)
	found := false
	for lines.Scan() {
		key := lines.Text()
		answer, err := a.ask(ctx, key)
		switch {
		case err != nil:
			return err
		case answer.Found:
			found = true
			if _, err := fmt.Fprintf(a.out, "%s\t%s\n", key, answer.Value); err != nil {
				return err
			}
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	if !found {
		return status(exitNo)
	}
	return nil
}

// wholeLines splits at LF alone: to postmap a CR is part of the key.
func wholeLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// ask puts one key to the tables in order.
func (a *asker) ask(ctx context.Context, key string) (rewrite.Answer, error) {
	for i := range a.specs {
		if i == len(a.tables) {
			if err := a.open(ctx, a.specs[i]); err != nil {
				return rewrite.Answer{}, err
			}
		}
		answer := rewrite.QueryTable(ctx, a.tables[i], key)
		logAsPostmap(a.err, answer.Log)
		switch {
		case answer.Err != nil:
			return answer, status(exitNo)
		case answer.Found:
			return answer, nil
		}
	}
	return rewrite.Answer{}, nil
}

// open opens a table and says what postmap would say of it.
func (a *asker) open(ctx context.Context, spec string) error {
	t, warnings, err := rewrite.OpenTable(ctx, spec, a.conf)
	for _, w := range warnings {
		if w.Postfix != "" {
			fmt.Fprintln(a.err, "postmap: warning:", w.Postfix)
		}
	}
	if err != nil {
		text := err.Error()
		if bad := new(rewrite.TableError); errors.As(err, &bad) {
			text = bad.Postfix
		}
		fmt.Fprintln(a.err, "postmap: fatal:", text)
		return status(exitNo)
	}
	a.tables = append(a.tables, t)
	return nil
}

// inspect lists everything that is wrong with the tables, or likely is.
func (c *postmapCmd) inspect(ctx context.Context, s streams, conf rewrite.Config) error {
	bad := false
	for _, spec := range c.Tables {
		_, warnings, err := rewrite.OpenTable(ctx, spec, conf)
		if err != nil {
			bad = true
			fmt.Fprintln(s.out, err)
		}
		for _, w := range warnings {
			if w.Remark {
				continue
			}
			bad = bad || w.Mistake
			fmt.Fprintln(s.out, warned(w))
		}
	}
	if bad {
		return status(exitNo)
	}
	return nil
}

// warned returns a warning as a line: traps are told from mistakes.
func warned(w rewrite.Warning) string {
	if w.Mistake {
		return w.Error()
	}
	return strings.Replace(w.Error(), ": ", ": warning: ", 1)
}
