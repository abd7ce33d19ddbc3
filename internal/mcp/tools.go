package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"mailsink/internal/client"
)

// A tool is what a model can ask for.
type tool struct {
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	InputSchema schema         `json:"inputSchema"`
	Annotations map[string]any `json:"annotations"`
}

// A schema is as much of JSON Schema as arguments need.
type schema struct {
	Type                 string              `json:"type"`
	Properties           map[string]property `json:"properties"`
	Required             []string            `json:"required,omitempty"`
	AdditionalProperties bool                `json:"additionalProperties"`
}

type property struct {
	Type        string `json:"type"`
	Description string `json:"description"`
}

const language = `Search language: words; rcpt:ann@example.com (recipient as given), from:, subject:, body:, has:code, has:attachment, is:unread, newer:10m; "quotes", OR, -not, ( ).`

// tools returns the tools, all of which only read.
func tools() []tool {
	q := property{"string", language}
	to := property{"string", "Address of a recipient, as it was given in RCPT TO."}
	since := property{"string", "A cursor from an earlier answer: only what came later counts."}
	seconds := property{"number", "How long to wait at most, in seconds; 30 unless given, 300 at most."}
	make := func(name, title, description string, properties map[string]property, required ...string) tool {
		return tool{name, title, description, schema{"object", properties, required, false}, map[string]any{"readOnlyHint": true, "openWorldHint": false}}
	}
	return []tool{
		make("search_mail", "Search mail", "Lists messages, newest first, and the cursor of now.", map[string]property{
			"q": q, "to": to, "limit": {"integer", "How many at most; 20 unless given, 100 at most."},
		}),
		make("read_mail", "Read a message", "Everything about a message: envelope, header, text, links, codes, attachments, defects.", map[string]property{
			"id": {"string", "As search_mail gives it."},
		}, "id"),
		make("wait_for_mail", "Wait for mail", "Returns the first message that matches, as soon as it is there; at once if it already is.", map[string]property{
			"q": q, "to": to, "since": since, "timeout": seconds,
		}),
		make("latest_code", "Latest one-time code", "The one-time code of the newest message that has one; with timeout it waits for one that came after since.", map[string]property{
			"to": to, "since": since, "timeout": seconds,
		}),
	}
}

// arguments are those of every tool.
type arguments struct {
	Q       string   `json:"q"`
	To      string   `json:"to"`
	ID      string   `json:"id"`
	Since   string   `json:"since"`
	Limit   int      `json:"limit"`
	Timeout *float64 `json:"timeout"` // seconds
}

// list returns the question to the sink.
func (a arguments) list() client.List {
	var terms []string
	if a.Q != "" {
		terms = append(terms, "("+a.Q+")")
	}
	if a.To != "" {
		terms = append(terms, `rcpt:"`+strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.To)+`"`)
	}
	return client.List{Q: strings.Join(terms, " ")}
}

func (a arguments) wait() time.Duration {
	seconds := 30.0
	if a.Timeout != nil {
		seconds = min(max(*a.Timeout, 0), 300)
	}
	return time.Duration(seconds * float64(time.Second))
}

// A result is what a tool answers.
type result struct {
	Content    []text `json:"content"`
	Structured any    `json:"structuredContent,omitempty"`
	IsError    bool   `json:"isError,omitempty"`
}

type text struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// call runs a tool. What goes wrong in it is for the model to read; only a tool
// that there is not is an error of the protocol.
func (s *Server) call(ctx context.Context, params json.RawMessage) (any, *rpcError) {
	var p struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	}
	if err := json.Unmarshal(params, &p); err != nil {
		return nil, wrong(codeParams, "tools/call needs a name and arguments: %v", err)
	}
	var run func(context.Context, arguments) (any, error)
	switch p.Name {
	case "search_mail":
		run = s.search
	case "read_mail":
		run = s.read
	case "wait_for_mail":
		run = s.waitFor
	case "latest_code":
		run = s.latestCode
	default:
		return nil, wrong(codeParams, "there is no tool %.80q; tools/list says which there are", p.Name)
	}
	var a arguments
	if len(p.Arguments) > 0 {
		dec := json.NewDecoder(bytes.NewReader(p.Arguments))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&a); err != nil {
			return failed(fmt.Errorf("the arguments cannot be understood: %w", err)), nil
		}
	}
	answer, err := run(ctx, a)
	if err != nil {
		return failed(err), nil
	}
	return told(answer)
}

func failed(err error) result {
	return result{Content: []text{{"text", err.Error()}}, IsError: true}
}

