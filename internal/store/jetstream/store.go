package jetstream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"

	"mailsink/internal/store"
)

// Options say how to reach the servers, and how long to wait for them.
type Options struct {
	Creds string // file of credentials (JWT and seed)
	CA    string // PEM file of authorities that servers are trusted by
	Cert  string // PEM file of the certificate shown to servers
	Key   string // and its key
	// Inside is a server in this process, nil for none. Then the Servers of
	// the place are not connected to; they are names for people.
	Inside nats.InProcessConnProvider
	// Patience bounds how long an append or a Put goes on trying. 0 is 10 s.
	Patience time.Duration
	// Grace is how long content that was deleted stays, so that a node may
	// bring back what another has seen go. 0 deletes at once.
	Grace time.Duration
	Log   *slog.Logger // nil for none
}

const defaultPatience = 10 * time.Second

// A Store is a journal and its content in JetStream. It is safe for
// concurrent use, in any number of processes at once.
type Store struct {
	place      Place
	nc         *nats.Conn
	js         jetstream.JetStream
	journal    jetstream.Stream
	content    jetstream.Stream
	state      jetstream.KeyValue
	codec      *store.Codec
	log        *slog.Logger
	patience   time.Duration
	lease      lease
	graves     *graveyard
	bundles    *bundles
	contents   *convoy // small contents
	records    *convoy
	gate       *gate
	leaderless atomic.Bool // as it was known last
	compacting sync.Mutex  // one compaction at a time
	life       context.Context
	stop       context.CancelCauseFunc
	work       sync.WaitGroup
}

var _ store.Store = (*Store)(nil)

// Open connects to the servers of place and makes the streams unless they are
// there. The error says in one sentence what to do.
func Open(ctx context.Context, place Place, o Options) (*Store, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Patience == 0 {
		o.Patience = defaultPatience
	}
	codec, err := store.NewCodec()
	if err != nil {
		return nil, err
	}
	nc, err := connect(place, o)
	if err != nil {
		return nil, err
	}
	s := &Store{
		place: place, nc: nc, codec: codec, log: o.Log, patience: o.Patience,
		lease: lease{holder: nuid.Next()}, graves: newGraveyard(o.Grace), bundles: newBundles(), gate: newGate(),
	}
	if err := s.prepare(ctx); err != nil {
		nc.Close()
		return nil, err
	}
	s.life, s.stop = context.WithCancelCause(context.WithoutCancel(ctx))
	s.work.Go(func() { s.dig(s.life) })
	s.work.Go(func() { s.condense(s.life) })
	if o.Inside == nil { // it knows by itself
		s.work.Go(func() { s.watch(s.life) })
	}
	s.contents = &convoy{in: make(chan *parcel), send: s.sendContents, count: bundleMost, octets: min(bundleMost, s.upload(ctx).most)}
	s.records = &convoy{in: make(chan *parcel), send: s.sendRecords, count: recordsMost, octets: recordOctets}
	for range bundlers {
		s.work.Go(func() { s.contents.drive(s.life) })
	}
	for range recorders {
		s.work.Go(func() { s.records.drive(s.life) })
	}
	return s, nil
}

// connect makes the connection, which mends itself from then on.
func connect(place Place, o Options) (*nats.Conn, error) {
	opts := []nats.Option{
		nats.Name("mailsink " + place.Name), nats.Timeout(2 * time.Second),
		nats.MaxReconnects(-1), nats.ReconnectWait(200 * time.Millisecond), nats.ReconnectJitter(50*time.Millisecond, 100*time.Millisecond),
		// What cannot be sent fails, and is tried again by who waits for it.
		nats.ReconnectBufSize(-1),
		nats.PingInterval(2 * time.Second), nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(func(nc *nats.Conn, err error) {
			if err != nil {
				o.Log.Warn("the connection to NATS is lost; mail is refused with 451 until it is back", "err", err)
			}
		}),
		nats.ReconnectHandler(func(nc *nats.Conn) { o.Log.Info("the connection to NATS is back", "server", nc.ConnectedAddr()) }),
	}
	if err := o.readable(); err != nil {
		return nil, err
	}
	if o.Creds != "" {
		opts = append(opts, nats.UserCredentials(o.Creds))
	}
	if o.CA != "" {
		opts = append(opts, nats.RootCAs(o.CA))
	}
	if o.Cert != "" || o.Key != "" {
		opts = append(opts, nats.ClientCert(o.Cert, o.Key))
	}
	if o.Inside != nil {
		opts = append(opts, nats.InProcessServer(o.Inside))
	}
	nc, err := nats.Connect(place.urls(), opts...)
	if err != nil && strings.Contains(err.Error(), "client certificate") {
		return nil, fmt.Errorf("--nats-cert %s and --nats-key %s do not belong together: %w", o.Cert, o.Key, err)
	}
	if err != nil {
		return nil, unreachable(place, err)
	}
	if version := nc.ConnectedServerVersion(); tooOld(version) {
		nc.Close()
		return nil, fmt.Errorf("NATS at %s is version %s: mailsink needs 2.12.1 or newer", strings.Join(place.Servers, ", "), version)
	}
	return nc, nil
}

const (
	prepareTime = 30 * time.Second // for the servers to find each other, too
	askingTime  = 5 * time.Second  // one that has no leader yet never answers
)

// prepare makes the streams, or finds them.
func (s *Store) prepare(ctx context.Context) (err error) {
	if s.js, err = jetstream.New(s.nc); err != nil {
		return fmt.Errorf("jetstream: %w", err)
	}
	for end := time.Now().Add(prepareTime); ; {
		err = s.tryPrepare(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil || time.Now().After(end) {
			return s.unprepared(err)
		}
	}
}

func (s *Store) tryPrepare(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, askingTime)
	defer cancel()
	replicas := s.place.Replicas
	if replicas == 0 {
		replicas = s.defaultReplicas()
	}
	if s.journal, err = s.stream(ctx, journalConfig(s.place.Name, replicas)); err != nil {
		return err
	}
	if s.content, err = s.stream(ctx, contentConfig(s.place.Name, replicas)); err != nil {
		return err
	}
	s.state, err = s.bucket(ctx, replicas)
	return err
}

// Place says where the store is.
func (s *Store) Place() Place { return s.place }

// Connected reports whether a server is reached at this moment.
func (s *Store) Connected() bool { return s.nc.IsConnected() }

// Close implements [io.Closer].
func (s *Store) Close() error {
	if !s.gate.close() {
		return nil
	}
	ctx, cancel := context.WithTimeout(s.life, time.Second)
	s.release(ctx)
	cancel()
	s.stop(store.ErrClosed)
	s.work.Wait()
	s.nc.Close()
	return nil
}

// joined returns a context that ends with ctx, and with ErrClosed when the
// store closes.
func (s *Store) joined(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(s.life, func() { cancel(store.ErrClosed) })
	return ctx, func() {
		stop()
		cancel(nil)
	}
}
