package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"mailsink/internal/rewrite"
	"mailsink/internal/store/sqlite"
)

// tableFlags say how recipients are rewritten; serve, query and check share
// them.
type tableFlags struct {
	Rewrite  []string `placeholder:"TABLE" sep:"none" xor:"tables" help:"Table that rewrites recipients: regexp:FILE, a plain FILE (a regexp table), or another Postfix type:place. May be given several times. Default: the one rule /@/ sink@mailsink.test."`
	Postfix  string   `placeholder:"MAIN.CF" xor:"tables" help:"Route as the Postfix with this main.cf (or output of postconf -n) would, except that nothing leaves."`
	Sendmail string   `placeholder:"DIR" xor:"tables" help:"Route as the Sendmail with this directory of virtusertable, local-host-names and aliases would."`

	VirtualAliasDomain   []string `sep:"," placeholder:"NAME" help:"Domain whose addresses must be in a table. With this or another of the classes, only named domains are accepted, by Postfix's replies, and there is no default table. May be given several times."`
	VirtualMailboxDomain []string `sep:"," placeholder:"NAME" help:"Domain with a mailbox for every address."`
	RelayDomain          []string `sep:"," placeholder:"NAME" help:"Domain that production would pass on: accepted, and marked external."`
	LocalDomain          []string `sep:"," placeholder:"NAME" help:"Domain of local users, beside --domain."`

	Domain string `default:"mailsink.test" help:"The sink's own domain: final addresses in it are accounts by their local part."`
}

var errClasses = errors.New("--postfix and --sendmail name the classes of domains themselves; leave out --virtual-alias-domain, --virtual-mailbox-domain, --relay-domain and --local-domain")

// config reads what decides where recipients go. The warnings name what a
// main.cf says that is not followed.
func (f tableFlags) config() (rewrite.Config, []rewrite.Warning, error) {
	c := rewrite.Config{Domain: f.Domain, VirtualAliasMaps: f.Rewrite, OpenSQL: openSQL}
	classes := rewrite.Classes{VirtualAlias: f.VirtualAliasDomain, VirtualMailbox: f.VirtualMailboxDomain, Relay: f.RelayDomain, Local: f.LocalDomain}
	named := classes.Config(c)
	switch {
	case named.Postfix != nil && f.Postfix+f.Sendmail != "":
		return c, nil, errClasses
	case named.Postfix != nil:
		return named, nil, nil
	case f.Postfix != "":
		return rewrite.LoadPostfix(c, f.Postfix)
	case f.Sendmail != "":
		c, err := rewrite.LoadSendmail(c, f.Sendmail)
		return c, nil, err
	}
	return c, nil, nil
}

// openSQL opens the database of a sqlite: table.
func openSQL(ctx context.Context, path string) (rewrite.SQL, error) {
	return sqlite.OpenTable(ctx, path)
}

// inUse says in a word or two which tables decide, for the page.
func (f tableFlags) inUse() string {
	switch {
	case f.Postfix != "":
		return "--postfix " + f.Postfix
	case f.Sendmail != "":
		return "--sendmail " + f.Sendmail
	case len(f.Rewrite) == 0:
		return "default"
	}
	return strings.Join(f.Rewrite, ", ")
}

// brokenTables puts each mistake on a line of its own.
func brokenTables(err error) error {
	return fmt.Errorf("a rewriting table has mistakes, and nothing was started:\n%w", err)
}
