package compat

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"mailsink/internal/compose"
	"mailsink/internal/faults"
	"mailsink/internal/jsonbody"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/mime"
	"mailsink/internal/search"
)

// A Route is a path of a façade. With both Handler and Socket, a request that
// wants a WebSocket gets one.
type Route struct {
	Method, Path string
	Large        bool // the body is a message, and may be as large as one
	Intake       bool // POST takes mail in, and nothing can be read here
	Handler      http.HandlerFunc
	Socket       func() Talk // a WebSocket
	Events       func() Talk // server-sent events
}

// A Talk is a connection that only the server talks on: it sends values, which
// go out as JSON, until ctx is done or send fails. It is made before the client
// hears that it is connected, so that it misses nothing that happens from then.
type Talk = func(ctx context.Context, send func(v any) error) error

// Config says what the façades stand before. Mailbox must be set.
type Config struct {
	Mailbox *mailbox.Mailbox
	Sender  compose.Sender
	Version string
	Off     []string // names of façades to leave out

	// Narrow returns a function that says of messages whether a query may match
	// them; nil asks the query of every message.
	Narrow func(ctx context.Context, q *search.Query) func(*mail.Message) bool

	Faults func() *faults.Set // what goes wrong on purpose; nil, or nil of it, for none
}

// A facade is what all façades share.
type facade struct {
	Config
	began time.Time
}

// Names returns the names of all façades, in the order in which they take
// paths.
func Names() []string {
	return []string{"mailpit", "mailhog", "mailcatcher", "maildev", "mailtrap", "sendgrid", "postmark", "mailgun", "resend", "ses"}
}

// Routes returns the paths of the façades that are on. The error is for a name
// that is none.
func Routes(c Config) ([]Route, error) {
	f := &facade{c, time.Now()}
	makers := map[string]func() []Route{
		"mailpit": f.mailpit, "mailhog": f.mailhog, "mailcatcher": f.mailcatcher, "maildev": f.maildev,
		"mailtrap": f.mailtrap, "sendgrid": f.sendgrid, "postmark": f.postmark, "mailgun": f.mailgun, "resend": f.resend, "ses": f.ses,
	}
	for _, name := range c.Off {
		if name != "all" && makers[name] == nil {
			return nil, fmt.Errorf("compat: %q is no façade: they are %s, or all", name, strings.Join(Names(), ", "))
		}
	}
	var routes []Route
	for i, name := range Names() {
		if slices.Contains(c.Off, name) || slices.Contains(c.Off, "all") {
			continue
		}
		for _, r := range makers[name]() {
			r.Intake = i >= slices.Index(Names(), firstProvider) && r.Method == http.MethodPost
			routes = append(routes, r)
		}
	}
	return routes, nil
}

// firstProvider and those behind it in Names are services that send mail:
// their paths only take it in.
const firstProvider = "mailtrap"

// A hunt is a search in the words of our language.
type hunt struct {
	query string
	zone  *time.Location // that days in it are of; nil for that of the sink
	most  int            // messages, 0 for all
	time  time.Duration
}

const (
	budget     = 10 * time.Second // to find messages that something is done with
	listBudget = 2 * time.Second  // to find those of a list
)

// search returns the messages that match, newest first. whole is false if time
// ran out before all were found.
func (f *facade) search(ctx context.Context, h hunt) (found []*mail.Message, whole bool, err error) {
	q, err := search.Parse(h.query, time.Now().In(cmp.Or(h.zone, time.Local)))
	if err != nil {
		return nil, false, badRequest("%v", err)
	}
	ctx, cancel := context.WithTimeout(ctx, h.time)
	defer cancel()
	q = q.Knowing(func(m *mail.Message) bool { return f.Mailbox.Repeated(ctx, m) })
	may := func(*mail.Message) bool { return true }
	if f.Narrow != nil {
		may = f.Narrow(ctx, q)
	}
	all := f.Mailbox.State().All
	for i, m := range all.Backward(all.Len()) {
		if i%64 == 0 && ctx.Err() != nil {
			return found, false, nil
		}
		if !may(m) {
			continue
		}
		matches := q.Match(m, func() ([]byte, error) { return f.Mailbox.Octets(ctx, m) })
		if ctx.Err() != nil {
			return found, false, nil // it may not have been read
		}
		if !matches {
			continue
		}
		if found = append(found, m); len(found) == h.most {
			break
		}
	}
	return found, true, nil
}

// newest returns the messages that match a query, newest first: all that there
// are for the empty query, and an error if there is no time to find them.
func (f *facade) newest(ctx context.Context, h hunt) ([]*mail.Message, error) {
	h.time = budget
	found, whole, err := f.search(ctx, h)
	if err == nil && !whole {
		err = &fault{http.StatusServiceUnavailable, "Finding these messages took too long; narrow the query."}
	}
	return found, err
}

// partialField says in a sentence that an answer is not all there is: the
// programs that we answer for have no place for that.
const partialField = "Mailsink-Partial"

// listed returns the messages that match, as many as there is time to find. If
// that is not all, the header of the reply says so.
func (f *facade) listed(w http.ResponseWriter, r *http.Request, h hunt) ([]*mail.Message, error) {
	h.time = listBudget
	found, whole, err := f.search(r.Context(), h)
	if err == nil && !whole {
		w.Header().Set(partialField, fmt.Sprintf("The search took longer than %v and was cut off; narrow the query.", listBudget))
	}
	return found, err
}

