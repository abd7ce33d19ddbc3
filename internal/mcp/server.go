package mcp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"mailsink/internal/client"
)

// A Sink is asked for mail; [client.Client] is one.
type Sink interface {
	Messages(ctx context.Context, l client.List) (client.Page, error)
	Message(ctx context.Context, id string) (client.Message, error)
	Wait(ctx context.Context, w client.Wait) (client.Waited, error)
	Cursor(ctx context.Context) (string, error)
}

// A Server serves the mail of one sink.
type Server struct {
	Sink    Sink
	Version string // of mailsink
}

const (
	maxMessage = 1 << 20 // octets of a request
	maxPending = 64      // requests of one stream at a time
)

// A stream is one client over a pair of streams.
type stream struct {
	*Server
	mu      sync.Mutex // guards what follows, and writing
	out     io.Writer
	failed  error
	pending map[string]context.CancelFunc // by ID

	running sync.WaitGroup
	room    chan struct{}
}

// ServeStream serves one client until in ends or ctx is done. Requests run
// beside each other, so that a wait holds nothing up. What reads from in must
// end with ctx; nil is returned at the end of in.
func (s *Server) ServeStream(ctx context.Context, in io.Reader, out io.Writer) error {
	st := &stream{Server: s, out: out, pending: make(map[string]context.CancelFunc), room: make(chan struct{}, maxPending)}
	ctx, cancel := context.WithCancel(ctx)
	defer st.finish(cancel)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxMessage)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := st.take(ctx, append([]byte(nil), lines.Bytes()...)); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("mcp: %w", err)
	}
	return nil
}

// farewell is how long requests may take after the client has closed its side:
// enough for answers that are on the way, and no wait.
const farewell = time.Second

// finish returns when nothing runs any more.
func (st *stream) finish(cancel context.CancelFunc) {
	late := time.AfterFunc(farewell, cancel)
	st.running.Wait()
	late.Stop()
	cancel()
}

// take begins to serve one line.
func (st *stream) take(ctx context.Context, line []byte) error {
	c, failure := parse(line)
	switch {
	case failure != nil:
		return st.write(refusal(c.ID, failure))
	case c.Method == "notifications/cancelled":
		st.cancel(c.Params)
		return nil
	case c.notifies():
		return nil
	}
	select {
	case st.room <- struct{}{}:
	case <-ctx.Done():
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	st.mu.Lock()
	st.pending[string(c.ID)] = cancel
	st.mu.Unlock()
	st.running.Go(func() {
		r := st.answer(ctx, c)
		cancelled := ctx.Err() != nil
		st.mu.Lock()
		delete(st.pending, string(c.ID))
		st.mu.Unlock()
		cancel()
		<-st.room
		if !cancelled { // nobody waits for what was cancelled
			// It is kept, and ends the stream at the next line.
			_ = st.write(r)
		}
	})
	return nil
}

// cancel ends the request that a notification names.
func (st *stream) cancel(params json.RawMessage) {
	var p struct {
		RequestID json.RawMessage `json:"requestId"`
	}
	if json.Unmarshal(params, &p) != nil {
		return // a notification cannot be answered
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if cancel, ok := st.pending[string(p.RequestID)]; ok {
		cancel()
	}
}

// write writes one line. The first error stays.
func (st *stream) write(r reply) error {
	octets, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("mcp: %w", err)
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.failed == nil {
		if _, err := st.out.Write(append(octets, '\n')); err != nil {
			st.failed = fmt.Errorf("mcp: %w", err)
		}
	}
	return st.failed
}

// ServeHTTP implements [http.Handler]: one request, one answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch version := r.Header.Get("MCP-Protocol-Version"); {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "send requests with POST; there is no stream to GET", http.StatusMethodNotAllowed)
		return
	case foreign(r):
		http.Error(w, "pages of other origins may not read the mail", http.StatusForbidden)
		return
	case version != "" && !known(version):
		http.Error(w, "the protocol version is not known; speak "+revision, http.StatusBadRequest)
		return
	}
	octets, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMessage))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		http.Error(w, "the request is larger than 1 MiB", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "the request could not be read", http.StatusBadRequest)
		return
	}
	c, failure := parse(octets)
	switch {
	case failure != nil:
		answerHTTP(w, http.StatusBadRequest, refusal(c.ID, failure))
	case c.notifies():
		w.WriteHeader(http.StatusAccepted)
	default:
		answerHTTP(w, http.StatusOK, s.answer(r.Context(), c))
	}
}

// foreign reports whether a page somewhere else sent r, or reached this server
// by a name that is not its own (DNS rebinding).
func foreign(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if ip := net.ParseIP(host); ip == nil && host != "localhost" {
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || u.Host != r.Host
}

func answerHTTP(w http.ResponseWriter, status int, r reply) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The client may be gone; there is nobody else to tell.
	_ = json.NewEncoder(w).Encode(r)
}
