package mailsinktest

import (
	"context"
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"mailsink/internal/rewrite"
	"mailsink/internal/store"
	"mailsink/ui"
)

// An Option changes how a sink starts.
type Option func(*options)

// options are what a sink is started with.
type options struct {
	rewriting     rewrite.Config
	mainCF        string
	kept          store.Limited
	users         map[string]string
	requireAuth   bool
	maxSize       int64
	maxRecipients int
	tls           *tls.Config
	patience      time.Duration
	grace         time.Duration
	page          fs.FS
	log           *slog.Logger
}

func defaults() options {
	return options{
		rewriting: rewrite.Config{Domain: rewrite.DefaultDomain},
		users:     map[string]string{},
		patience:  10 * time.Second,
		grace:     2 * time.Second,
		log:       slog.New(slog.DiscardHandler),
	}
}

// rulesFile is what the table of Rules is called in traces.
const rulesFile = "rules"

// Rules rewrites recipients by lines in the syntax of Postfix's
// regexp_table(5). The first rule that matches wins, its result is looked up
// again until it stays as it is, and an address that no rule matches goes to an
// account of its own. Without this option, one rule sends
// everything to one account: /@/ sink@mailsink.test
func Rules(lines ...string) Option {
	text := strings.Join(lines, "\n") + "\n"
	return func(o *options) {
		o.rewriting.VirtualAliasMaps = []string{"regexp:" + rulesFile}
		o.rewriting.ReadFile = func(name string) ([]byte, error) {
			if name == rulesFile {
				return []byte(text), nil
			}
			return os.ReadFile(name)
		}
	}
}

// Tables rewrites recipients by Postfix tables, each "type:place" as in
// "texthash:testdata/virtual"; they are asked in order.
func Tables(tables ...string) Option {
	return func(o *options) { o.rewriting.VirtualAliasMaps = tables }
}

// Postfix routes as the Postfix with this main.cf (or output of postconf -n)
// would, except that nothing leaves: addresses that it would refuse are
// refused, and the copies that it would make arrive. Files in it are looked for
// beside it. What it says of sizes and numbers of recipients holds where
// MaxSize and MaxRecipients do not speak.
func Postfix(mainCF string) Option { return func(o *options) { o.mainCF = mainCF } }

// Domain names the sink's own domain, "mailsink.test" unless changed: final
// addresses in it are accounts by their local-part.
func Domain(name string) Option { return func(o *options) { o.rewriting.Domain = name } }

// User lets a user log in over SMTP and IMAP. With this option, given any
// number of times, nobody else can; without it, everyone can.
func User(name, password string) Option { return func(o *options) { o.users[name] = password } }

// RequireAuth refuses mail from clients that have not logged in (530 5.7.0).
func RequireAuth() Option { return func(o *options) { o.requireAuth = true } }

// MaxSize refuses messages of more octets with 552 5.3.4.
func MaxSize(octets int64) Option { return func(o *options) { o.maxSize = octets } }

// MaxRecipients refuses recipients beyond that many in a transaction with 452
// 4.5.3.
func MaxRecipients(n int) Option { return func(o *options) { o.maxRecipients = n } }

// MaxMessages keeps the newest n messages.
func MaxMessages(n int) Option { return func(o *options) { o.kept.Messages = n } }

// TLS offers STARTTLS over SMTP and IMAP with a configuration that has a
// certificate.
func TLS(config *tls.Config) Option { return func(o *options) { o.tls = config } }

// Page serves the page at URL, to look at what came while a test is held in a
// debugger. It makes the start some 25 ms longer.
func Page() Option { return func(o *options) { o.page = ui.Files() } }

// Patience is how long Wait waits under a context without a deadline: 10
// seconds unless changed.
func Patience(d time.Duration) Option { return func(o *options) { o.patience = d } }

// Logger is told of every transaction and of what goes wrong.
func Logger(log *slog.Logger) Option { return func(o *options) { o.log = log } }

var errRefused = errors.New("mailsinktest: no such user, or another password")

// auth returns the judge of names and passwords, nil to let everyone in.
func (o *options) auth() func(context.Context, string, string) error {
	if len(o.users) == 0 {
		return nil
	}
	return func(_ context.Context, name, password string) error {
		want, ok := o.users[name]
		if !ok || subtle.ConstantTimeCompare([]byte(want), []byte(password)) == 0 {
			return errRefused
		}
		return nil
	}
}

// secret returns what mechanisms that never send a password ask for it.
func (o *options) secret() func(string) (string, bool) {
	if len(o.users) == 0 {
		return nil
	}
	return func(name string) (string, bool) {
		password, ok := o.users[name]
		return password, ok
	}
}

// tables reads what decides where recipients go.
func (o *options) tables() (rewrite.Config, []rewrite.Warning, error) {
	if o.mainCF == "" {
		return o.rewriting, nil, nil
	}
	return rewrite.LoadPostfix(o.rewriting, o.mainCF)
}

// limitAs takes the limits of a main.cf where no option gives one.
func (o *options) limitAs(tables *rewrite.Router) {
	door := tables.Door()
	if o.maxSize == 0 {
		o.maxSize = int64(door.MessageSizeLimit)
	}
	if o.maxRecipients == 0 {
		o.maxRecipients = door.RecipientLimit
	}
}
