package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"mailsink/internal/rewrite"
)

// checkCmd looks at the rewriting as a whole, before it is used.
type checkCmd struct {
	tableFlags
	Resolver string        `placeholder:"HOST:PORT" help:"Also ask this DNS server where mail for each configured domain goes (MX)."`
	Host     []string      `sep:"," placeholder:"NAME" help:"Host names of this sink, to which the MX should lead. Default: myhostname of --postfix, else the name of this machine."`
	Timeout  time.Duration `default:"5s" help:"For each question to the resolver."`
	Store    string        `placeholder:"DIR" help:"Also read every page and every message of the store in this directory. A sink may be using it."`
}

// Help is shown by "mailsink check --help".
func (checkCmd) Help() string {
	return `Lists mistakes and traps in the tables, rules that are never reached, tables that were changed after they were compiled for Postfix, domains in two classes, and with --resolver domains whose mail does not come here. The status is 1 if anything was found.

Example: mailsink check --postfix /etc/postfix/main.cf --resolver 127.0.0.53:53 --host sink.staging.example`
}

// Run checks everything and lists what was found on standard output. What a
// main.cf says that is not followed goes to standard error: it is no mistake.
func (c *checkCmd) Run(ctx context.Context, kctx *kong.Context, s streams) error {
	conf, ignored, err := c.config()
	if err != nil {
		return exitError{exitUsage, err}
	}
	for _, w := range ignored {
		fmt.Fprintln(s.err, "mailsink:", w)
	}
	found := c.tables(ctx, conf)
	if c.Resolver != "" {
		found = append(found, c.exchangers(ctx, conf)...)
	}
	if given(kctx, "store") {
		found = append(found, c.store(ctx)...)
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(s.out, "nothing was found to be wrong")
		return err
	}
	for _, line := range found {
		if _, err := fmt.Fprintln(s.out, line); err != nil {
			return err
		}
	}
	return status(exitNo)
}

// tables returns what is wrong with the tables, each and together.
func (c *checkCmd) tables(ctx context.Context, conf rewrite.Config) []string {
	var found []string
	_, warnings, err := rewrite.Open(ctx, conf)
	for _, w := range append(warnings, rewrite.Check(ctx, conf)...) {
		found = append(found, warned(w))
	}
	if err == nil {
		return found
	}
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); !slices.Contains(found, line) {
			found = append(found, line)
		}
	}
	return found
}

// exchangers returns the configured domains whose mail goes elsewhere.
func (c *checkCmd) exchangers(ctx context.Context, conf rewrite.Config) []string {
	var found []string
	hosts := c.hosts(conf)
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, c.Resolver)
	}}
	for _, domain := range conf.Domains() {
		if !strings.Contains(domain, ".") || strings.HasPrefix(domain, "[") {
			continue // localhost and address literals have no MX
		}
		if line := c.exchanger(ctx, resolver, domain, hosts); line != "" {
			found = append(found, line)
		}
	}
	return found
}

// exchanger says what is wrong with the MX of one domain (RFC 5321 §5.1).
func (c *checkCmd) exchanger(ctx context.Context, resolver *net.Resolver, domain string, hosts []string) string {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	records, err := resolver.LookupMX(ctx, domain+".")
	var failure *net.DNSError
	if errors.As(err, &failure) && failure.IsNotFound {
		records, err = []*net.MX{{Host: domain}}, nil // the implicit MX
	}
	if err != nil {
		return fmt.Sprintf("%s: the MX could not be found out: %v", domain, err)
	}
	var names []string
	for _, mx := range records {
		name := strings.ToLower(strings.TrimSuffix(mx.Host, "."))
		if slices.Contains(hosts, name) {
			return ""
		}
		names = append(names, name)
	}
	return fmt.Sprintf("%s: mail for it goes to %s and not to %s; point its MX here, or name this host with --host", domain, strings.Join(names, ", "), strings.Join(hosts, ", "))
}

func (c *checkCmd) hosts(conf rewrite.Config) []string {
	hosts := slices.Clone(c.Host)
	if len(hosts) == 0 && conf.Postfix != nil {
		hosts = []string{conf.Postfix.MyHostname}
	}
	if len(hosts) == 0 {
		if name, err := os.Hostname(); err == nil {
			hosts = []string{name}
		}
	}
	for i, h := range hosts {
		hosts[i] = strings.ToLower(h)
	}
	return hosts
}

// warn writes warnings of tables for a person to read.
func warn(w io.Writer, warnings []rewrite.Warning) {
	for _, text := range warnings {
		if !text.Remark {
			fmt.Fprintln(w, "mailsink: warning:", text)
		}
	}
}
