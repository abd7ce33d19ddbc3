package rewrite

import (
	"os"
	"time"
)

// DefaultTable is the table of a sink that was told nothing: every address is
// rewritten to one. It is shown in traces as "default", line 1.
const DefaultTable = "/@/ sink@mailsink.test\n"

// DefaultDomain is the sink's own domain unless Config names another.
const DefaultDomain = "mailsink.test"

// Config is what decides where recipients go. Fields are named after the
// main.cf parameters that they hold; postconf(5) describes those. The zero
// value is the default sink: one rule, every domain accepted.
type Config struct {
	// Domain is the sink's own domain; an address without domain is in it.
	Domain string

	// VirtualAliasMaps are the tables that expand recipients, in the order in
	// which they are asked: "regexp:FILE", "inline:{a@b=c@d}"; a FILE alone is
	// "regexp:FILE". With no table, DefaultTable is used.
	VirtualAliasMaps []string

	// Lenient skips lines with mistakes and answers 451 for tables that cannot
	// be read, as production does. Otherwise Open fails with every mistake.
	Lenient bool

	// NoSMTPUTF8 is smtputf8_enable=no: only ASCII letters are folded, and keys
	// need not be UTF-8.
	NoSMTPUTF8 bool

	refuseDuplicates bool // as the daemons do; postmap -q does not

	// ReadFile reads a table; nil means os.ReadFile.
	ReadFile func(name string) ([]byte, error)
	// ModTime is when a table last changed; nil asks the file system.
	ModTime func(name string) (time.Time, error)
}

func (c *Config) readFile(name string) ([]byte, error) {
	if c.ReadFile != nil {
		return c.ReadFile(name)
	}
	return os.ReadFile(name)
}

func (c *Config) modTime(name string) (time.Time, error) {
	if c.ModTime != nil {
		return c.ModTime(name)
	}
	info, err := os.Stat(name)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

func (c *Config) domain() string {
	if c.Domain != "" {
		return c.Domain
	}
	return DefaultDomain
}
