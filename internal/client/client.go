package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// DefaultURL is where a sink is that was started without flags.
const DefaultURL = "http://127.0.0.1:8025"

// A Client asks one sink.
type Client struct {
	base string // without a slash at its end
	said string // base as errors tell it, without the password
	http *http.Client
}

// New returns a client of the sink at a URL, the address of its page:
// "http://127.0.0.1:8025", with the web root behind it if there is one, and a
// name and password in it if it asks for them.
func New(address string) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is not the address of a sink; write it as %s", address, DefaultURL)
	}
	return &Client{base: strings.TrimSuffix(u.String(), "/"), said: strings.TrimSuffix(u.Redacted(), "/"), http: new(http.Client)}, nil
}

// RunPage returns where the page shows waits and what came near them, and of
// a run that has a name its mail. There is no name or password in it.
func (c *Client) RunPage(name string) string {
	u, err := url.Parse(c.base)
	if err != nil {
		return "" // never: New has parsed it
	}
	u.User = nil
	page := u.String() + "/run"
	if name != "" {
		page += "/" + url.PathEscape(name)
	}
	return page
}

// ErrAway is why a sink could not be asked: nobody answers at its address, or
// the connection was lost.
var ErrAway = errors.New("no sink answers")

// A Problem is how a sink says no (RFC 9457).
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"` // of HTTP
	Detail string `json:"detail"` // one sentence that says what to do
}

// Error returns the detail.
func (p *Problem) Error() string {
	if p.Detail == "" {
		return fmt.Sprintf("the sink answers %d %s", p.Status, p.Title)
	}
	return p.Detail
}

// A request is one question.
type request struct {
	method, path string
	query        url.Values
	kind         string // media type of body
	body         io.Reader
	header       http.Header
}

// do asks and returns the reply, whose body the caller must close. A reply of
// 400 or more becomes a *Problem, unless its status is one of those wanted.
func (c *Client) do(ctx context.Context, r request, wanted ...int) (*http.Response, error) {
	address := c.base + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, r.body)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	for name, values := range r.header {
		req.Header[name] = values
	}
	if r.kind != "" {
		req.Header.Set("Content-Type", r.kind)
	}
	res, err := c.http.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("%w at %s: %w", ErrAway, c.said, reason(err))
	}
	for _, status := range wanted {
		if res.StatusCode == status {
			return res, nil
		}
	}
	if res.StatusCode >= 400 {
		defer res.Body.Close()
		return nil, problemOf(res)
	}
	return res, nil
}

// reason takes off what repeats the address.
func reason(err error) error {
	if outer := new(url.Error); errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// maxProblem is how much of a refusal is read.
const maxProblem = 64 << 10

func problemOf(res *http.Response) *Problem {
	p := &Problem{Title: http.StatusText(res.StatusCode), Status: res.StatusCode}
	kind, _, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err == nil && kind == "application/problem+json" {
		// What cannot be read leaves the status, which is enough.
		_ = json.NewDecoder(io.LimitReader(res.Body, maxProblem)).Decode(p)
		p.Status = res.StatusCode
	}
	return p
}

// ask asks and decodes the JSON of the reply into answer, unless that is nil or
// there is none. It returns the status.
func (c *Client) ask(ctx context.Context, r request, answer any, wanted ...int) (int, http.Header, error) {
	res, err := c.do(ctx, r, wanted...)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	if answer == nil || res.StatusCode == http.StatusNoContent {
		return res.StatusCode, res.Header, nil
	}
	if err := json.NewDecoder(res.Body).Decode(answer); err != nil {
		return 0, nil, fmt.Errorf("what answers at %s is no mailsink, or another version of it: %w", c.said, err)
	}
	return res.StatusCode, res.Header, nil
}
