package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"mailsink/internal/mcp"
)

// mcpCmd serves the mail of a running sink to language models.
type mcpCmd struct {
	apiFlags
	Listen string `placeholder:"HOST:PORT" help:"Serve over HTTP there, at /mcp, instead of standard input and output."`
}

// Help is shown by "mailsink mcp --help".
func (mcpCmd) Help() string {
	return `Tools: search_mail, read_mail, wait_for_mail, latest_code. All of them only read.

Examples:
  mailsink mcp                                  for clients that start it themselves
  mailsink mcp --listen 127.0.0.1:8026          for http://127.0.0.1:8026/mcp
With an mcpServers file: {"mcpServers": {"mail": {"command": "mailsink", "args": ["mcp"]}}}`
}

// Run serves until standard input ends, or until it is told to stop.
func (c *mcpCmd) Run(ctx context.Context, s streams) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	server := &mcp.Server{Sink: api, Version: release}
	if c.Listen != "" {
		return c.serveHTTP(ctx, s, server)
	}
	if in, ok := s.in.(io.Closer); ok {
		defer context.AfterFunc(ctx, func() { in.Close() })()
	}
	return server.ServeStream(ctx, s.in, s.out)
}

func (c *mcpCmd) serveHTTP(ctx context.Context, s streams, handler http.Handler) error {
	ln, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%s cannot be listened on (%w); give another address as --listen HOST:PORT", c.Listen, err)
	}
	mux := http.NewServeMux()
	mux.Handle("/mcp", handler)
	hs := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	served := make(chan error, 1)
	go func() { served <- hs.Serve(ln) }()
	fmt.Fprintf(s.err, "mailsink: http://%s/mcp\n", ln.Addr())
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	err = hs.Close()
	<-served
	return err
}
