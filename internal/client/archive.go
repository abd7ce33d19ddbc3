package client

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// An Export says which messages are wanted as one stream, and how.
type Export struct {
	List
	Run    string // in place of the list: the mail of a run
	Format string // mbox, maildir (a tar of one), tar, eml or report (a ZIP file)
}

// Export opens messages, oldest first, as one stream. The count is how many
// there will be, or 0 where the sink cannot know it before. The caller must
// close the stream; one that ends with an error is not whole.
func (c *Client) Export(ctx context.Context, e Export) (body io.ReadCloser, count int, err error) {
	q := e.values()
	q.Del("limit")
	q.Set("format", e.Format)
	if e.Run != "" {
		q.Set("run", e.Run)
	}
	res, err := c.do(ctx, request{method: http.MethodGet, path: "/v1/export", query: q})
	if err != nil {
		return nil, 0, err
	}
	// Where the field is missing or odd, the count is not known.
	count, _ = strconv.Atoi(res.Header.Get("Mailsink-Count"))
	return res.Body, count, nil
}

// Import gives the sink an archive in a format, and returns how many messages
// were in it. They are kept in the account, or where that is empty in those
// that the archive names.
func (c *Client) Import(ctx context.Context, format, account string, archive io.Reader) (int, error) {
	q := url.Values{"format": {format}}
	if account != "" {
		q.Set("account", account)
	}
	var a struct {
		Count int `json:"count"`
	}
	_, _, err := c.ask(ctx, request{method: http.MethodPost, path: "/v1/import", query: q, kind: mediaType(format), body: archive}, &a)
	return a.Count, err
}

func mediaType(format string) string {
	switch format {
	case "mbox":
		return "application/mbox"
	case "eml":
		return "message/rfc822"
	}
	return "application/x-tar"
}
