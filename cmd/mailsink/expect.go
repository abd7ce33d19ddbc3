package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"mailsink/internal/client"
	"mailsink/internal/expect"
)

// expectCmd holds what came against what a file expects.
type expectCmd struct {
	apiFlags
	File  string `arg:"" help:"Expectations in YAML; \"-\" is standard input."`
	Since string `placeholder:"CURSOR" help:"Only what came after this cursor counts; wait --cursor prints one."`
	Run_  string `name:"run" placeholder:"COMMAND" help:"Take a cursor, run this with sh -c, and look at what came since."`
	JUnit string `name:"junit" placeholder:"FILE" help:"Also write the result as JUnit XML, for CI."`
}

// Help is shown by "mailsink expect --help".
func (expectCmd) Help() string {
	return `Prints each expectation, and what is different where it is not met; the status is then 1.

Example: mailsink expect --run './sign-up ann@example.com' --junit mail.xml welcome.yaml
with welcome.yaml:
  within: 10s
  expect:
    - {to: ann@example.com, subject: Welcome, text: '/code is \d{6}/', count: 1}
    - {to: bob@example.com, count: 0, within: 2s}`
}

// Run looks and waits.
func (c *expectCmd) Run(ctx context.Context, s streams) error {
	suite, err := c.suite(s.in)
	if err != nil {
		return exitError{exitUsage, err}
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	if c.Run_ != "" {
		if c.Since, err = api.Cursor(ctx); err != nil {
			return err
		}
		if err := shell(ctx, s, c.Run_); err != nil {
			return err
		}
	}
	results := expect.Run(ctx, api, suite, c.Since)
	if err := expect.Write(s.out, results); err != nil {
		return err
	}
	if c.JUnit != "" {
		if err := c.junit(results); err != nil {
			return err
		}
	}
	for _, r := range results {
		if errors.Is(r.Err, client.ErrAway) {
			return r.Err
		}
	}
	if expect.Failed(results) > 0 {
		return exitError{exitNo, nil}
	}
	return nil
}

func (c *expectCmd) suite(in io.Reader) (expect.Suite, error) {
	if c.File == "-" {
		octets, err := io.ReadAll(in)
		if err != nil {
			return expect.Suite{}, cannot("read", "standard input", err)
		}
		return parseSuite("standard input", octets)
	}
	octets, err := os.ReadFile(c.File)
	if err != nil {
		return expect.Suite{}, cannot("read", c.File, err)
	}
	return parseSuite(c.File, octets)
}

func parseSuite(name string, octets []byte) (expect.Suite, error) {
	suite, err := expect.Parse(octets)
	if err != nil {
		return suite, fmt.Errorf("%s: %w", name, err)
	}
	return suite, nil
}

func (c *expectCmd) junit(results []expect.Result) (err error) {
	f, err := os.Create(c.JUnit)
	if err != nil {
		return cannot("written", c.JUnit, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return expect.WriteJUnit(f, filepath.Base(c.File), results)
}
