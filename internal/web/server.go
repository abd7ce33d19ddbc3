package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/compose"
	"mailsink/internal/faults"
	"mailsink/internal/inspect"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/transcript"
)

// A Router says where a forward-path leads and what the client is told.
type Router interface {
	Route(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route
}

// Info says where the doors of the sink are; the page shows it.
type Info struct {
	Version string `json:"version"`
	SMTP    string `json:"smtp"` // host:port
	IMAP    string `json:"imap"` // host:port
	HTTP    string `json:"http"` // a URL
	Store   string `json:"store"`
	Table   string `json:"table"`
	Limits  Limits `json:"limits"`
	// Doors are all listeners, in their order.
	Doors []Door `json:"doors,omitempty"`
	// TLS of SMTP: "offered", "required" before mail, or empty for none.
	TLS string `json:"tls,omitempty"`
	// Auth is who AUTH of SMTP lets in: "any", "users", or "off".
	Auth         string `json:"auth,omitempty"`
	AuthRequired bool   `json:"authRequired,omitempty"` // before mail
	Login        bool   `json:"login,omitempty"`        // HTTP asks who comes
	// Environment names the sink, so that no other is taken for it.
	Environment Environment `json:"environment,omitzero"`
	// Remote says that pictures from elsewhere can be had through this server.
	Remote bool `json:"remote,omitempty"`
	// Previews is the origin that previews have for themselves, or ":" and
	// its port, at the name that the page is asked for; empty for none.
	Previews string `json:"previews,omitempty"`
}

// A Door is one listener.
type Door struct {
	Name    string `json:"name"` // SMTP, IMAPS, HTTP …
	Address string `json:"address"`
}

// An Environment is what the page shows in the colour of its frame.
type Environment struct {
	Name  string `json:"name"`
	Color string `json:"color,omitempty"` // #rrggbb; empty for the page's own
}

// Limits are the bounds that clients can run into. Zero means none.
type Limits struct {
	MessageSize int64  `json:"messageSize,omitempty"` // octets
	Recipients  int    `json:"recipients,omitempty"`  // of a transaction
	Messages    int    `json:"messages,omitempty"`    // kept
	Bytes       int64  `json:"bytes,omitempty"`       // kept
	Age         string `json:"age,omitempty"`         // kept, as "24h"
}

// Config says what a Server serves. Mailbox must be set; the zero value of
// every other field is a sensible default.
type Config struct {
	Mailbox *mailbox.Mailbox
	Router  Router                // of messages sent by the API; nil leads every address to itself
	Tables  Tables                // that Router asks; nil for none
	Begin   func() compose.Router // where set, makes the Router of each message sent by the API
	UI      fs.FS                 // the page, index.html at its root; nil for none
	Ready   func() bool           // whether every door accepts; nil means yes
	Away    func() string         // why nothing can be stored at this moment, "" when it can; nil means it can
	Info    Info

	// Of SMTP: what was said, and what goes wrong on purpose. Nil for none.
	Sessions *transcript.Ring
	Faults   *faults.Set

	Users Users // who may log in; nil lets everyone in

	// AllowedHosts are names, besides loopback and the address bound to,
	// under which this server may be reached.
	AllowedHosts []string
	PublicURL    string // where it is reached from outside, behind a proxy; its host and origin are allowed
	WebRoot      string // path before everything, "/mail"; empty for none

	// AllowedOrigins may read and change everything from pages of their own
	// (CORS), as "https://app.example". None may by default.
	AllowedOrigins []string
	Dir            string     // where saved views are kept; empty for memory
	Mounts         []Mount    // of other packages, behind the same gate
	Webhooks       func() any // what GET /v1/webhooks shows; nil for none

	// Backup writes all that is in the store; nil for a store in memory.
	Backup func(ctx context.Context, w io.Writer) error

	// Narrow returns a function that says of messages whether a query may
	// match them, without reading them; nil for none.
	Narrow func(ctx context.Context, q *search.Query) func(*mail.Message) bool
	// Measures returns figures of others for /metrics; nil for none.
	Measures func() []Measure

	MaxSize        int64         // of a message sent by the API, in octets; 0 means 50 MiB
	MaxRecipients  int           // of a message sent by the API; 0 means 1000
	MaxConnections int           // at a time; 0 means 4096
	Grace          time.Duration // for requests under way when told to stop; 0 means 10 s
	Log            *slog.Logger  // for what goes wrong inside; nil for none
}

// A Server is the door for HTTP.
type Server struct {
	Config
	routes   *http.ServeMux
	bounds   map[string]int64 // of bodies, where they may be large, by pattern
	intake   map[string]bool  // patterns that only take mail in, and ask nobody who they are
	guesses  guesses
	started  time.Time
	shelf    *shelf
	versions *versions // of tables
	undos    undos
	visitor  inspect.Visitor // who asks other servers, where somebody wants that
	remotes  remotes         // what it got from them for previews
	waited   waitLog
	zips     sync.Pool // of *gzip.Writer
	hosts    hosts
	key      [32]byte // of preview tokens; new with every process
	page     *page    // nil when there is none
	texts    *search.Cache
	told     history
	life     context.Context // done when told to stop
	halt     context.CancelFunc
	sockets  sync.WaitGroup // WebSockets, which http.Server knows nothing of
	waits    atomic.Int64   // under way
	desk     desk           // where they wait
	work     sync.WaitGroup // goroutines that no request waits for
	serving  atomic.Int64   // calls of Serve
	pace     pace
}

// pace are the times of the feed.
type pace struct {
	frame time.Duration // between two frames, where there have been many
	burst int           // frames that may go one behind the other
	ping  time.Duration // between signs of life
	write time.Duration // for a client to take a frame
	pong  time.Duration // for a client to answer a ping
}

// textCache is how much text is kept for searches, in octets.
const textCache = 64 << 20

// New returns the server of c. Waits and feeds end when stop is done.
func New(stop context.Context, c Config) *Server {
	s := &Server{Config: c, texts: search.NewCache(textCache)}
	s.pace = pace{frame: 20 * time.Millisecond, burst: 8, ping: 15 * time.Second, write: 10 * time.Second, pong: 45 * time.Second}
	s.desk.server = s
	s.zips.New = newZip
	s.life, s.halt = context.WithCancel(stop)
	s.MaxSize = cmp.Or(s.MaxSize, 50<<20)
	s.MaxRecipients = cmp.Or(s.MaxRecipients, 1000)
	s.MaxConnections = cmp.Or(s.MaxConnections, 4096)
	s.Grace = cmp.Or(s.Grace, 10*time.Second)
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	rand.Read(s.key[:]) // never fails: crypto/rand ends the process instead
	s.WebRoot = cleanRoot(s.WebRoot)
	s.hosts = newHosts(s.AllowedHosts, s.PublicURL, s.AllowedOrigins)
	if u, err := url.Parse(s.Info.Previews); err == nil && u.Host != "" {
		s.hosts.names[hostName(u.Host)] = true
	}
	s.page = newPage(s.UI, s.WebRoot)
	s.started, s.shelf, s.versions = time.Now(), newShelf(s.Dir), newVersions(s.Dir)
	if err := s.shelf.load(); err != nil {
		s.Log.Error("the page begins without its saved views", "error", err)
	}
	if err := s.versions.load(); err != nil {
		s.Log.Error("what tables said before is not known", "error", err)
	}
	s.routes, s.bounds = s.mux()
	s.intake = s.intakes()
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.gate(w, r) }

// Serve takes connections from ln until ctx is done, which is the order to
// stop: it closes ln, ends waits and feeds (WebSockets with 1001), lets other
// requests finish within Grace, and returns nil. It returns an error only if
// ln failed before. It may be called for several listeners with one ctx; the
// last call to return waits for what belongs to all of them.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error { return s.serve(ctx, ln, s) }

func (s *Server) serve(ctx context.Context, ln net.Listener, handler http.Handler) error {
	s.serving.Add(1)
	hs := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      maxWait + time.Minute, // feeds set their own with every frame
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	served := make(chan error, 1)
	go func() { served <- hs.Serve(limit(ln, s.MaxConnections)) }()
	select {
	case err := <-served:
		s.halt()
		s.serving.Add(-1)
		return fmt.Errorf("web: accept on %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	s.halt()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Grace)
	defer cancel()
	if err := hs.Shutdown(grace); err != nil {
		s.Log.Warn("requests were cut off at the end of the grace period", "error", errors.Join(err, hs.Close()))
	}
	<-served
	if s.serving.Add(-1) > 0 {
		return nil
	}
	s.sockets.Wait()
	s.work.Wait()
	s.undos.clear()
	return nil
}

// untilStop returns ctx, ended also when the server is told to stop.
func (s *Server) untilStop(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	unhook := context.AfterFunc(s.life, cancel)
	return ctx, func() { unhook(); cancel() }
}