// told returns an answer as text, which every client shows, and as data.
func told(answer any) (any, *rpcError) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(answer); err != nil {
		return failed(err), nil
	}
	return result{Content: []text{{"text", b.String()}}, Structured: answer}, nil
}

// An entry is a message in a list.
type entry struct {
	ID      string   `json:"id"`
	Arrived string   `json:"arrived"`
	From    string   `json:"from"`
	To      []string `json:"to"` // as given in RCPT TO
	Subject string   `json:"subject"`
	Snippet string   `json:"snippet,omitempty"`
}

func entryOf(m client.Message) entry {
	return entry{m.ID.String(), m.InternalDate.Format(time.RFC3339), m.From(), m.Originals(), m.Summary.Subject, m.Summary.Snippet}
}

// A whole is everything that a model is told of a message.
type whole struct {
	entry
	ReversePath string              `json:"reversePath"`
	Final       []string            `json:"final"` // where rewriting led
	Text        string              `json:"text"`
	Cut         bool                `json:"cut,omitempty"` // text is longer
	Codes       []string            `json:"codes"`
	Links       []client.Link       `json:"links"`
	Attachments []client.Attachment `json:"attachments"`
	Headers     []client.Field      `json:"headers"`
	Defects     []string            `json:"defects"`
}

// maxText is how much text of a message is told, in octets.
const maxText = 32 << 10

func wholeOf(m client.Message) whole {
	w := whole{
		entry: entryOf(m), ReversePath: string(m.Envelope.ReversePath), Text: m.Text, Codes: m.Codes, Links: m.Links,
		Attachments: m.Attachments, Headers: m.Headers, Defects: m.Defects, Final: []string{},
	}
	for _, r := range m.Envelope.Recipients {
		w.Final = append(w.Final, string(r.Final))
	}
	if len(w.Text) > maxText {
		w.Text, w.Cut = strings.ToValidUTF8(w.Text[:maxText], ""), true
	}
	return w
}

func (s *Server) search(ctx context.Context, a arguments) (any, error) {
	l := a.list()
	l.Limit = 20
	if a.Limit > 0 {
		l.Limit = min(a.Limit, 100)
	}
	page, err := s.Sink.Messages(ctx, l)
	if err != nil {
		return nil, err
	}
	messages := []entry{}
	for _, m := range page.Messages {
		messages = append(messages, entryOf(m))
	}
	found := map[string]any{"messages": messages, "total": page.Total, "cursor": page.Cursor}
	if page.Note != "" {
		found["note"] = page.Note
	}
	return found, nil
}

func (s *Server) read(ctx context.Context, a arguments) (any, error) {
	if a.ID == "" {
		return nil, errors.New("say the id of the message, as search_mail gives it")
	}
	m, err := s.Sink.Message(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	return wholeOf(m), nil
}

func (s *Server) waitFor(ctx context.Context, a arguments) (any, error) {
	got, err := s.Sink.Wait(ctx, client.Wait{List: a.list(), Since: a.Since, Count: 1, Timeout: a.wait()})
	if err != nil {
		return nil, err
	}
	if len(got.Messages) == 0 {
		return nil, fmt.Errorf("no such message came within %v; wait again with since %q", a.wait(), got.Cursor)
	}
	return map[string]any{"message": wholeOf(got.Messages[0]), "cursor": got.Cursor}, nil
}

func (s *Server) latestCode(ctx context.Context, a arguments) (any, error) {
	l := a.list()
	l.Q = strings.TrimSpace(l.Q + " has:code")
	l.Limit = 1
	if a.Since == "" {
		page, err := s.Sink.Messages(ctx, l)
		if err != nil {
			return nil, err
		}
		if len(page.Messages) > 0 {
			return s.code(ctx, page.Messages[0].ID.String(), page.Cursor)
		}
		a.Since = page.Cursor
	}
	timeout := time.Duration(0)
	if a.Timeout != nil {
		timeout = a.wait()
	}
	got, err := s.Sink.Wait(ctx, client.Wait{List: l, Since: a.Since, Count: 1, Timeout: timeout})
	if err != nil {
		return nil, err
	}
	if len(got.Messages) == 0 {
		return nil, fmt.Errorf("no message with a code is there; give timeout to wait for one, with since %q", got.Cursor)
	}
	return s.code(ctx, got.Messages[0].ID.String(), got.Cursor)
}

// code tells the code of one message.
func (s *Server) code(ctx context.Context, id, cursor string) (any, error) {
	m, err := s.Sink.Message(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(m.Codes) == 0 {
		return nil, fmt.Errorf("the message %s has no code any more", id)
	}
	return map[string]any{"code": m.Codes[0], "others": m.Codes[1:], "message": entryOf(m), "cursor": cursor}, nil
}
