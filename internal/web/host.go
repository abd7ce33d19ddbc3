package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// hosts decides which names this server answers to, and which origins may
// change things.
type hosts struct {
	names   map[string]bool
	origins map[string]bool // besides that of the request itself
	guests  map[string]bool // origins whose pages may do all that ours may (CORS)
}

func newHosts(allowed []string, publicURL string, guests []string) hosts {
	h := hosts{names: map[string]bool{"localhost": true}, origins: map[string]bool{}, guests: map[string]bool{}}
	for _, origin := range guests {
		h.guests[strings.ToLower(strings.TrimSuffix(origin, "/"))] = true
	}
	for _, name := range allowed {
		h.names[hostName(name)] = true
	}
	if u, err := url.Parse(publicURL); err == nil && u.Host != "" {
		h.names[hostName(u.Host)] = true
		h.origins[strings.ToLower(u.Scheme+"://"+u.Host)] = true
	}
	return h
}

// hostName returns the name in a Host field: without port and brackets, in
// lower case. It is empty if what stands for the port is none.
func hostName(host string) string {
	if name, port, err := net.SplitHostPort(host); err == nil {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil && port != "" {
			return ""
		}
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// allows reports whether r asks for a name of ours. A page elsewhere that lets
// its own name point here (DNS rebinding) does not. The address that the
// connection came in on is a name of ours; where the listener takes
// connections to every address, any address is, for the network may have
// changed it on the way.
func (h hosts) allows(r *http.Request) bool {
	name := hostName(r.Host)
	if h.names[name] || strings.HasSuffix(name, ".localhost") {
		return true
	}
	asked, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if asked.IsLoopback() || !ok {
		return asked.IsLoopback()
	}
	at, err := netip.ParseAddrPort(local.String())
	return err == nil && (at.Addr().Unmap() == asked || !at.Addr().IsLoopback())
}

// guest returns the origin that r comes from, if it was let in.
func (h hosts) guest(r *http.Request) (string, bool) {
	origins := r.Header.Values("Origin")
	if len(origins) != 1 || !h.guests[origins[0]] {
		return "", false
	}
	return origins[0], true
}

// welcome sets what tells a browser that a page of an origin let in may read
// the reply (Fetch: CORS protocol). It reports whether r only asks for that.
func (h hosts) welcome(header http.Header, r *http.Request) (preflight bool) {
	if len(h.guests) == 0 {
		return false
	}
	header.Add("Vary", "Origin")
	origin, ok := h.guest(r)
	if !ok {
		return false
	}
	header.Set("Access-Control-Allow-Origin", origin)
	header.Set("Access-Control-Expose-Headers", "Etag, Location, "+cursorField+", "+countField)
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	header.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
	header.Set("Access-Control-Allow-Headers", "Content-Type, Last-Event-ID, X-Envelope-From, X-Envelope-To")
	header.Set("Access-Control-Max-Age", "600")
	return true
}

// sameOrigin reports whether r comes from a page of ours, or from no page at
// all. Browsers say which in Origin and Sec-Fetch-Site; programs say nothing.
func (h hosts) sameOrigin(r *http.Request) bool {
	if _, ok := h.guest(r); ok {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	origins := r.Header.Values("Origin")
	switch len(origins) {
	case 0:
		return true
	case 1:
		origin := origins[0]
		return origin == "http://"+r.Host || h.origins[origin]
	}
	return false
}
