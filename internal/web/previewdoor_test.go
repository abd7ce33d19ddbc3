package web

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
)

// besides starts a door for previews alone, and returns its address.
func besides(t *testing.T, s *sink) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.server.ServePreviews(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + ln.Addr().String()
}

func TestPreviewsHaveAnOriginOfTheirOwn(t *testing.T) {
	s := start(t, func(s *Server) { s.Info.Previews = ":8026" })
	door := besides(t, s)
	var d detail
	s.get("/v1/messages/"+s.deliver(htmlMail(`<p>hi <img src="cid:logo@x">`)).String()).want(t, 200, &d)
	get := func(path string) *http.Response {
		t.Helper()
		a, err := http.Get(door + path)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		return a
	}
	a := get(d.Preview)
	want := strings.Replace(cage, "frame-ancestors 'self'", "frame-ancestors http://127.0.0.1:*", 1)
	if a.StatusCode != 200 || a.Header.Get("Content-Security-Policy") != want || len(a.Cookies()) != 0 {
		t.Errorf("%s %v", a.Status, a.Header)
	}
	if a := get(strings.Replace(d.Preview, "body.html", "cid/0", 1)); a.StatusCode != 200 {
		t.Errorf("a picture: %s", a.Status)
	}
	for _, path := range []string{"/", "/v1/messages", "/login", "/app.js", "/v1/messages/" + d.ID.String() + "/raw", "/view/latest.html", "/preview/x/../../v1/messages"} {
		if a := get(path); a.StatusCode != 404 {
			t.Errorf("%s: %s", path, a.Status)
		}
	}
	if policy := s.get("/").want(t, 200, nil).Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-src 'self' http://127.0.0.1:8026;") {
		t.Errorf("the page may not frame it: %s", policy)
	}
}

func TestAnOriginWithANameIsFramedByThePublicPage(t *testing.T) {
	s := startWith(t, Config{PublicURL: "https://mail.example/sink", Info: Info{Previews: "https://preview.example"}})
	door := besides(t, s)
	var d detail
	s.get("/v1/messages/"+s.deliver(htmlMail("<p>hi")).String()).want(t, 200, &d)
	r, err := http.NewRequestWithContext(t.Context(), "GET", door+d.Preview, nil)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"preview.example": 200, "evil.example": 421} {
		r.Host = host
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.StatusCode != want || want == 200 && !strings.Contains(a.Header.Get("Content-Security-Policy"), "frame-ancestors https://mail.example;") {
			t.Errorf("%s: %s %v", host, a.Status, a.Header)
		}
	}
	if policy := s.get("/").want(t, 200, nil).Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-src 'self' https://preview.example;") {
		t.Errorf("the page may not frame it: %s", policy)
	}
}
