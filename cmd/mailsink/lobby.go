package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path"
	"sync"
	"sync/atomic"
	"time"
)

// A lobby answers at the HTTP door while what is behind it is not there yet: it
// says what the sink waits for. Stores that open at once do not open it.
type lobby struct {
	server http.Server
	doors  []*held
	work   sync.WaitGroup
	waits  atomic.Pointer[func() string]
}

// A held listener goes on listening when the server in front of it closes it.
type held struct {
	net.Listener
	address string
}

// Close makes Accept return, and nothing else.
func (h *held) Close() error { return h.until(time.Unix(1, 0)) }

func (h *held) until(t time.Time) error {
	if l, ok := h.Listener.(interface{ SetDeadline(time.Time) error }); ok {
		return l.SetDeadline(t)
	}
	return errors.New("the listener cannot be handed over")
}

// reading is what a sink does last before it opens its doors.
func reading() string { return "The journal is being read." }

// open listens where the page will be.
func (l *lobby) open(c *serveCmd, log *slog.Logger) error {
	l.say(func() string { return "The store is being opened." })
	l.server = http.Server{Handler: l.handler(c.Webroot), ReadTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	l.server.SetKeepAlivesEnabled(false)
	for _, address := range c.HTTP {
		if address == "" {
			continue
		}
		ln, err := door{name: "HTTP", flag: "--http"}.listen(address)
		if err != nil {
			return errors.Join(err, l.close())
		}
		h := &held{ln, address}
		l.doors = append(l.doors, h)
		l.work.Go(func() { l.server.Serve(h) }) // it ends when it is told to
	}
	return nil
}

// say sets what the sink waits for.
func (l *lobby) say(waits func() string) { l.waits.Store(&waits) }

func (l *lobby) handler(root string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path.Join("/", root, "healthz") {
			answer(w, http.StatusOK, map[string]any{"status": "ok"})
			return
		}
		w.Header().Set("Retry-After", "1")
		answer(w, http.StatusServiceUnavailable, map[string]any{
			"type": "about:blank", "title": http.StatusText(http.StatusServiceUnavailable), "status": http.StatusServiceUnavailable, "detail": (*l.waits.Load())(),
		})
	})
}

// answer writes JSON. That a client has gone is nobody's business.
func answer(w http.ResponseWriter, status int, body map[string]any) {
	kind := "application/json"
	if status != http.StatusOK {
		kind = "application/problem+json"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// leave ends the server, so that its listeners can be taken.
func (l *lobby) leave(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := l.server.Shutdown(ctx); err != nil {
		l.server.Close()
	}
	l.work.Wait()
	for _, h := range l.doors {
		if err := h.until(time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// take returns the listener of an address, nil for one that is not listened on.
func (l *lobby) take(flag, address string) net.Listener {
	if flag != "--http" {
		return nil
	}
	for i, h := range l.doors {
		if h.address == address {
			l.doors = append(l.doors[:i], l.doors[i+1:]...)
			return h.Listener
		}
	}
	return nil
}

// close closes what nobody has taken.
func (l *lobby) close() error {
	l.server.Close()
	l.work.Wait()
	var errs []error
	for _, h := range l.doors {
		errs = append(errs, h.Listener.Close())
	}
	l.doors = nil
	return errors.Join(errs...)
}
