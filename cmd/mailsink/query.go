package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
	"mailsink/internal/routing"
)

// queryCmd answers where addresses go.
type queryCmd struct {
	tableFlags
	JSON    bool     `name:"json" help:"One JSON object a line."`
	Sender  string   `placeholder:"ADDR" help:"The reverse-path of the question."`
	Address []string `arg:"" help:"The forward-paths to ask about."`
}

// Help is shown by "mailsink query --help".
func (queryCmd) Help() string {
	return `Prints each address, every rule it meets, where it ends and what a client would be told. The status is 1 if any address would be refused.

Example: mailsink query --rewrite sink.regexp joe+lists@example.com
         mailsink query --postfix /etc/postfix/main.cf sales@example.com`
}

// Run asks the tables.
func (c *queryCmd) Run(ctx context.Context, s streams) error {
	conf, ignored, err := c.config()
	if err != nil {
		return exitError{exitUsage, err}
	}
	tables, warnings, err := rewrite.Open(ctx, conf)
	if err != nil {
		return brokenTables(err) // which names the mistakes that are among the warnings
	}
	warn(s.err, append(ignored, warnings...))
	held := routing.Of(tables)
	account := func(a mail.Address) string { return a.Account(c.Domain) }
	refused := false
	for _, address := range c.Address {
		a := compose.Question{ReversePath: mail.Address(c.Sender), Address: mail.Address(address)}.Answer(ctx, held, account)
		refused = refused || !a.Accepted()
		if err := c.print(s.out, a); err != nil {
			return err
		}
	}
	if refused {
		return exitError{exitNo, nil}
	}
	return nil
}

func (c *queryCmd) print(w io.Writer, a mail.Answer) error {
	if c.JSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(a)
	}
	fmt.Fprintln(w, a.Address)
	if c.Sender != "" && a.ReversePath != "" {
		printSteps(w, a.ReverseSteps)
		fmt.Fprintf(w, "  reverse-path %s\n", a.ReversePath)
	}
	printSteps(w, a.Steps)
	for _, kept := range a.Accounts {
		fmt.Fprintln(w, "  goes to", kept)
	}
	_, err := fmt.Fprintln(w, "  reply", a.Reply)
	if a.Failure != "" {
		_, err = fmt.Fprintln(w, "  reply after DATA", a.Failure)
	}
	return err
}

func printSteps(w io.Writer, steps []mail.Step) {
	for _, s := range steps {
		to := make([]string, len(s.To))
		for i, a := range s.To {
			to[i] = string(a)
		}
		fmt.Fprintf(w, "  %s:%d  %s -> %s\n", s.Table, s.Line, s.From, strings.Join(to, ", "))
	}
}