// find returns the message of an ID, or the newest for "latest".
func (f *facade) find(id string) (*mail.Message, error) {
	st := f.Mailbox.State()
	if id == "latest" && st.All.Len() > 0 {
		return st.All.At(st.All.Len() - 1), nil
	}
	parsed, err := mail.ParseID(id)
	if err == nil && parsed.String() == id {
		if m, ok := st.Find(parsed); ok {
			return m, nil
		}
	}
	return nil, gone()
}

// document opens a message.
func (f *facade) document(ctx context.Context, m *mail.Message) (*mime.Document, error) {
	content, err := f.Mailbox.Octets(ctx, m)
	if err != nil {
		return nil, gone()
	}
	return mime.Open(content), nil
}

// opened finds the message of a path, and what is in it.
func (f *facade) opened(r *http.Request) (*mail.Message, *mime.Document, error) {
	m, err := f.find(r.PathValue("id"))
	if err != nil {
		return nil, nil, err
	}
	doc, err := f.document(r.Context(), m)
	return m, doc, err
}

// expunge removes messages.
func (f *facade) expunge(ctx context.Context, messages ...*mail.Message) error {
	return f.Mailbox.Expunge(ctx, uidsOf(messages))
}

func uidsOf(messages []*mail.Message) mail.UIDSet {
	var uids []mail.UID
	for _, m := range messages {
		uids = append(uids, m.UID)
	}
	return mail.UIDs(uids...)
}

// byIDs returns the messages of IDs; unknown ones are passed over.
func (f *facade) byIDs(ids []string) []*mail.Message {
	var found []*mail.Message
	for _, id := range ids {
		if m, err := f.find(id); err == nil && id != "latest" {
			found = append(found, m)
		}
	}
	return found
}

// send sends a composition, and returns the ID it is kept under.
func (f *facade) send(r *http.Request, c compose.Composition) (mail.ID, error) {
	l, err := c.Letter()
	if err != nil {
		return 0, err
	}
	return f.post(r, l)
}

func (f *facade) post(r *http.Request, l compose.Letter) (mail.ID, error) {
	client := mail.Client{Address: r.RemoteAddr, Protocol: "HTTP"}
	if user, _, ok := r.BasicAuth(); ok {
		client.Identity = user
	}
	return f.Sender.Send(r.Context(), client, l)
}

// page returns the part of a list that start and limit name.
func page[T any](list []T, start, limit int) []T {
	start = min(max(start, 0), len(list))
	return list[start:min(start+max(limit, 0), len(list))]
}

// changes returns what calls tell with every State after the present one, and
// the one before it.
func (f *facade) changes(tell func(ctx context.Context, send func(any) error, before, now *mailbox.State) error) Talk {
	before := f.Mailbox.State()
	return func(ctx context.Context, send func(any) error) error {
		for {
			now, err := f.Mailbox.Wait(ctx, before.ModSeq)
			if err != nil {
				return err
			}
			if err := tell(ctx, send, before, now); err != nil {
				return err
			}
			before = now
		}
	}
}

// A fault is what a client did wrong.
type fault struct {
	status int
	detail string
}

// Error implements error.
func (e *fault) Error() string { return e.detail }

func badRequest(format string, args ...any) error {
	return &fault{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func gone() error {
	return &fault{http.StatusNotFound, "There is no such message, or not any more."}
}

// faultOf says which status an error is, and what the client is told.
func faultOf(err error) *fault {
	var (
		own     *fault
		body    *jsonbody.Error
		unsent  *compose.Error
		tooLong *http.MaxBytesError
	)
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &body):
		return &fault{body.Status, body.Detail}
	case errors.As(err, &unsent) && unsent.Refused:
		return &fault{http.StatusUnprocessableEntity, unsent.Text}
	case errors.As(err, &unsent):
		return &fault{http.StatusBadRequest, unsent.Text}
	case errors.As(err, &tooLong), errors.Is(err, mail.ErrTooLarge):
		return &fault{http.StatusRequestEntityTooLarge, "The message is larger than this server takes."}
	case errors.Is(err, mail.ErrFull):
		return &fault{http.StatusInsufficientStorage, "No room is left to store the message."}
	}
	return &fault{http.StatusServiceUnavailable, "The sink cannot do this now; ask again in a moment."}
}

// A speaker writes an error in the shape that the clients of a façade read.
type speaker func(w http.ResponseWriter, e *fault)

// handler lets h return its error, which speak then tells.
func handler(speak speaker, h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			speak(w, faultOf(err))
		}
	}
}

// problem tells an error as problem details.
func problem(w http.ResponseWriter, e *fault) {
	w.Header().Set("Content-Type", "application/problem+json")
	write(w, e.status, map[string]any{"type": "about:blank", "title": http.StatusText(e.status), "status": e.status, "detail": e.detail})
}

// write sends v as JSON.
func write(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{}`) // plain fields; it cannot happen
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	// A client that went away needs no reply.
	_, _ = w.Write(body)
}

// ok is the reply of Mailpit and others to what has nothing to say.
func ok(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte(text))
	return err
}
