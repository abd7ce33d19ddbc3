package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"mailsink/internal/mailbox"
	"mailsink/internal/rewrite"
	"mailsink/internal/routing"
	"mailsink/internal/store"
)

// serveCmd takes mail in and shows it. Its fields stand in the order in which
// people come to need them, for --help and the manual page keep it.
type serveCmd struct {
	SMTP      []string `group:"Doors:" name:"smtp" default:"127.0.0.1:1025" sep:"," help:"Where mail comes in: HOST:PORT, unix:PATH, systemd:NAME; lmtp: in front for LMTP. May be given several times; port 0 picks a free one; \"\" turns the door off."`
	IMAP      []string `group:"Doors:" name:"imap" default:"127.0.0.1:1143" sep:"," help:"Where mail clients read."`
	POP3      []string `group:"Doors:" name:"pop3" sep:"," placeholder:"ADDR" help:"Where mail programs fetch an INBOX by POP3."`
	HTTP      []string `group:"Doors:" name:"http" default:"127.0.0.1:8025" sep:"," help:"The page and the API."`
	SMTPS     []string `group:"Doors:" name:"smtps" sep:"," placeholder:"ADDR" help:"Where mail comes in over implicit TLS."`
	IMAPS     []string `group:"Doors:" name:"imaps" sep:"," placeholder:"ADDR" help:"Where mail clients read over implicit TLS."`
	POP3S     []string `group:"Doors:" name:"pop3s" sep:"," placeholder:"ADDR" help:"The same over implicit TLS."`
	ReadyFile string   `group:"Doors:" placeholder:"PATH" help:"Written once every door accepts: JSON with the pid and the addresses."`

	tableFlags    `embed:"" group:"Rewriting:"`
	RulesWritable bool `group:"Rewriting:" help:"Let PUT /v1/rules/{file} write the tables in use. Whoever reaches the HTTP door can then change where mail goes."`

	Store       string       `group:"Storage and retention:" default:"memory:" help:"Where mail is kept: memory: (gone at exit), file:DIR, or nats://HOST:4222,HOST2:4222/NAME, which any number of sinks share. ?replicas=3 behind NAME sets the copies."`
	NATS        natsFlags    `embed:"" prefix:"nats-" group:"Storage and retention:"`
	Cluster     clusterFlags `embed:"" group:"Storage and retention:"`
	MaxAge      age          `group:"Storage and retention:" default:"0" help:"Kept at most: 30d, 36h. 0 is no limit."`
	MaxMessages int          `group:"Storage and retention:" default:"0" help:"Kept at most; the oldest go first, pinned ones stay. 0 is no limit."`
	MaxBytes    size         `group:"Storage and retention:" default:"1GiB" help:"Kept at most, in octets of content. 0 is no limit."`
	Keep        []keep       `group:"Storage and retention:" sep:";" placeholder:"ACCOUNT=LIMITS" help:"Kept of one account, as in sink=10000,1GB,30d, or with * for ACCOUNT of each that has no limits of its own. May be given several times."`

	TLSSelfSigned bool   `group:"TLS and login:" name:"tls-self-signed" help:"Offer STARTTLS with a certificate made at start."`
	TLSCert       string `group:"TLS and login:" name:"tls-cert" placeholder:"FILE" help:"Certificate for STARTTLS and implicit TLS (PEM)."`
	TLSKey        string `group:"TLS and login:" name:"tls-key" placeholder:"FILE" help:"Its key (PEM)."`
	Users         string `group:"TLS and login:" placeholder:"FILE" help:"Who may log in, at every door: lines of htpasswd -B, argon2id, or name:{PLAIN}password. Read anew when it changes."`
	Auth          string `group:"TLS and login:" default:"" placeholder:"HOW" enum:",any,off,users" help:"Who AUTH lets in: any, off (AUTH is not offered), or users (the default with --users)."`
	RequireAuth   bool   `group:"TLS and login:" help:"No mail by SMTP without AUTH."`
	RequireTLS    bool   `group:"TLS and login:" name:"require-tls" help:"No mail by SMTP, and no AUTH, before STARTTLS."`

	MaxSize        size          `group:"Limits:" default:"50MiB" help:"Of a message; more is refused with 552. message_size_limit of --postfix replaces it."`
	MaxRecipients  int           `group:"Limits:" default:"1000" help:"Of a transaction. smtpd_recipient_limit of --postfix replaces it."`
	MaxConnections int           `group:"Limits:" default:"16384" help:"Of each door."`
	Grace          time.Duration `group:"Limits:" default:"10s" help:"For transactions under way when told to stop."`

	Environment   environment `group:"Page:" placeholder:"NAME[:#RRGGBB]" help:"What the page calls this sink, as staging:#b45309, so that no other is taken for it."`
	PublicURL     string      `group:"Page:" placeholder:"URL" help:"The address of the page as its users see it, behind a proxy."`
	Webroot       string      `group:"Page:" placeholder:"PATH" help:"Prefix of every HTTP path, behind a proxy."`
	AllowedHost   []string    `group:"Page:" sep:"," placeholder:"NAME" help:"Host names under which the page may be asked for, beside loopback names and the address it listens on."`
	Preview       []string    `group:"Page:" name:"preview" sep:"," placeholder:"ADDR" help:"A door of their own for previews of HTML, so that they are of another origin than the page: 127.0.0.1:8026."`
	PreviewURL    string      `group:"Page:" name:"preview-url" placeholder:"URL" help:"Where that door is reached from outside, behind a proxy: https://preview.example. Needs --public-url."`
	RemoteContent bool        `group:"Page:" help:"Let the page show pictures that a message loads from elsewhere, when somebody asks for them. This server gets them, from public addresses alone; whoever sent the message can tell."`

	programFlags `embed:"" group:"Programs:"`

	Faults         string `group:"Faults:" placeholder:"FILE" help:"What goes wrong by SMTP on purpose: rules in TOML or JSON; /v1/faults changes them."`
	MagicAddresses bool   `group:"Faults:" help:"Let recipients ask for faults: 450.ann@…, slow-5s@…, drop-after-data@…, bounce@…."`

	Trusted       []network `group:"Proxies and gateways:" sep:"," placeholder:"CIDR" help:"Networks whose clients may say XCLIENT and XFORWARD; \"unix\" for unix sockets."`
	ProxyProtocol bool      `group:"Proxies and gateways:" help:"Connections by SMTP from trusted networks begin with a PROXY header, version 1 or 2."`

	Log         string `group:"Log:" default:"text" enum:"text,json" help:"Form of the log on standard error: text or json."`
	LogLevel    string `group:"Log:" default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
	MaxSessions int    `group:"Log:" default:"1000" help:"SMTP sessions of which the transcript is kept, in memory."`
}

// Help is shown by "mailsink serve --help".
func (serveCmd) Help() string {
	return `Examples:
  mailsink                                          mail in memory, everything on loopback
  mailsink --store file:mail --max-age 30d          keep it, a month
  mailsink --keep '*=1000' --keep 'sink=20000,1GB'  and not more of each account
  mailsink --rewrite sink.regexp                    route by a table of your own
  mailsink --postfix /etc/postfix/main.cf           route as production does
  mailsink --cluster mail --peers a,b,c             on each of three machines: one sink that does not stop
  mailsink --smtp 127.0.0.1:0 --ready-file up       for scripts: any free port, told in the file`
}

// Run builds the sink upwards, runs it, and puts it away downwards.
func (c *serveCmd) Run(ctx context.Context, s streams) (err error) {
	lines := &logBuffer{w: s.err}
	defer lines.Flush()
	log := c.logger(lines)
	tables, warnings, err := rewrite.OpenSource(ctx, c.config)
	if err != nil {
		return brokenTables(err)
	}
	c.caution(log, warnings)
	c.limitAs(tables.Router())
	selector, err := c.selector()
	if err != nil {
		return err
	}
	lobby := new(lobby)
	defer func() { err = errors.Join(err, lobby.close()) }()
	st, err := c.openStore(ctx, log, lobby)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // told to stop while it waited for others
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	lobby.say(reading)
	box, err := mailbox.Open(ctx, st, mailbox.Options{Domain: c.Domain, Limits: c.limits(), Select: selector, Unused: c.unused(), Seal: routing.Fill, Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, box.Close()) }()

	index, err := openIndex(ctx, st, box, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()

	sink := &sink{serveCmd: c, log: log, box: box, index: index.Index, store: st, router: routing.New(tables), ready: new(atomic.Bool)}
	if err := sink.programs(); err != nil {
		return err
	}
	open, err := sink.open(ctx, lobby)
	if err != nil {
		return err
	}
	return sink.run(ctx, open, s.out)
}

// limitAs lets the limits of a main.cf replace those of the flags.
func (c *serveCmd) limitAs(tables *rewrite.Router) {
	door := tables.Door()
	if door.MessageSizeLimit > 0 {
		c.MaxSize = size(door.MessageSizeLimit)
	}
	if door.RecipientLimit > 0 {
		c.MaxRecipients = door.RecipientLimit
	}
}

func (c *serveCmd) limits() store.Limited {
	l := store.Limited{Messages: c.MaxMessages, Bytes: int64(c.MaxBytes), Age: time.Duration(c.MaxAge)}
	for _, k := range c.Keep {
		l.Accounts = append(l.Accounts, store.Limit(k))
	}
	return l
}

func (c *serveCmd) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo // kong has checked the word
	}
	o := &slog.HandlerOptions{Level: level}
	if c.Log == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// run serves every door until ctx is done, and waits until all have closed.
func (s *sink) run(ctx context.Context, open []openDoor, out io.Writer) error {
	s.at = addresses(open)
	g, ctx := errgroup.WithContext(ctx)
	for _, d := range open {
		g.Go(func() error {
			if err := d.serve(ctx, d.Listener); err != nil {
				return fmt.Errorf("%s on %s: %w", d.name, d.Addr(), err)
			}
			return nil
		})
	}
	g.Go(func() error { return s.reload(ctx) })
	if s.posts != nil {
		g.Go(func() error { return s.posts.Run(ctx) })
	}
	g.Go(func() error { s.router.Tables.Watch(ctx, time.Second, s.reloaded); return nil })
	s.ready.Store(true)
	context.AfterFunc(ctx, func() { s.ready.Store(false) })
	g.Go(func() error { return s.announce(out) })
	err := g.Wait()
	if s.ReadyFile != "" {
		err = errors.Join(err, remove(s.ReadyFile))
	}
	return err
}

// announce says to scripts, then to people, that every door accepts.
func (s *sink) announce(out io.Writer) error {
	if s.ReadyFile != "" {
		if err := s.at.write(s.ReadyFile); err != nil {
			return err
		}
	}
	return s.at.banner(out, s.kept())
}

// remove removes a file that may be gone already.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
