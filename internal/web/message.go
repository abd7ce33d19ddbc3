package web

import (
	"context"
	"math"
	"net/http"
	"strings"
	"time"

	"mailsink/internal/inspect"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/mime"
)

// A message is what a list tells of one.
type message struct {
	ID           mail.ID       `json:"id"`
	UID          mail.UID      `json:"uid"`
	ModSeq       mail.ModSeq   `json:"modSeq"`
	Account      string        `json:"account"`
	Mailbox      string        `json:"mailbox"`
	InternalDate string        `json:"internalDate"`
	Size         int64         `json:"size"`
	Flags        mail.Flags    `json:"flags"`
	Envelope     mail.Envelope `json:"envelope"`
	Summary      mail.Summary  `json:"summary"`
}

// A detail is everything known about a message.
type detail struct {
	message
	Text        string       `json:"text"`
	Generated   bool         `json:"generated"` // Text was made of the HTML
	Flowed      bool         `json:"flowed"`    // lines of Text that end with a space go on in the next (RFC 3676)
	HTML        string       `json:"html"`      // as it came: for programs, never for a page
	TextSize    int          `json:"textSize"`  // octets of Text, also where it is longer than what was asked for
	HTMLSize    int          `json:"htmlSize"`  // and of HTML
	Dark        bool         `json:"dark"`      // the HTML has colours of its own for the dark
	Preview     string       `json:"preview"`   // where it may be shown; empty without HTML
	Remote      int          `json:"remote"`    // URLs that the HTML would load
	Remotes     []string     `json:"remotes"`   // the first of them
	Parts       []part       `json:"parts"`
	Attachments []attachment `json:"attachments"`
	Links       []mime.Link  `json:"links"`
	Codes       []string     `json:"codes"`
	Headers     []field      `json:"headers"`
	Defects     []string     `json:"defects"`
	List        inspect.List `json:"list"` // how recipients leave the list; never asked
}

// A part is a node of the MIME tree.
type part struct {
	ID          string `json:"id"`
	Type        string `json:"type"`
	Charset     string `json:"charset,omitempty"`
	Encoding    string `json:"encoding,omitempty"`
	Disposition string `json:"disposition,omitempty"`
	Filename    string `json:"filename,omitempty"`
	ContentID   string `json:"cid,omitempty"`
	Size        int    `json:"size"` // of the encoded body
	Attachment  bool   `json:"attachment,omitempty"`
	Children    []part `json:"children,omitempty"`
}

// An attachment is a file that was sent along.
type attachment struct {
	Part     string `json:"part"`
	Filename string `json:"filename"`
	Type     string `json:"type"`
	Size     int    `json:"size"` // decoded
}

// A field is a header field, unfolded and decoded.
type field struct {
	Name string `json:"name"`
	Body string `json:"body"`
}

// milliseconds is RFC 3339 with milliseconds.
const milliseconds = "2006-01-02T15:04:05.000Z07:00"

// messageOf returns what a list tells of m.
func messageOf(st *mailbox.State, m *mail.Message) message {
	env := *m.Envelope
	if env.Recipients == nil {
		env.Recipients = []mail.Recipient{}
	}
	flags := m.Flags
	if flags == nil {
		flags = mail.Flags{}
	}
	return message{
		ID: m.ID, UID: m.UID, ModSeq: m.ModSeq, Account: m.Account, Mailbox: boxName(st, m),
		InternalDate: m.InternalDate.UTC().Format(milliseconds), Size: m.Size, Flags: flags,
		Envelope: env, Summary: *m.Summary,
	}
}

func boxName(st *mailbox.State, m *mail.Message) string {
	if b, ok := st.Current(&mailbox.Box{Account: m.Account, ID: m.Box}); ok {
		return b.Name
	}
	return mailbox.Inbox
}

// maxRemotes is how many URLs that HTML would load are told.
const maxRemotes = 100

// glance is how many octets are looked at of HTML that is not wanted.
const glance = 1 << 20

// detailOf reads the content of m. Text and HTML of more than most octets are
// left out, and what the HTML links to is not looked for then. The error is
// [store.ErrNotExist] if it went in the meantime.
func (s *Server) detailOf(ctx context.Context, st *mailbox.State, m *mail.Message, most uint64) (detail, error) {
	content, err := s.Mailbox.Octets(ctx, m)
	if err != nil {
		return detail{}, err
	}
	doc := mime.Open(content)
	d := detail{
		message: messageOf(st, m), Text: doc.Text(), HTML: doc.HTML(), Links: []mime.Link{}, Codes: []string{},
		Parts: []part{partOf(doc)}, Attachments: attachmentsOf(doc), Headers: fieldsOf(doc.Root), Defects: []string{}, Remotes: []string{},
	}
	if d.HTML != "" {
		d.Preview = s.WebRoot + "/preview/" + s.token(m.ID, time.Now()) + "/body.html"
		d.Dark = darkens(d.HTML)
		looked := d.HTML
		if uint64(len(looked)) > most {
			looked = looked[:min(len(looked), glance)]
		}
		urls := newSanitizer(doc).remoteURLs(looked)
		d.Remote, d.Remotes = len(urls), append(d.Remotes, urls[:min(len(urls), maxRemotes)]...)
	}
	d.List = inspect.ListOf(doc.Root)
	d.Generated, d.Flowed = formOf(doc, d.Text)
	d.TextSize, d.HTMLSize = len(d.Text), len(d.HTML)
	if uint64(d.HTMLSize) <= most {
		d.Links, d.Codes = orEmpty(doc.Links()), orEmpty(doc.Codes())
	}
	d.shorten(most)
	for _, defect := range doc.Defects() {
		d.Defects = append(d.Defects, defect.Text)
	}
	return d, nil
}

