package web

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// ServePreviews takes connections to the door that previews have for
// themselves, until ctx is done: an origin of their own, where no cookie is
// set and nothing but previews is served. It ends as [Server.Serve] does.
func (s *Server) ServePreviews(ctx context.Context, ln net.Listener) error {
	return s.serve(ctx, ln, http.HandlerFunc(s.previewGate))
}

// previewGate lets requests for previews alone through to their routes.
func (s *Server) previewGate(w http.ResponseWriter, r *http.Request) {
	below, ok := strings.CutPrefix(r.URL.Path, s.WebRoot)
	if !ok || !strings.HasPrefix(below, "/preview/") {
		secure(w.Header())
		s.fail(w, r, newProblem(http.StatusNotFound, "Only previews are here."))
		return
	}
	s.gate(w, r.WithContext(context.WithValue(r.Context(), apart{}, true)))
}

// apart marks a request to the door that previews have for themselves.
type apart struct{}

// previewOrigin returns the origin of previews, as a page that r asked for
// reaches it; empty where it is that of the page.
func (s *Server) previewOrigin(r *http.Request) string {
	if port, ok := strings.CutPrefix(s.Info.Previews, ":"); ok {
		return "http://" + net.JoinHostPort(bare(r.Host), port)
	}
	return s.Info.Previews
}

// bare returns the name in a Host field that was let in.
func bare(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// shellFor returns the policy of the page: it may frame the origin of previews.
func (s *Server) shellFor(r *http.Request) string {
	origin := s.previewOrigin(r)
	if origin == "" {
		return shell
	}
	return strings.Replace(shell, "frame-src 'self'", "frame-src 'self' "+origin, 1)
}

// framed adapts the policy of a preview to who may frame it: at a door of its
// own that is not its own origin, but that of the page.
func (s *Server) framed(r *http.Request, policy string) string {
	if r.Context().Value(apart{}) == nil {
		return policy
	}
	page := "http://" + bare(r.Host) + ":*"
	if u, err := url.Parse(s.PublicURL); err == nil && u.Host != "" {
		page = u.Scheme + "://" + u.Host
	}
	return strings.Replace(policy, "frame-ancestors 'self'", "frame-ancestors "+page, 1)
}
