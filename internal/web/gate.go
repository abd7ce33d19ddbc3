package web

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"strings"
	"time"
)

const (
	maxURI      = 8 << 10 // octets
	maxBody     = 1 << 20 // octets of a body, where it is not a message
	bodyTimeout = 60 * time.Second
)

// gate is what every request passes before any route is looked at.
func (s *Server) gate(w http.ResponseWriter, r *http.Request) {
	defer s.recover(w, r)
	secure(w.Header())
	if err := s.admit(r); err != nil {
		w.Header().Set("Connection", "close") // whatever else was sent is not read
		s.fail(w, r, err)
		return
	}
	if len(r.TransferEncoding) > 0 {
		// RFC 9112 §6.1: there may have been a Content-Length too, which
		// net/http does not show, and then what follows may be smuggled.
		w.Header().Set("Connection", "close")
	}
	if s.hosts.welcome(w.Header(), r) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w, done := s.compress(w, r)
	defer done()
	root, below := strings.CutPrefix(r.URL.Path, s.WebRoot)
	switch {
	case below && root == "" && s.WebRoot != "":
		http.Redirect(w, r, s.WebRoot+"/", http.StatusPermanentRedirect)
	case !below || root == "" || root[0] != '/':
		s.fail(w, r, newProblem(http.StatusNotFound, "Nothing is here; the sink is below %s/.", s.WebRoot))
	default:
		s.pass(w, under(r, s.WebRoot))
	}
}

// pass lets a request below the web root through to its route, once it is
// known who asks.
func (s *Server) pass(w http.ResponseWriter, r *http.Request) {
	_, pattern := s.routes.Handler(r)
	if !s.open(r, pattern) {
		if err := s.authenticate(w, r); err != nil {
			w.Header().Set("Connection", "close")
			s.turnAway(w, r, err)
			return
		}
	}
	s.boundBody(w, r, s.bounds[pattern])
	s.routes.ServeHTTP(w, r)
}

// recover makes 500 of a panic: a mistake of ours is no reason to tell what is
// inside, or to end the process.
func (s *Server) recover(w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	s.fail(w, r, fmt.Errorf("web: panic: %v\n%s", v, debug.Stack()))
}

// secure sets what holds for every reply unless a handler knows better.
func secure(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")
}

// admit says why r may not come in, nil if it may.
func (s *Server) admit(r *http.Request) error {
	switch {
	case len(r.RequestURI) > maxURI:
		return newProblem(http.StatusRequestURITooLong, "The URL is longer than 8 KiB; shorten it.")
	case !s.hosts.allows(r):
		return newProblem(http.StatusMisdirectedRequest, "This name is not one of this server; use the address it was started with, or start it with --allowed-host and the name.")
	case !cleanPath(r.URL.Path):
		return newProblem(http.StatusNotFound, "Nothing is at this path.")
	case (!safe(r.Method) || upgrades(r)) && !s.hosts.sameOrigin(r):
		return newProblem(http.StatusForbidden, "A page of another origin may not do this; use the page of this server, or a program, which sends no Origin.")
	case !readable(r.URL):
		return newProblem(http.StatusBadRequest, "The query of the URL cannot be read; write %%25 for %%.")
	case r.Header.Get("Content-Encoding") != "" && r.Header.Get("Content-Encoding") != "identity":
		return newProblem(http.StatusUnsupportedMediaType, "The body is compressed; send it as it is, without Content-Encoding.")
	}
	return nil
}

// readable reports whether the query of u can be read. net/url leaves out what
// it cannot, and a search for everything is then what is left of one. A
// semicolon is a character as any other (WHATWG URL §5.1).
func readable(u *url.URL) bool {
	u.RawQuery = strings.ReplaceAll(u.RawQuery, ";", "%3B")
	_, err := url.ParseQuery(u.RawQuery)
	return err == nil
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

func upgrades(r *http.Request) bool { return r.Header.Get("Upgrade") != "" }

// cleanPath reports whether p names something without detours.
func cleanPath(p string) bool {
	if !strings.HasPrefix(p, "/") || strings.ContainsAny(p, "\x00\\") {
		return false
	}
	clean := path.Clean(p)
	return p == clean || clean != "/" && p == clean+"/"
}

// under returns r as it looks below a web root.
func under(r *http.Request, root string) *http.Request {
	if root == "" {
		return r
	}
	below, u := *r, *r.URL
	u.Path, u.RawPath = strings.TrimPrefix(u.Path, root), strings.TrimPrefix(u.RawPath, root)
	below.URL = &u
	return &below
}

// endless is the bound of a body that is read as it comes and never kept.
const endless = -1

// boundBody limits the size of the body and the time it may take: all of it,
// or for one without a bound each part of it. bound 0 means maxBody.
func (s *Server) boundBody(w http.ResponseWriter, r *http.Request, bound int64) {
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	control := http.NewResponseController(w)
	// Where the connection has no deadlines, as in tests, there is none to set.
	_ = control.SetReadDeadline(time.Now().Add(bodyTimeout))
	body := &timedBody{ReadCloser: r.Body, control: control, each: bound == endless}
	if bound = cmp.Or(bound, maxBody); bound != endless {
		body.ReadCloser = http.MaxBytesReader(w, r.Body, bound)
	}
	r.Body = body
}

// A timedBody takes the deadline away when it has been read: it would end the
// request, which may go on waiting, too.
type timedBody struct {
	io.ReadCloser
	control *http.ResponseController
	each    bool // the time is for each part
}

// Read implements [io.Reader].
func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	switch {
	case err == nil && b.each:
		_ = b.control.SetReadDeadline(time.Now().Add(bodyTimeout)) // as in boundBody
	case err == io.EOF:
		_ = b.control.SetReadDeadline(time.Time{}) // as in boundBody
	}
	return n, err
}

// cleanRoot brings the web root into the form "/path", or "" for none.
func cleanRoot(root string) string {
	root = strings.Trim(root, "/")
	if root == "" {
		return ""
	}
	return "/" + root
}
