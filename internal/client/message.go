package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// A Message is what the sink tells of one. A list leaves out everything behind
// the summary.
type Message struct {
	ID           mail.ID       `json:"id"`
	UID          mail.UID      `json:"uid"`
	Account      string        `json:"account"`
	Mailbox      string        `json:"mailbox"`
	InternalDate time.Time     `json:"internalDate"`
	Size         int64         `json:"size"`
	Flags        mail.Flags    `json:"flags"`
	Envelope     mail.Envelope `json:"envelope"`
	Summary      mail.Summary  `json:"summary"`

	Text        string       `json:"text"`
	HTML        string       `json:"html"`
	Attachments []Attachment `json:"attachments"`
	Links       []Link       `json:"links"`
	Codes       []string     `json:"codes"`
	Headers     []Field      `json:"headers"`
	Defects     []string     `json:"defects"`
}

// An Attachment is a file that was sent along.
type Attachment struct {
	Part     string `json:"part"` // names it in the message
	Filename string `json:"filename"`
	Type     string `json:"type"`
	Size     int    `json:"size"` // octets, decoded
}

// A Link is a reference that a message makes.
type Link struct {
	URL  string `json:"url"`
	Text string `json:"text,omitempty"`
}

// A Field is a header field, unfolded and decoded.
type Field struct {
	Name string `json:"name"`
	Body string `json:"body"`
}

// Originals returns the recipients as they were given, each once.
func (m *Message) Originals() []string {
	var list []string
	seen := make(map[mail.Address]bool)
	for _, r := range m.Envelope.Recipients {
		if !seen[r.Original] {
			seen[r.Original] = true
			list = append(list, string(r.Original))
		}
	}
	return list
}

// From returns the address of the first author in the header, or else the
// reverse-path.
func (m *Message) From() string {
	if len(m.Summary.From) > 0 {
		return string(m.Summary.From[0].Address)
	}
	return string(m.Envelope.ReversePath)
}

// A Page is a part of a list, newest first.
type Page struct {
	Messages []Message `json:"messages"`
	Total    int       `json:"total"`
	Unread   int       `json:"unread"`
	AtLeast  bool      `json:"atLeast"` // Total and Unread are of what was counted in time
	Partial  bool      `json:"partial"` // messages that match may be missing, as time ran out; they are behind Next
	Note     string    `json:"note"`    // with Partial: a sentence that says so
	Cursor   string    `json:"cursor"`
	Next     string    `json:"next"` // for After; empty at the end
}

// A List says which messages are asked for. Zero fields do not restrict.
type List struct {
	Q, Account, Mailbox string
	Limit               int    // of one page, at most 500; 0 means 50
	After               string // Next of the page before
}

func (l List) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", l.Q)
	set("account", l.Account)
	set("mailbox", l.Mailbox)
	set("after", l.After)
	if l.Limit > 0 {
		v.Set("limit", strconv.Itoa(l.Limit))
	}
	return v
}

// Messages returns one page of a list.
func (c *Client) Messages(ctx context.Context, l List) (Page, error) {
	var p Page
	_, _, err := c.ask(ctx, request{method: http.MethodGet, path: "/v1/messages", query: l.values()}, &p)
	return p, err
}

// Message returns everything known about a message.
func (c *Client) Message(ctx context.Context, id string) (Message, error) {
	var m Message
	_, _, err := c.ask(ctx, request{method: http.MethodGet, path: "/v1/messages/" + url.PathEscape(id)}, &m)
	return m, err
}

// Raw opens the content of a message, octet for octet; with trace, the fields
// that say how it came are in front. The caller must close it.
func (c *Client) Raw(ctx context.Context, id string, trace bool) (io.ReadCloser, error) {
	r := request{method: http.MethodGet, path: "/v1/messages/" + url.PathEscape(id) + "/raw"}
	if trace {
		r.query = url.Values{"trace": {"1"}}
	}
	return c.open(ctx, r)
}

// Part opens a decoded part of a message. The caller must close it.
func (c *Client) Part(ctx context.Context, id, part string) (io.ReadCloser, error) {
	return c.open(ctx, request{method: http.MethodGet, path: "/v1/messages/" + url.PathEscape(id) + "/parts/" + url.PathEscape(part)})
}

func (c *Client) open(ctx context.Context, r request) (io.ReadCloser, error) {
	res, err := c.do(ctx, r)
	if err != nil {
		return nil, err
	}
	return res.Body, nil
}

// Delete removes a message for good.
func (c *Client) Delete(ctx context.Context, id string) error {
	_, _, err := c.ask(ctx, request{method: http.MethodDelete, path: "/v1/messages/" + url.PathEscape(id)}, nil)
	return err
}

// A Sent is what became of a message that was sent.
type Sent struct {
	ID     mail.ID   `json:"id"`
	IDs    []mail.ID `json:"ids"` // one for each account
	Cursor string    `json:"cursor"`
}

// Send sends a whole message to recipients, or where there are none to those
// that its header names. It goes through the same rewriting as SMTP.
func (c *Client) Send(ctx context.Context, from string, to []string, content io.Reader) (Sent, error) {
	r := request{method: http.MethodPost, path: "/v1/messages", kind: "message/rfc822", body: content, query: url.Values{}}
	if from != "" {
		r.query.Set("from", from)
	}
	if len(to) > 0 {
		r.query.Set("to", strings.Join(to, ","))
	}
	var s Sent
	_, _, err := c.ask(ctx, r, &s)
	return s, err
}

// Reload lets the sink read its rewriting tables anew and returns what it
// warns of.
func (c *Client) Reload(ctx context.Context) ([]string, error) {
	var a struct {
		Warnings []string `json:"warnings"`
	}
	_, _, err := c.ask(ctx, request{method: http.MethodPost, path: "/v1/rules/reload"}, &a)
	if err != nil {
		return nil, fmt.Errorf("reload: %w", err)
	}
	return a.Warnings, nil
}
