package web

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

// A session is what a list tells of one connection by SMTP or LMTP.
type session struct {
	ID       string      `json:"id"`
	Door     string      `json:"door"`
	Start    string      `json:"start"`
	Open     bool        `json:"open"`
	Took     float64     `json:"took"` // milliseconds, so far
	Client   mail.Client `json:"client"`
	Messages []mail.ID   `json:"messages"` // that were kept; the last hundred
	Accepted int         `json:"accepted"`
	Refused  int         `json:"refused"`
	Result   string      `json:"result"` // the last refusal or acceptance
}

// A sessionDetail is a session with all that was said.
type sessionDetail struct {
	session
	Lines   []sessionLine `json:"lines"`
	Dropped int           `json:"dropped"` // lines left out
	Head    int           `json:"head"`    // how many lines come before those left out

	Fragments []fragment `json:"fragments"` // of messages that were refused; the last ones
}

// A fragment is what arrived of a message that was refused.
type fragment struct {
	Number int     `json:"number"`
	At     float64 `json:"at"`    // milliseconds since the start
	Size   int64   `json:"size"`  // octets that arrived
	Kept   int     `json:"kept"`  // how many of them can be had, from the first
	Reply  string  `json:"reply"` // that refused it; empty for none
}

// A sessionLine is one thing said.
type sessionLine struct {
	At   float64 `json:"at"`   // milliseconds since the start
	From string  `json:"from"` // client, server or note
	Text string  `json:"text"`
}

// A sessionsAnswer is a page of sessions, newest first.
type sessionsAnswer struct {
	Sessions []session `json:"sessions"`
	Next     string    `json:"next"` // for after=; empty at the end
}

// sessions replies with the last sessions, or with those of them that q= finds.
func (s *Server) sessions(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	sp, err := spanOf(q, 50)
	if err != nil {
		return err
	}
	terms, err := parseSessionTerms(q.Get("q"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, s.sessionsAnswer(q.Get("after"), sp.limit, terms))
}

// sessionsAnswer looks through the sessions older than after until limit of
// them match.
func (s *Server) sessionsAnswer(after string, limit int, terms sessionTerms) sessionsAnswer {
	answer := sessionsAnswer{Sessions: []session{}}
	for {
		list, more := s.Sessions.Sessions(after, limit)
		for i, one := range list {
			after = one.ID
			if !terms.match(one) {
				continue
			}
			answer.Sessions = append(answer.Sessions, sessionOf(one))
			if len(answer.Sessions) == limit && (more || i < len(list)-1) {
				answer.Next = one.ID
				return answer
			}
		}
		if !more || len(list) == 0 {
			return answer
		}
	}
}

// session replies with what was said in one.
func (s *Server) session(w http.ResponseWriter, r *http.Request) error {
	return s.replySession(w, r.PathValue("id"))
}

// transcript replies with the session that a message came by.
func (s *Server) transcript(w http.ResponseWriter, r *http.Request) error {
	_, m, err := s.find(r)
	if err != nil {
		return err
	}
	if m.Envelope == nil || m.Envelope.Client.Session == "" {
		return newProblem(http.StatusNotFound, "The message did not come by SMTP, so that nothing was said.")
	}
	return s.replySession(w, m.Envelope.Client.Session)
}

func (s *Server) replySession(w http.ResponseWriter, id string) error {
	one, ok := s.Sessions.Session(id)
	if !ok {
		return newProblem(http.StatusNotFound, "There is no such session, or not any more; GET /v1/sessions lists the last ones.")
	}
	d := sessionDetail{session: sessionOf(one), Lines: []sessionLine{}, Fragments: []fragment{}, Dropped: one.Dropped, Head: one.Head}
	for _, l := range one.Lines {
		d.Lines = append(d.Lines, sessionLine{inMilliseconds(l.At), l.From.String(), l.Text})
	}
	for _, f := range one.Fragments {
		d.Fragments = append(d.Fragments, fragment{f.Number, inMilliseconds(f.At), f.Size, f.Kept, f.Reply})
	}
	return reply(w, http.StatusOK, d)
}

// fragment replies with the octets that are kept of a message that was
// refused: always as a file.
func (s *Server) fragment(w http.ResponseWriter, r *http.Request) error {
	id, number := r.PathValue("id"), r.PathValue("n")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 {
		return newProblem(http.StatusBadRequest, "%.20q is no number of a fragment; GET /v1/sessions/{id} lists them from 1.", number)
	}
	_, octets, ok := s.Sessions.Fragment(id, n)
	if !ok {
		return newProblem(http.StatusNotFound, "What arrived is not kept, or not any more; GET /v1/sessions/{id} says of which messages how much is.")
	}
	h := w.Header()
	h.Set("Content-Security-Policy", caged)
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", disposition("refused-"+id+"-"+number+".eml"))
	immutable(h, id+"-"+number)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(octets))
	return nil
}

func sessionOf(s transcript.Session) session {
	end := s.End
	if end.IsZero() {
		end = time.Now()
	}
	return session{
		ID: s.ID, Door: s.Door, Start: s.Start.UTC().Format(milliseconds), Open: s.End.IsZero(), Took: inMilliseconds(end.Sub(s.Start)),
		Client: s.Client, Messages: orEmpty(s.Messages), Accepted: s.Accepted, Refused: s.Refused, Result: s.Result,
	}
}

func inMilliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