// formOf tells whether text was made of HTML alone, and whether its lines flow.
func formOf(doc *mime.Document, text string) (generated, flowed bool) {
	generated = text != ""
	doc.Root.Walk(func(p *mime.Part) bool {
		if p.MediaType() == "text/plain" && p.Disposition != "attachment" {
			generated, flowed = false, flowed || strings.EqualFold(p.Param("format"), "flowed")
		}
		return p.Message == nil
	})
	return generated, flowed
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func partOf(doc *mime.Document) part {
	attached := make(map[*mime.Part]bool)
	for _, p := range doc.Attachments() {
		attached[p] = true
	}
	return partNode(doc.Root, attached)
}

func partNode(p *mime.Part, attached map[*mime.Part]bool) part {
	n := part{
		ID: p.ID, Type: p.MediaType(), Charset: p.Charset, Encoding: p.Encoding, Disposition: p.Disposition,
		Filename: p.Filename, ContentID: p.ContentID, Size: p.Body.Len(), Attachment: attached[p],
	}
	if n.ID == "" {
		n.ID = rootID(p)
	}
	for _, c := range p.Children {
		n.Children = append(n.Children, partNode(c, attached))
	}
	if p.Message != nil {
		n.Children = append(n.Children, partNode(p.Message, attached))
	}
	return n
}

// wholeBody is the ID of the root of a message that has parts: as in IMAP it
// has no number.
const wholeBody = "TEXT"

func rootID(p *mime.Part) string {
	if p.IsMultipart() {
		return wholeBody
	}
	return "1"
}

func attachmentsOf(doc *mime.Document) []attachment {
	list := []attachment{}
	for _, p := range doc.Attachments() {
		id := p.ID
		if id == "" {
			id = rootID(p)
		}
		list = append(list, attachment{id, p.Filename, p.MediaType(), len(p.Decoded(doc.Content))})
	}
	return list
}

func fieldsOf(p *mime.Part) []field {
	list := make([]field, 0, len(p.Fields))
	for _, f := range p.Fields {
		list = append(list, field{f.Name, f.Text()})
	}
	return list
}

// find returns the message that r names, and the state it was found in.
func (s *Server) find(r *http.Request) (*mailbox.State, *mail.Message, error) {
	st := s.Mailbox.State()
	id, ok := parseID(r.PathValue("id"))
	if !ok {
		return st, nil, gone()
	}
	m, ok := st.Find(id)
	if !ok {
		return st, nil, gone()
	}
	return st, m, nil
}

// parseID reads the text form of an ID, and no other spelling of it.
func parseID(s string) (mail.ID, bool) {
	id, err := mail.ParseID(s)
	return id, err == nil && id.String() == s
}

// shorten leaves out bodies of more than most octets.
func (d *detail) shorten(most uint64) {
	if uint64(len(d.Text)) > most {
		d.Text = ""
	}
	if uint64(len(d.HTML)) > most {
		d.HTML = ""
	}
}

// message replies with everything known about a message. Text and HTML of more
// octets than most says are left out.
func (s *Server) message(w http.ResponseWriter, r *http.Request) error {
	st, m, err := s.find(r)
	if err != nil {
		return err
	}
	most, err := number(r.URL.Query(), "most", math.MaxInt64)
	if err != nil {
		return err
	}
	d, err := s.detailOf(r.Context(), st, m, most)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, d)
}

// A messagesAnswer is the reply to GET /v1/messages.
type messagesAnswer struct {
	Messages []message `json:"messages"`
	Total    int       `json:"total"`
	Unread   int       `json:"unread"`
	AtLeast  bool      `json:"atLeast,omitempty"` // there was no time to count all
	Partial  bool      `json:"partial,omitempty"` // there was no time to find all
	Note     string    `json:"note,omitempty"`    // with partial
	Cursor   string    `json:"cursor"`
	Next     string    `json:"next,omitempty"` // for after=; empty at the end
}

// messages replies with messages newest first, page by page.
func (s *Server) messages(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v, err := s.view(q)
	if err != nil {
		return err
	}
	sp, err := spanOf(q, 50)
	if err != nil {
		return err
	}
	st := s.Mailbox.State()
	if after := q.Get("after"); after != "" {
		pos, err := parseCursor(st, after)
		if err != nil {
			return err
		}
		sp.asof = max(pos, 1) - 1
		if sp.asof == 0 {
			sp.limit = 0
		}
	}
	l := s.list(r.Context(), st, v, sp)
	a := messagesAnswer{Messages: []message{}, Total: l.total, Unread: l.unread, AtLeast: l.atLeast, Partial: l.partial, Note: l.note, Cursor: cursorOf(st, st.ModSeq)}
	for _, m := range l.messages {
		a.Messages = append(a.Messages, messageOf(st, m))
	}
	switch n := len(l.messages); {
	case l.partial: // it goes on where this one ends
		a.Next = cursorOf(st, mail.ModSeq(l.next)+1)
	case n > 0 && (l.atLeast || l.total > sp.offset+n):
		a.Next = cursorOf(st, mail.ModSeq(l.messages[n-1].UID))
	}
	return reply(w, http.StatusOK, a)
}
