package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"mailsink/internal/mail"
)

// maxAsk is the longest frame that a client may send, in octets.
const maxAsk = 4096

// feed serves the live feed over a WebSocket (RFC 6455). The client says what
// it wants to see, and may say so again.
func (s *Server) feed(w http.ResponseWriter, r *http.Request) error {
	if websocket.IsWebSocketUpgrade(r) && r.Header.Get("Origin") == "" {
		return newProblem(http.StatusForbidden, "A WebSocket needs an Origin field that names this server; programs may use GET /v1/events instead.")
	}
	conn, err := s.upgrade(w, r)
	if conn == nil {
		return err
	}
	defer s.sockets.Done()
	d := &dialog{server: s, conn: conn, wake: make(chan struct{}, 1)}
	d.run(context.WithoutCancel(r.Context()))
	return nil
}

// upgrade makes a WebSocket of a connection, which s.sockets counts from then
// on. Without one the reply has been given, or is the error.
func (s *Server) upgrade(w http.ResponseWriter, r *http.Request) (*websocket.Conn, error) {
	if !websocket.IsWebSocketUpgrade(r) {
		w.Header().Set("Upgrade", "websocket")
		return nil, newProblem(http.StatusUpgradeRequired, "This is a WebSocket; connect with ws://, or use GET /v1/events for the same as server-sent events.")
	}
	s.sockets.Add(1) // before the connection leaves http.Server's care
	up := websocket.Upgrader{
		HandshakeTimeout: 10 * time.Second,
		CheckOrigin:      func(*http.Request) bool { return true }, // the gate has
		Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
			s.fail(w, r, newProblem(status, "The WebSocket cannot be opened: %s.", reason))
		},
	}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		s.sockets.Done()
		return nil, nil // up.Error has replied
	}
	return conn, nil
}

// A dialog is one WebSocket.
type dialog struct {
	server *Server
	conn   *websocket.Conn
	wake   chan struct{} // there is something in next

	mu    sync.Mutex
	next  *subscription
	leave context.CancelFunc // ends the subscription being served
}

// errPolicy is what a client hears that does not speak the protocol.
var errPolicy = errors.New("send {\"sub\":{\"q\":\"\"},\"since\":0}")

// run serves the connection to its end.
func (d *dialog) run(ctx context.Context) {
	ctx, stop := d.server.untilStop(ctx)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var reader sync.WaitGroup
	reader.Go(func() { cancel(d.listen()) })
	for ctx.Err() == nil {
		select {
		case <-d.wake:
			d.serve(ctx, cancel)
		case <-ctx.Done():
		}
	}
	d.bye(context.Cause(ctx))
	d.conn.Close() // ends the reader
	reader.Wait()
}

// listen takes subscriptions from the client until the connection ends.
func (d *dialog) listen() error {
	pong := func(string) error { return d.conn.SetReadDeadline(time.Now().Add(d.server.pace.pong)) }
	d.conn.SetReadLimit(maxAsk)
	d.conn.SetPongHandler(pong)
	for err := pong(""); ; err = pong("") {
		if err != nil {
			return err
		}
		kind, data, err := d.conn.ReadMessage()
		if err != nil {
			return err
		}
		var sub subscription
		if kind != websocket.TextMessage || json.Unmarshal(data, &sub) != nil {
			return errPolicy
		}
		d.subscribe(sub)
	}
}

func (d *dialog) subscribe(sub subscription) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = &sub
	if d.leave != nil {
		d.leave()
	}
	select {
	case d.wake <- struct{}{}:
	default: // it has been woken already
	}
}

// serve streams the newest subscription until there is a newer one.
func (d *dialog) serve(ctx context.Context, fail context.CancelCauseFunc) {
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	d.mu.Lock()
	sub := d.next
	d.next, d.leave = nil, leave
	d.mu.Unlock()
	if sub == nil {
		return
	}
	err := d.server.stream(ctx, *sub, d.send)
	if p := problemOf(err); p != nil && p.Status == http.StatusBadRequest {
		err = d.send(newComplaint(p.Detail), 0)
	} else if ctx.Err() != nil {
		return // a newer subscription, or the end
	}
	if err != nil {
		fail(err)
	}
}

func (d *dialog) send(frame any, _ mail.ModSeq) error {
	if err := d.conn.SetWriteDeadline(time.Now().Add(d.server.pace.write)); err != nil {
		return err
	}
	if _, isPing := frame.(ping); isPing {
		if err := d.ping(); err != nil {
			return err
		}
	}
	return d.conn.WriteJSON(frame)
}

// ping asks whether the client is still there.
func (d *dialog) ping() error {
	return d.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(d.server.pace.write))
}

// bye says why the connection ends, to a client that still listens.
func (d *dialog) bye(cause error) {
	code, text := websocket.CloseGoingAway, ""
	switch {
	case errors.Is(cause, errPolicy):
		code, text = websocket.ClosePolicyViolation, errPolicy.Error()
	case d.server.life.Err() == nil:
		code = websocket.CloseTryAgainLater
	}
	// It may be gone already; there is nothing to do about it.
	_ = d.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), time.Now().Add(time.Second))
}
