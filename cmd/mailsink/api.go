package main

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"mailsink/internal/client"
	"mailsink/internal/submit"
)

// apiFlags say where a running sink is.
type apiFlags struct {
	URL string `name:"url" default:"http://127.0.0.1:8025" help:"Of the sink. One with --users wants a name and password in it, http://ann:secret@HOST:PORT, better given as MAILSINK_URL."`
}

func (f apiFlags) client() (*client.Client, error) {
	c, err := client.New(f.URL)
	if err != nil {
		return nil, exitError{exitUsage, err}
	}
	return c, nil
}

// queryFlags choose messages.
type queryFlags struct {
	To      string   `placeholder:"ADDR" help:"Sent to this recipient, as it was given in RCPT TO."`
	From    string   `placeholder:"ADDR" help:"From this address, in the header."`
	Subject string   `placeholder:"TEXT" help:"With this in the subject."`
	Account string   `placeholder:"NAME" help:"Kept in this account."`
	Query   []string `arg:"" optional:"" help:"Search language of the page: has:code -from:shop."`
}

// list returns the question to the API. What the flags say is text, whatever
// characters are in it.
func (f queryFlags) list() client.List {
	var terms []string
	if q := strings.Join(f.Query, " "); q != "" {
		terms = append(terms, "("+q+")")
	}
	for _, t := range [][2]string{{"rcpt", addressTerm(f.To)}, {"from", addressTerm(f.From)}, {"subject", quotedText(f.Subject)}} {
		if t[1] != "" {
			terms = append(terms, t[0]+":"+t[1])
		}
	}
	return client.List{Q: strings.Join(terms, " "), Account: f.Account}
}

// addressTerm looks for a whole address: ann@example.com is not found in
// joann@example.com. With a * or without @ it is a pattern as on the page.
func addressTerm(s string) string {
	if s == "" || strings.Contains(s, "*") || !strings.Contains(s, "@") {
		return quotedText(s)
	}
	return "/^" + strings.ReplaceAll(regexp.QuoteMeta(s), "/", `\x2f`) + "$/"
}

func quotedText(s string) string {
	if s == "" || !strings.ContainsAny(s, " \t\"\\()/") {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// statusOf returns the exit status that an error asks for.
func statusOf(err error) int {
	var problem *client.Problem
	var refusal *submit.Refusal
	switch {
	case errors.Is(err, client.ErrAway), errors.Is(err, submit.ErrAway):
		return exitAway
	case errors.As(err, &refusal):
		return exitNo
	case !errors.As(err, &problem):
		return exitOther
	case problem.Status == http.StatusUnprocessableEntity:
		return exitNo
	case problem.Status == http.StatusBadRequest:
		return exitUsage
	}
	return exitOther
}
