package client

import (
	"context"
	"io"
	"net/http"
)

// Backup opens a backup of the store of the sink, as "mailsink restore" reads
// it. The caller must close the stream; one that ends with an error is not
// whole. A sink that keeps its mail in memory has none: that is a [Problem].
func (c *Client) Backup(ctx context.Context) (io.ReadCloser, error) {
	res, err := c.do(ctx, request{method: http.MethodGet, path: "/v1/backup"})
	if err != nil {
		return nil, err
	}
	return res.Body, nil
}
