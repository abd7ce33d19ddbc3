package web

import (
	archive "archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// Bounds of what a report tells besides the files of the messages.
const (
	maxReported   = 5000     // messages in its page; the others are files only
	maxReportText = 16 << 10 // octets of the text of each
)

// A runReport is what the page of a report tells.
type runReport struct {
	Title, Query string
	Info         Info
	Made         string
	Style        string // what the policy of the page names
	Waits        []waitOver
	Mails        []reportedMail
	Failed       int // of the waits
	More         int // messages that are files only
}

// A reportedMail is one message in the page of a report.
type reportedMail struct {
	ID, File, Time, From, Subject, Text, Size string
	Rcpt, Attachments                         []string
	HTML, Cut                                 bool
}

// runQuery finds the mail of a run: what is tagged with its name, says it in
// its header, or is kept in an account called so.
func runQuery(name string) string {
	return fmt.Sprintf(`(tag:"%[1]s" OR tag:"run-%[1]s" OR header:X-Mailsink-Run="%[1]s" OR in:"%[1]s")`, name)
}

// report replies with the messages of a view as files, and a page that shows
// them and the waits for them to whom has no sink at hand.
func (s *Server) report(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	name := q.Get("run")
	v, err := s.reported(q)
	if err != nil {
		return err
	}
	title := "mailsink"
	if name != "" {
		title = "run-" + name
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", disposition(title+".zip"))
	rep := &runReport{Title: title, Query: v.query.String(), Info: s.Info, Made: time.Now().UTC().Format(milliseconds)}
	if err := s.writeReport(w, r, v, rep, name); err != nil {
		s.Log.Warn("a report was cut off", "client", r.RemoteAddr, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// reported returns the view of a run, or the one that is asked for.
func (s *Server) reported(q url.Values) (view, error) {
	name := q.Get("run")
	if name == "" {
		return s.view(q)
	}
	if q.Get("q") != "" || q.Get("account") != "" {
		return view{}, badRequest("run= is a search of its own; leave q= and account= out.")
	}
	if len(name) > maxRunName || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }) {
		return view{}, badRequest("run= must be the name of a run, without quotes and of at most %d octets.", maxRunName)
	}
	return s.newView("", "", runQuery(name))
}

// maxRunName bounds the name of a run, which a query holds four times.
const maxRunName = 200

// writeReport writes the files first, one message at a time, and the page that
// tells of them last.
func (s *Server) writeReport(w http.ResponseWriter, r *http.Request, v view, rep *runReport, run string) error {
	out, control := archive.NewWriter(w), http.NewResponseController(w)
	st := s.Mailbox.State()
	src := v.in(st)
	look := s.newLook(r.Context(), v, src, src.Len())
	for _, m := range src.From(0) {
		matches, err := look.at(m)
		if err != nil {
			return err
		}
		if !matches {
			continue
		}
		// Where the connection has no deadlines, as in tests, there is none to set.
		_ = control.SetWriteDeadline(time.Now().Add(bodyTimeout))
		if err := s.reportMail(r.Context(), out, m, rep); err != nil && !errors.Is(problemCause(err), errGone) {
			return err
		}
	}
	rep.tell(s.waited.newest(), run)
	page, err := out.CreateHeader(&archive.FileHeader{Name: "index.html", Method: archive.Deflate, Modified: time.Now()})
	if err == nil {
		err = rep.write(page)
	}
	return errors.Join(err, out.Close())
}

// reportMail adds a message: its file, and what the page tells of it.
func (s *Server) reportMail(ctx context.Context, out *archive.Writer, m *mail.Message, rep *runReport) error {
	octets, err := s.Mailbox.Octets(ctx, m)
	if err != nil {
		return err
	}
	name := "mail/" + m.ID.String() + ".eml"
	file, err := out.CreateHeader(&archive.FileHeader{Name: name, Method: archive.Deflate, Modified: m.InternalDate})
	if err != nil {
		return fmt.Errorf("web: zip: %w", err)
	}
	if _, err := file.Write(octets); err != nil {
		return err
	}
	if len(rep.Mails) >= maxReported {
		rep.More++
		return nil
	}
	rep.Mails = append(rep.Mails, reportedOf(m, mime.Open(octets), name))
	return nil
}

func reportedOf(m *mail.Message, doc *mime.Document, file string) reportedMail {
	one := reportedMail{
		ID: m.ID.String(), File: file, Time: m.InternalDate.UTC().Format(milliseconds), Subject: m.Summary.Subject,
		Size: strconv.FormatInt(m.Size, 10), HTML: m.Summary.HTML,
	}
	var from []string
	for _, c := range m.Summary.From {
		from = append(from, strings.TrimSpace(c.Name+" <"+string(c.Address)+">"))
	}
	one.From = strings.Join(from, ", ")
	for _, r := range m.Envelope.Recipients {
		one.Rcpt = append(one.Rcpt, string(r.Original))
	}
	for _, p := range doc.Attachments() {
		one.Attachments = append(one.Attachments, safeName(p.Filename))
	}
	text := doc.Text()
	one.Cut = len(text) > maxReportText
	one.Text = strings.ToValidUTF8(text[:min(len(text), maxReportText)], "")
	return one
}

// tell chooses the waits that a report is about: those for its run or, where
// there is none, those that found or nearly found one of its messages.
func (rep *runReport) tell(waits []waitOver, run string) {
	ids := make(map[string]bool)
	for _, m := range rep.Mails {
		ids[m.ID] = true
	}
	for _, one := range waits {
		if run != "" && !one.about(run) || run == "" && !one.concerns(ids) {
			continue
		}
		rep.Waits = append(rep.Waits, one)
		if one.Failed() {
			rep.Failed++
		}
	}
}

// about reports whether a wait was for mail of a run.
func (o waitOver) about(run string) bool {
	return strings.EqualFold(o.Account, run) || strings.Contains(strings.ToLower(o.Q), strings.ToLower(run))
}

func (o waitOver) concerns(ids map[string]bool) bool {
	return slices.ContainsFunc(o.Found, func(id mail.ID) bool { return ids[id.String()] }) ||
		slices.ContainsFunc(o.Near, func(n near) bool { return ids[n.ID.String()] })
}

// Failed reports whether a wait ended otherwise than who waited hoped.
func (o waitOver) Failed() bool { return o.Outcome == "timeout" || o.Outcome == "unwanted" }

// Sentence says how a wait ended.
func (o waitOver) Sentence() string {
	seconds := strconv.FormatFloat(o.Took/1000, 'f', 2, 64)
	switch o.Outcome {
	case "found":
		return "found after " + seconds + " s"
	case "quiet":
		return "nothing came for " + seconds + " s, as hoped"
	case "unwanted":
		return "something came after " + seconds + " s"
	}
	return "nothing after " + seconds + " s"
}

// write writes the page. It stands for itself: no script, nothing loaded, and
// whatever mail says is text in it.
func (rep *runReport) write(w io.Writer) error {
	t, err := reportTemplate()
	if err != nil {
		return fmt.Errorf("web: report: %w", err)
	}
	rep.Style = elementHash(reportHTML, "style")
	return t.Execute(w, rep)
}
