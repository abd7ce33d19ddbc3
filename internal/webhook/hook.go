package webhook

import (
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"mailsink/internal/search"
)

// A Hook is where to post, and for which messages.
type Hook struct {
	URL   string
	Query string

	query *search.Query
}

// ParseHook reads "URL" or "URL q=QUERY".
func ParseHook(text string) (Hook, error) {
	address, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	h := Hook{URL: address}
	if rest = strings.TrimSpace(rest); rest != "" {
		q, ok := strings.CutPrefix(rest, "q=")
		if !ok {
			return h, fmt.Errorf("webhook: %q is no query: write URL q=QUERY", rest)
		}
		h.Query = q
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return h, fmt.Errorf("webhook: %q is not a URL to post to: write http://HOST:PORT/PATH", address)
	}
	if h.query, err = search.Parse(h.Query, time.Now()); err != nil {
		return h, fmt.Errorf("webhook: %w", err)
	}
	return h, nil
}

// hostPort returns where h connects to.
func (h Hook) hostPort() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return "" // ParseHook has read it
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// name tells hooks apart, over restarts too.
func (h Hook) name() string { return h.URL + " " + h.Query }
