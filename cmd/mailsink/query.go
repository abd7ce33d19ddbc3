package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

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

// An answer is the shape of one line of --json, and of GET /v1/rules/query.
type answer struct {
	Address string         `json:"address"`
	Reply   string         `json:"reply"`
	Final   []string       `json:"final"`
	Steps   []rewrite.Step `json:"steps"`
	Error   string         `json:"error"`
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
		if err := c.print(s.out, answerOf(address, route)); err != nil {
			return err
		}
	}
	if refused {
		return exitError{exitNo, nil}
	}
	return nil
}

func answerOf(address string, r rewrite.Route) answer {
	reply := r.Early()
	a := answer{Address: address, Reply: reply.String(), Final: []string{}, Steps: r.Steps}
	if a.Steps == nil {
		a.Steps = []rewrite.Step{}
	}
	for _, f := range r.Finals {
		a.Final = append(a.Final, f.Address)
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
	if len(a.Final) > 0 {
		fmt.Fprintln(w, "  goes to", strings.Join(a.Final, ", "))
	}
	_, err := fmt.Fprintln(w, "  reply", a.Reply)
	return err
}
