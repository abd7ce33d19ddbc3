package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
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

// An answer is the shape of one line of --json, and, but for the accounts, of
// GET /v1/rules/query.
type answer struct {
	Address string         `json:"address"`
	Reply   string         `json:"reply"`
	Final   []string       `json:"final"`
	Steps   []rewrite.Step `json:"steps"`
	Error   string         `json:"error"`
	// Accounts are in the order of Final.
	Accounts []accountOf `json:"accounts"`
}

// An accountOf says in which account the mail for a final address is kept.
type accountOf struct {
	Address string `json:"address"`
	Account string `json:"account"`
	// External is the domain that production would have sent the mail to.
	External string `json:"external,omitempty"`
	// Bounce is why production would have returned the mail.
	Bounce string `json:"bounce,omitempty"`
}

// String returns the account as a person reads it.
func (a accountOf) String() string {
	s := a.Address + ", account " + a.Account
	if a.External != "" {
		s += ", external: would have gone to " + a.External
	}
	if a.Bounce != "" {
		s += ", would have been returned: " + a.Bounce
	}
	return s
}

// Run asks the tables.
func (c *queryCmd) Run(ctx context.Context, s streams) error {
	conf, ignored, err := c.config()
	if err != nil {
		return exitError{exitUsage, err}
	}
	tables, warnings, err := rewrite.Open(ctx, conf)
	warn(s.err, append(ignored, warnings...))
	if err != nil {
		return brokenTables(err)
	}
	refused := false
	for _, address := range c.Address {
		route := tables.Route(ctx, c.Sender, address)
		refused = refused || !route.Early().Accepted()
		if err := c.print(s.out, answerOf(address, c.Domain, route)); err != nil {
			return err
		}
	}
	if refused {
		return exitError{exitNo, nil}
	}
	return nil
}

func answerOf(address, domain string, r rewrite.Route) answer {
	reply := r.Early()
	a := answer{Address: address, Reply: reply.String(), Final: []string{}, Steps: r.Steps, Accounts: []accountOf{}}
	if a.Steps == nil {
		a.Steps = []rewrite.Step{}
	}
	for _, f := range r.Finals {
		a.Final = append(a.Final, f.Address)
		final := mail.Address(f.Address)
		kept := accountOf{Address: f.Address, Account: final.Account(domain), Bounce: f.Bounce}
		if f.External {
			_, kept.External = final.Split()
		}
		a.Accounts = append(a.Accounts, kept)
	}
	if !reply.Accepted() {
		a.Error = reply.Text
	}
	return a
}

func (c *queryCmd) print(w io.Writer, a answer) error {
	if c.JSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(a)
	}
	fmt.Fprintln(w, a.Address)
	for _, s := range a.Steps {
		fmt.Fprintf(w, "  %s:%d  %s -> %s\n", s.Table, s.Line, s.From, strings.Join(s.To, ", "))
	}
	for _, kept := range a.Accounts {
		fmt.Fprintln(w, "  goes to", kept)
	}
	_, err := fmt.Fprintln(w, "  reply", a.Reply)
	return err
}
