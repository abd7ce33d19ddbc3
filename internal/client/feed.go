package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/pause"
)

// A Row is a message as short as the feed tells it.
type Row struct {
	Seq  mail.UID `json:"seq"`
	ID   mail.ID  `json:"id"`
	Time int64    `json:"t"` // of arrival, in milliseconds since 1970
	From struct {
		Name    string `json:"n"`
		Address string `json:"a"`
	} `json:"from"`
	Rcpt    []string `json:"rcpt"` // the first recipients, as given
	RcptN   int      `json:"rcptN"`
	Account []string `json:"mbox"`
	Subject string   `json:"subj"`
	Snippet string   `json:"snip"`
	Size    int64    `json:"size"`
	Rule    string   `json:"rule"`
}

// A frame is what the feed says at one time.
type frame struct {
	Type string    `json:"type"`
	Rows []Row     `json:"rows"`
	Gone []mail.ID `json:"gone"`
}

// retry is the pause before a lost feed is asked for again.
const retry = time.Second

// A Following says what is followed.
type Following struct {
	List                          // Limit and After mean nothing here
	Begun   func()                // from now on nothing is missed
	Arrived func(Row) error       // each message, in order, once
	Gap     func()                // messages were missed that cannot be told any more
	Lost    func(err error)       // the connection was lost, and is tried again
	Pause   func(context.Context) // before the next try; nil waits a second
}

// Follow tells of every message as it arrives, until ctx is done or Arrived
// returns an error, which it returns. After a lost connection it goes on where
// it was. If the sink cannot be reached at first, that is the error.
func (c *Client) Follow(ctx context.Context, f Following) error {
	last, err := c.follow(ctx, f, "")
	for {
		switch problem := new(Problem); {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case errors.As(err, &problem), last == "", !errors.Is(err, ErrAway):
			return err
		}
		if f.Lost != nil {
			f.Lost(err)
		}
		f.pause(ctx)
		var at string
		if at, err = c.follow(ctx, f, last); at != "" {
			last = at
		}
	}
}

func (f Following) pause(ctx context.Context) {
	if f.Pause != nil {
		f.Pause(ctx)
		return
	}
	pause.For(retry, ctx.Done())
}

// follow reads one connection to its end and returns the position it came to;
// empty if the sink did not answer.
func (c *Client) follow(ctx context.Context, f Following, last string) (string, error) {
	r := request{method: http.MethodGet, path: "/v1/events", query: f.values(), header: http.Header{"Accept": {"text/event-stream"}}}
	if last != "" {
		r.header.Set("Last-Event-ID", last)
	}
	body, err := c.open(ctx, r)
	if err != nil {
		return "", err
	}
	defer body.Close()
	lines := bufio.NewReader(body)
	for {
		id, data, err := nextEvent(lines)
		if err != nil {
			return last, fmt.Errorf("%w at %s any more: %w", ErrAway, c.said, err)
		}
		if err := f.tell(data); err != nil {
			return last, err
		}
		if id != "" {
			last = id
		}
	}
}

// tell hands on what a frame says.
func (f Following) tell(data string) error {
	var fr frame
	if err := json.Unmarshal([]byte(data), &fr); err != nil {
		return fmt.Errorf("client: feed: %w", err)
	}
	switch {
	case fr.Type == "gap" && f.Gap != nil:
		f.Gap()
	case fr.Type == "hello" && f.Begun != nil:
		f.Begun()
	}
	for _, row := range fr.Rows {
		if err := f.Arrived(row); err != nil {
			return err
		}
	}
	return nil
}

// maxEvent bounds an event: a frame has at most 1,000 rows.
const maxEvent = 16 << 20

// nextEvent reads an event with data.
func nextEvent(r *bufio.Reader) (id, data string, err error) {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return "", "", err
		}
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case name == "id":
			id = value
		case name == "data" && b.Len()+len(value) > maxEvent:
			return "", "", errors.New("an event is too long")
		case name == "data":
			b.WriteString(value)
		case name == "" && b.Len() > 0:
			return id, b.String(), nil
		}
	}
}
