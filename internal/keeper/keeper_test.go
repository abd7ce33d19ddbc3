package keeper

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"
)

// An echo is a connection that says hello, and waits to be stopped. A deaf one
// does not stop.
type echo struct {
	net.Conn
	deaf bool
	stop chan struct{}
	once sync.Once
}

func (e *echo) Run() {
	defer e.Close()
	_, _ = io.WriteString(e, "hello\n")
	<-e.stop
	_, _ = io.WriteString(e, "bye\n")
}

func (e *echo) Stop() {
	if !e.deaf {
		e.Sever()
	}
}

func (e *echo) Sever() { e.once.Do(func() { close(e.stop) }) }

func newKeeper(most int, deaf bool) *Keeper {
	return &Keeper{
		Open: func(c net.Conn) Conn { return &echo{Conn: c, deaf: deaf, stop: make(chan struct{})} },
		Full: func(c net.Conn) { _, _ = io.WriteString(c, "full\n"); c.Close() },
		Max:  most, Wait: time.Millisecond, Log: slog.New(slog.DiscardHandler),
	}
}

func serve(t *testing.T, k *Keeper) (addr string, stop func() error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- k.Serve(ctx, ln) }()
	return ln.Addr().String(), func() error { cancel(); return <-served }
}

func dial(t *testing.T, addr string) *bufio.Reader {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return bufio.NewReader(c)
}

func said(t *testing.T, r *bufio.Reader, want string) {
	t.Helper()
	if got, err := r.ReadString('\n'); got != want {
		t.Errorf("said %q, want %q: %v", got, want, err)
	}
}

func TestEveryConnectionIsToldToStop(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		addr, stop := serve(t, newKeeper(2, deaf))
		r := dial(t, addr)
		said(t, r, "hello\n")
		if err := stop(); err != nil {
			t.Errorf("Serve returned %v", err)
		}
		said(t, r, "bye\n")
		if _, err := net.Dial("tcp", addr); err == nil {
			t.Error("the listener is still open")
		}
	}
}

func TestOneTooManyIsTurnedAway(t *testing.T) {
	addr, stop := serve(t, newKeeper(1, false))
	first := dial(t, addr)
	said(t, first, "hello\n")
	said(t, dial(t, addr), "full\n")
	if err := stop(); err != nil {
		t.Error(err)
	}
	said(t, first, "bye\n")
}

// A failing listener gives errors in turn.
type failing struct {
	net.Listener
	errs []error
}

func (f *failing) Accept() (net.Conn, error) {
	err := f.errs[0]
	f.errs = f.errs[1:]
	return nil, err
}
func (f *failing) Close() error { return nil }

func TestScarcityIsWaitedOut(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct{ last, want error }{{broken, broken}, {net.ErrClosed, nil}} {
		err := newKeeper(1, false).Serve(t.Context(), &failing{errs: []error{syscall.EMFILE, c.last}})
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("Serve returned %v, want %v", err, c.want)
		}
	}
}
