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
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // for nginx, which would hold it back
	control := http.NewResponseController(w)
	send := func(frame any, at mail.ModSeq) error {
		data, err := json.Marshal(frame)
		if err != nil {
			return err
		}
		if err := control.SetWriteDeadline(time.Now().Add(s.pace.write)); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", at, data); err != nil {
			return err
		}
		return control.Flush()
	}
	if err := s.stream(ctx, sub, send); ctx.Err() == nil {
		s.Log.Debug("a feed was given up", "client", r.RemoteAddr, "error", err)
	}
	return nil // the reply has begun; there is no other to give
}
