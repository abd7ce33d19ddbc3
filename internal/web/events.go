package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"mailsink/internal/mail"
)

// events serves the live feed as server-sent events, for programs and for
// proxies that let no WebSocket through. The id of an event is the position it
// leads to, so that a browser that reconnects goes on from there.
func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	var sub subscription
	sub.Sub.Q, sub.Sub.Account, sub.Sub.Mailbox = q.Get("q"), q.Get("account"), q.Get("mailbox")
	since, err := number(q, "since", 0)
	if err != nil {
		return err
	}
	if last, err := strconv.ParseUint(r.Header.Get("Last-Event-ID"), 10, 63); err == nil {
		since = last
	}
	sub.Since = mail.ModSeq(since)
	if _, err := s.newView(sub.Sub.Account, sub.Sub.Mailbox, sub.Sub.Q); err != nil {
		return err
	}
	ctx, stop := s.untilStop(r.Context())
	defer stop()
	out := newEventWriter(w, s.pace.write)
	send := func(frame any, at mail.ModSeq) error { return out.send(strconv.FormatUint(uint64(at), 10), frame) }
	if err := s.stream(ctx, sub, send); ctx.Err() == nil {
		s.Log.Debug("a feed was given up", "client", r.RemoteAddr, "error", err)
	}
	return nil // the reply has begun; there is no other to give
}

// An eventWriter writes server-sent events.
type eventWriter struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration // for the client to take one
}

// newEventWriter begins a reply of events: the client knows at once that it is
// listened to.
func newEventWriter(w http.ResponseWriter, patience time.Duration) eventWriter {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // for nginx, which would hold it back
	out := eventWriter{w, http.NewResponseController(w), patience}
	w.WriteHeader(http.StatusOK)
	// A connection that cannot be flushed is found out with the first event.
	_ = out.control.Flush()
	return out
}

// send writes v as JSON, with an id unless that is empty.
func (out eventWriter) send(id string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if id != "" {
		id = "id: " + id + "\n"
	}
	if err := out.control.SetWriteDeadline(time.Now().Add(out.patience)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out.w, "%sdata: %s\n\n", id, data); err != nil {
		return err
	}
	return out.control.Flush()
}
