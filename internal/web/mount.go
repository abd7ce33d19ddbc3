package web

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// A Mount is a path that another package serves, behind the gate of this one.
// With both Handler and Socket, a request that wants a WebSocket gets one.
type Mount struct {
	Method, Path string
	Large        bool // the body is a message, and may be as large as one
	Intake       bool // POST only takes mail in, as SMTP does, and needs no login
	Handler      func(w http.ResponseWriter, r *http.Request)
	Socket       func() Talk // a WebSocket
	Events       func() Talk // server-sent events
}

// A Talk is a connection that only the server talks on: it sends values, which
// go out as JSON, until ctx is done or send fails. It is made before the client
// hears that it is connected, so that it misses nothing that happens from then.
type Talk = func(ctx context.Context, send func(v any) error) error

// mounted returns the routes of what is mounted, and notes the bounds of their
// bodies. Where two mounts have a method of a path, or the table has it, the
// first keeps it.
func (s *Server) mounted(bounds map[string]int64, sent int64) []route {
	taken := make(map[string]bool)
	for _, rt := range s.table() {
		taken[rt.path] = true
	}
	var routes []route
	at := make(map[string]int)
	for _, m := range s.Mounts {
		if taken[m.Path] {
			continue
		}
		i, ok := at[m.Path]
		if !ok {
			i = len(routes)
			at[m.Path] = i
			routes = append(routes, route{m.Path, make(map[string]handler)})
		}
		if routes[i].methods[m.Method] != nil {
			continue
		}
		if m.Large {
			bounds[m.Path] = sent
		}
		routes[i].methods[m.Method] = s.mount(m)
	}
	return routes
}

// intakes returns the paths at which mail comes in and nothing can be read.
func (s *Server) intakes() map[string]bool {
	paths := make(map[string]bool)
	for _, m := range s.Mounts {
		if m.Intake {
			paths[m.Path] = true
		}
	}
	return paths
}

func (s *Server) mount(m Mount) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		switch {
		case m.Socket != nil && (m.Handler == nil || upgrades(r)):
			return s.socket(w, r, m.Socket())
		case m.Events != nil:
			return s.announce(w, r, m.Events())
		}
		m.Handler(w, r)
		return nil
	}
}

// announce lets serve talk by server-sent events, which have no ids: who breaks off
// misses something.
func (s *Server) announce(w http.ResponseWriter, r *http.Request, serve Talk) error {
	ctx, stop := s.untilStop(r.Context())
	defer stop()
	out := newEventWriter(w, s.pace.write)
	if err := serve(ctx, func(v any) error { return out.send("", v) }); ctx.Err() == nil {
		s.Log.Debug("a stream of events was given up", "client", r.RemoteAddr, "error", err)
	}
	return nil // the reply has begun; there is no other to give
}

// socket opens a WebSocket and lets serve talk on it. What the client says is
// read and dropped; that it is there is asked for as in the feed.
func (s *Server) socket(w http.ResponseWriter, r *http.Request, serve Talk) error {
	conn, err := s.upgrade(w, r)
	if conn == nil {
		return err
	}
	defer s.sockets.Done()
	d := &dialog{server: s, conn: conn, wake: make(chan struct{}, 1)}
	ctx, stop := s.untilStop(context.WithoutCancel(r.Context()))
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var others sync.WaitGroup
	others.Go(func() { cancel(d.hear()) })
	others.Go(func() { cancel(d.keepAlive(ctx)) })
	cancel(serve(ctx, func(v any) error { return d.send(v, 0) }))
	d.bye(context.Cause(ctx))
	conn.Close() // ends those who read and ping
	others.Wait()
	return nil
}

// hear reads what the client says, and drops it, until the connection ends.
func (d *dialog) hear() error {
	pong := func(string) error { return d.conn.SetReadDeadline(time.Now().Add(d.server.pace.pong)) }
	d.conn.SetReadLimit(maxAsk)
	d.conn.SetPongHandler(pong)
	for err := pong(""); ; err = pong("") {
		if err == nil {
			_, _, err = d.conn.ReadMessage()
		}
		if err != nil {
			return err
		}
	}
}

// keepAlive pings at every turn until ctx is done.
func (d *dialog) keepAlive(ctx context.Context) error {
	ticker := time.NewTicker(d.server.pace.ping)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if err := d.ping(); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// webhooks replies with what has been sent where.
func (s *Server) webhooks(w http.ResponseWriter, _ *http.Request) error {
	var list any = []any{}
	if s.Webhooks != nil {
		list = s.Webhooks()
	}
	return reply(w, http.StatusOK, map[string]any{"webhooks": list})
}
