package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A statsAnswer is the reply to GET /v1/stats.
type statsAnswer struct {
	Messages int         `json:"messages"`
	Unread   int         `json:"unread"`
	Bytes    int64       `json:"bytes"`
	Accounts int         `json:"accounts"`
	Journal  mail.ModSeq `json:"journal"` // how many records there were
	Waits    int64       `json:"waits"`   // under way
	Started  string      `json:"started"`
}

func (s *Server) statsAnswer() statsAnswer {
	st := s.Mailbox.State()
	return statsAnswer{st.All.Len(), st.All.Unseen, st.All.Bytes, len(st.Accounts()), st.ModSeq, s.waits.Load(), s.started.UTC().Format(milliseconds)}
}

// stats replies with how much there is.
func (s *Server) stats(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, s.statsAnswer())
}

// A Measure is one figure of /metrics. Its name has no "mailsink_" in front.
type Measure struct {
	Name, Kind, Help string // Kind is gauge or counter
	Value            float64
}

// metrics replies with the same for Prometheus.
func (s *Server) metrics(w http.ResponseWriter, _ *http.Request) error {
	a := s.statsAnswer()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	list := []Measure{
		{"messages", "gauge", "Messages kept.", float64(a.Messages)},
		{"messages_unread", "gauge", "Messages kept that nobody has read.", float64(a.Unread)},
		{"content_bytes", "gauge", "Octets of the messages kept.", float64(a.Bytes)},
		{"accounts", "gauge", "Accounts.", float64(a.Accounts)},
		{"journal_records_total", "counter", "Records in the journal since it began.", float64(a.Journal)},
		{"waits", "gauge", "Requests to /v1/wait under way.", float64(a.Waits)},
		{"memory_bytes", "gauge", "Memory taken from the system.", float64(mem.Sys)},
		{"goroutines", "gauge", "Goroutines.", float64(runtime.NumGoroutine())},
		{"start_time_seconds", "gauge", "When the process started, in seconds since 1970.", float64(s.started.UnixMilli()) / 1000},
	}
	if s.Measures != nil {
		list = append(list, s.Measures()...)
	}
	var b strings.Builder
	for _, m := range list {
		fmt.Fprintf(&b, "# HELP mailsink_%s %s\n# TYPE mailsink_%[1]s %[3]s\nmailsink_%[1]s %[4]v\n", m.Name, m.Help, m.Kind, m.Value)
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, err := w.Write([]byte(b.String()))
	return err
}

// A waitView is one wait under way.
type waitView struct {
	Q       string `json:"q"`
	Account string `json:"account,omitempty"`
	Mailbox string `json:"mailbox,omitempty"`
	Count   int    `json:"count"`
	Absent  bool   `json:"absent,omitempty"`
	Began   string `json:"began"`
	Until   string `json:"until"`
}

// A waitsAnswer is the reply to GET /v1/waits.
type waitsAnswer struct {
	Waits []waitView `json:"waits"` // under way, longest first
	Over  []waitOver `json:"over"`  // the last ones, newest first
}

// listWaits replies with who waits, and for what, and how the last waits ended.
func (s *Server) listWaits(w http.ResponseWriter, _ *http.Request) error {
	list := []waitView{}
	for _, wt := range s.desk.waiting() {
		list = append(list, wt.shown())
	}
	return reply(w, http.StatusOK, waitsAnswer{list, s.waited.newest()})
}

// waiting returns the waits at the desk, longest first.
func (d *desk) waiting() []*waiting {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.tickets == nil {
		return nil
	}
	var list []*waiting
	for _, t := range d.tickets.All() {
		list = append(list, t.waiting)
	}
	slices.SortFunc(list, func(a, b *waiting) int {
		return cmp.Or(a.began.Compare(b.began), strings.Compare(a.view.query.String(), b.view.query.String()))
	})
	return list
}

// latest leads to the page of the newest message that matches; with wait= it
// waits for one, if there is none.
func (s *Server) latest(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	ask := url.Values{"q": q["q"], "account": q["account"], "mailbox": q["mailbox"], "timeout": {cmp.Or(q.Get("wait"), "0")}}
	wt, err := s.newWaiting(ask)
	if err != nil {
		return err
	}
	st := s.Mailbox.State()
	l := s.list(r.Context(), st, wt.view, span{limit: 1})
	if len(l.messages) == 0 {
		if wt.after = st.ModSeq; wt.timeout > 0 {
			if _, err := s.await(r, wt); err != nil {
				return err
			}
		}
		l.messages = wt.found
	}
	if len(l.messages) == 0 {
		return newProblem(http.StatusNotFound, "No message matches; say wait=30s to wait for one.")
	}
	w.Header().Set("Location", s.WebRoot+"/m/"+l.messages[0].ID.String())
	w.WriteHeader(http.StatusFound)
	return nil
}

// dropAccount removes an account with all that it has now. What arrives
// meanwhile stays.
func (s *Server) dropAccount(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength != 0 {
		return badRequest("DELETE takes no body: it removes the one account of its URL.")
	}
	st := s.Mailbox.State()
	a, ok := st.Account(r.PathValue("account"))
	if !ok || strings.EqualFold(r.PathValue("account"), mailbox.Everyone) {
		return newProblem(http.StatusNotFound, "There is no such account; GET /v1/accounts lists them.")
	}
	if err := s.Mailbox.Drop(r.Context(), a.Name, st.ModSeq); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
