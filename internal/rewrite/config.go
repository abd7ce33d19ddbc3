package rewrite

import (
	"context"
	"net/netip"
	"os"
	"time"
)

// DefaultTable is the table of a sink that was told nothing: every address is
// rewritten to one. It is shown in traces as "default", line 1.
const DefaultTable = "/@/ sink@mailsink.test\n"

// DefaultDomain is the sink's own domain unless Config names another.
const DefaultDomain = "mailsink.test"

// Config is what decides where recipients go. Fields that are named after
// main.cf parameters hold those; postconf(5) describes them. The zero value is
// the default sink: one rule, every domain accepted.
type Config struct {
	// Domain is the sink's own domain; an address without domain is in it.
	Domain string

	// VirtualAliasMaps are the tables that expand recipients, in the order in
	// which they are asked: "regexp:FILE", "inline:{a@b=c@d}"; a FILE alone is
	// "regexp:FILE". With no table at all, DefaultTable is used.
	VirtualAliasMaps []string
	// RecipientDelimiter are the characters that separate an extension; with
	// none, addresses have no extensions.
	RecipientDelimiter string

	// Postfix holds what only a main.cf says; nil leaves all of it out: every
	// domain is accepted, and an address that no table changes is final.
	Postfix *Postfix
	// Sendmail routes by virtusertable instead of by Postfix tables.
	Sendmail *Sendmail

	// Lenient skips lines with mistakes and answers 451 for tables that cannot
	// be read, as production does. Otherwise Open fails with every mistake.
	Lenient bool
	// NoSMTPUTF8 is smtputf8_enable=no: only ASCII letters are folded, and keys
	// need not be UTF-8.
	NoSMTPUTF8 bool

	// Files are files that Watch looks at besides those of the tables: the
	// main.cf, for example.
	Files []string
	// ReadFile reads a table; nil means os.ReadFile.
	ReadFile func(name string) ([]byte, error)
	// ModTime is when a file last changed; nil asks the file system.
	ModTime func(name string) (time.Time, error)
	// OpenSQL opens the database of a sqlite: table; nil refuses such tables.
	OpenSQL OpenSQL
	// Dial reaches the servers of tcp: and socketmap: tables, which are asked
	// for every key; nil means net.Dialer.
	Dial Dial

	refuseDuplicates bool // as the daemons do; postmap -q does not
}

// OpenSQL opens a SQLite database for reading.
type OpenSQL func(ctx context.Context, path string) (SQL, error)

// SQL is an open database.
type SQL interface {
	// Rows runs a query and returns its rows, each with its columns as text;
	// NULL is the empty text, and a row that begins with it has no columns.
	Rows(ctx context.Context, query string) ([][]string, error)
}

// Postfix is what a main.cf says beyond the tables of virtual aliases.
type Postfix struct {
	MyHostname, MyDomain, MyOrigin string
	MyDestination                  []string
	Interfaces                     []netip.Addr // inet_interfaces and proxy_interfaces
	MyNetworks                     []string
	Client                         netip.Addr // whose transactions are asked about; zero: one in mynetworks

	VirtualAliasDomains   []string
	VirtualMailboxDomains []string
	VirtualMailboxMaps    []string
	RelayDomains          []string
	RelayRecipientMaps    []string
	LocalRecipientMaps    []string

	CanonicalMaps, RecipientCanonicalMaps, SenderCanonicalMaps []string
	RecipientBccMaps, SenderBccMaps                            []string
	AlwaysBcc                                                  string
	TransportMaps, RelocatedMaps                               []string
	AliasMaps                                                  []string
	LuserRelay                                                 string
	RelayRestrictions, RecipientRestrictions                   []string
	CommandFilter                                              []string

	// CanonicalClasses and the two beside it say which addresses the canonical
	// tables rewrite, MasqueradeClasses those whose host names are hidden.
	CanonicalClasses, SenderCanonicalClasses, RecipientCanonicalClasses []string
	MasqueradeDomains, MasqueradeExceptions, MasqueradeClasses          []string

	// Transports say how mail would be delivered; the zero value says nothing.
	Transports Transports
	// Boxes says how large files of mail may grow.
	Boxes Boxes
	// Door says what the door that mail comes in by does about clients.
	Door Door
	// HideOriginal is enable_original_recipient=no.
	HideOriginal bool

	RecursionLimit, ExpansionLimit, AddressLengthLimit int
	UnknownCodes                                       UnknownCodes
	PropagateUnmatched                                 []string

	AppendAtMyOrigin, AppendDotMyDomain, SwapBangpath, AllowPercentHack bool
	OwnerRequestSpecial, ShowUnknownTable, SoftBounce, StrictEnvelopes  bool
	RejectUnlisted, NoAddressMappings                                   bool
}

// Transports are the parameters that say how a message leaves the queue, each
// as transport(5) writes it: "lmtp:unix:private/lmtp", "smtp".
type Transports struct {
	Local, Mailbox, Virtual, Relay, Default string
	Relayhost                               string
	SenderRelayhostMaps, SenderDefaultMaps  []string
}

// Door is what a main.cf says about the door that mail comes in by. Routing
// does nothing with it. Zero values are what it does not say.
type Door struct {
	MessageSizeLimit int // octets
	RecipientLimit   int // of a transaction
	QueueMinFree     int // octets that must be free before a message is taken

	// SoftErrors are the errors of a client after which each reply to it waits
	// for ErrorSleep, HardErrors those after which it is told 421; the first
	// Overshoot recipients too many are no errors.
	SoftErrors, HardErrors, Overshoot int
	ErrorSleep                        time.Duration
	// Hostname is what Postfix calls itself when it says so.
	Hostname string
}

// UnknownCodes are the reply codes for recipients that a class does not have.
type UnknownCodes struct{ Local, VirtualAlias, VirtualMailbox, Relay int }

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
