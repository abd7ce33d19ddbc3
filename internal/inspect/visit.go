package inspect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Bounds of a visit.
const (
	maxVisits    = 50 // links of a message
	atOnce       = 6
	maxRedirects = 5
	patience     = 5 * time.Second // for one server
)

// A Visit is what became of a link.
type Visit struct {
	URL       string   `json:"url"`
	Status    int      `json:"status,omitempty"` // of the last answer; absent when there was none
	Redirects []string `json:"redirects"`
	Error     string   `json:"error,omitempty"` // one sentence
}

// A Visitor asks servers whether links lead somewhere. It sends HEAD without
// cookies, names and referrer, and connects to public addresses alone. The
// zero value is ready.
type Visitor struct {
	Allow func(netip.Addr) bool // whether an address may be asked; nil means [Public]
}

// errInternal is that an address is not a public one.
var errInternal = errors.New("the address is not a public one, and is not asked")

// Visit asks the servers of the first links, each once, until ctx is done.
func (v Visitor) Visit(ctx context.Context, links []Link) []Visit {
	client := v.client()
	defer client.CloseIdleConnections()
	var visits []Visit
	seen := make(map[string]bool)
	for _, l := range links {
		target, err := url.Parse(l.URL)
		if err != nil || target.Scheme != "http" && target.Scheme != "https" || seen[l.URL] || len(visits) == maxVisits {
			continue
		}
		seen[l.URL] = true
		visits = append(visits, Visit{URL: l.URL, Redirects: []string{}})
	}
	var all sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for i := range visits {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			visits[i].ask(ctx, client)
		})
	}
	all.Wait()
	return some(visits)
}

// client returns what asks: its connections are judged by the address that
// they are really made to, so that no name and no redirect leads inside.
func (v Visitor) client() *http.Client {
	allow := v.Allow
	if allow == nil {
		allow = Public
	}
	dialer := &net.Dialer{Timeout: patience, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !allow(at.Addr()) {
			return errInternal
		}
		return nil
	}}
	return &http.Client{
		Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: 32 << 10, ResponseHeaderTimeout: patience},
		Timeout:   patience,
		// Redirects are followed by hand, so that each is told.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// ask goes to a link and on to where it redirects.
func (v *Visit) ask(ctx context.Context, client *http.Client) {
	at := v.URL
	for range maxRedirects + 1 {
		next, err := v.once(ctx, client, at)
		if err != nil {
			v.Status, v.Error = 0, reason(err)
			return
		}
		if next == "" {
			return
		}
		v.Redirects = append(v.Redirects, next)
		at = next
	}
	v.Error = fmt.Sprintf("It redirects more than %d times.", maxRedirects)
}

// once sends one request and returns where it redirects to, if it does.
func (v *Visit) once(ctx context.Context, client *http.Client, at string) (string, error) {
	r, err := request(ctx, http.MethodHead, at)
	if err != nil {
		return "", err
	}
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	// There is no body to an answer to HEAD.
	_ = answer.Body.Close()
	v.Status = answer.StatusCode
	if answer.StatusCode < 300 || answer.StatusCode > 399 {
		return "", nil
	}
	next, err := answer.Location()
	if err != nil {
		return "", nil // a 3xx that leads nowhere, such as 304, is an answer
	}
	return next.String(), nil
}

// reason says in a sentence why there was no answer.
func reason(err error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, errInternal):
		return "The address is not a public one, and is not asked."
	case errors.As(err, &dns) && dns.IsNotFound:
		return "There is no host of this name."
	case errors.As(err, &timeout) && timeout.Timeout():
		return "The server does not answer."
	case strings.Contains(err.Error(), "certificate"):
		return "The certificate of the server is not valid."
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return "It cannot be reached: " + err.Error() + "."
}

// maxResource bounds what is fetched, in octets.
const maxResource = 10 << 20

// A Resource is something that a message loads from elsewhere.
type Resource struct {
	URL    string // that it came from, after all redirects
	Type   string // Content-Type as its server says it
	Octets []byte
}

// Fetch gets a picture, a style sheet or a font over the web, following
// redirects. Its error is a sentence. What it is, is for the caller to see.
func (v Visitor) Fetch(ctx context.Context, at string) (Resource, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	client := v.client()
	defer client.CloseIdleConnections()
	for range maxRedirects + 1 {
		got, next, err := fetch(ctx, client, at)
		if err != nil {
			return Resource{}, errors.New(reason(err))
		}
		if next == "" {
			return got, nil
		}
		at = next
	}
	return Resource{}, fmt.Errorf("it redirects more than %d times", maxRedirects)
}

// fetch sends one request and returns what is there, or where it redirects to.
func fetch(ctx context.Context, client *http.Client, at string) (got Resource, next string, err error) {
	r, err := request(ctx, http.MethodGet, at)
	if err != nil {
		return got, "", err
	}
	r.Header.Set("Accept", "image/*, text/css, font/*")
	answer, err := client.Do(r)
	if err != nil {
		return got, "", err
	}
	defer answer.Body.Close()
	if location, err := answer.Location(); err == nil && answer.StatusCode/100 == 3 {
		return got, location.String(), nil
	}
	if answer.StatusCode != http.StatusOK {
		return got, "", fmt.Errorf("the server answered %d", answer.StatusCode)
	}
	got = Resource{URL: at, Type: answer.Header.Get("Content-Type")}
	got.Octets, err = io.ReadAll(io.LimitReader(answer.Body, maxResource+1))
	if len(got.Octets) > maxResource {
		err = fmt.Errorf("it has more than %d MB", maxResource>>20)
	}
	return got, "", err
}

// request makes a request that tells nothing of who asks.
func request(ctx context.Context, method, at string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, at, nil)
	if err != nil {
		return nil, err
	}
	if r.URL.Scheme != "http" && r.URL.Scheme != "https" {
		return nil, fmt.Errorf("it leads to %.20s:, which is no web address", r.URL.Scheme)
	}
	r.URL.User = nil
	r.Header.Set("User-Agent", "mailsink link check")
	return r, nil
}

// special are the networks that are not reached over the internet, or that lead
// to others (RFC 6890 and its registries).
func special() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
		netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
		netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("3fff::/20"), netip.MustParsePrefix("5f00::/16"),
	}
}

// Public reports whether an address is one on the internet: not of this
// machine, of a private network, of a link, of a group or for documents, and
// not one that stands for an IPv4 address of these.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() {
		return false
	}
	for _, network := range special() {
		if network.Contains(ip) {
			return false
		}
	}
	return true
}
