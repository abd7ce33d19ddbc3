package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestAllListenersOfTheWebAreOneServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "web")
	p := start(t, "--http", "unix:"+path)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+p.HTTP+"/v1/views", strings.NewReader(`{"views":[{"name":"codes","q":"has:code"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	other := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}}}
	defer other.CloseIdleConnections()
	if res, err = other.Get("http://localhost/v1/views"); err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(body), `"codes"`) {
		t.Errorf("a view saved at one listener is not at the other: %s %v", body, err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.wait(t); err != nil {
		t.Errorf("the sink did not end well: %v", err)
	}
}
