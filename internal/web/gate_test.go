package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOnlyKnownNamesAreAnswered(t *testing.T) {
	s := startWith(t, Config{AllowedHosts: []string{"mail.Staging.test", "other.test:8025"}, PublicURL: "https://sink.example.com/mail"})
	for host, status := range map[string]int{
		"localhost": 200, "localhost:1": 200, "LOCALHOST.": 200, "app.localhost": 200, "127.0.0.1": 200, "127.0.0.1:99": 200, "[::1]:80": 200, "127.9.9.9": 200,
		"mail.staging.test": 200, "mail.staging.test:8025": 200, "other.test": 200, "sink.example.com": 200,
		"127.0.0.1:80.evil.test": 421, "evil.test": 421, "evil.test:8025": 421, "localhost.evil.test": 421, "127.0.0.1.evil.test": 421, "10.0.0.1": 421, "0x7f.1": 421, "2130706433": 421, "[::ffff:10.0.0.1]": 421,
	} {
		a := s.get("/v1/rows", "Host: "+host)
		if a.StatusCode != status {
			t.Errorf("%s: %d, want %d", host, a.StatusCode, status)
		}
	}
}

func TestAnAddressThatAllListenOnIsAnsweredByAnyAddress(t *testing.T) {
	h := newHosts(nil, "", nil)
	for local, want := range map[string]bool{"127.0.0.1:80": false, "172.17.0.2:80": true} {
		addr, err := net.ResolveTCPAddr("tcp", local)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, net.Addr(addr)), "GET", "http://192.168.1.5:8025/", nil)
		if got := h.allows(r); got != want {
			t.Errorf("%s: %v, want %v", local, got, want)
		}
		r.Host = "evil.test"
		if h.allows(r) {
			t.Errorf("%s: a name is no address", local)
		}
	}
}

func TestAnotherOriginChangesNothing(t *testing.T) {
	s := startWith(t, Config{PublicURL: "https://sink.example.com"})
	self := strings.TrimSuffix(s.url, "/")
	for _, c := range []struct {
		name   string
		header []string
		status int
	}{
		{"a program sends no origin", nil, 400},
		{"our page", []string{"Origin: " + self, "Sec-Fetch-Site: same-origin"}, 400},
		{"our page behind a proxy", []string{"Origin: https://sink.example.com"}, 400},
		{"typed by the user", []string{"Sec-Fetch-Site: none"}, 400},
		{"another site", []string{"Origin: http://evil.test"}, 403},
		{"no site", []string{"Origin: null"}, 403},
		{"an empty one", []string{"Origin: "}, 403},
		{"another port", []string{"Origin: http://127.0.0.1:1"}, 403},
		{"another scheme", []string{"Origin: " + strings.Replace(self, "http:", "https:", 1)}, 403},
		{"two origins", []string{"Origin: " + self, "Origin: http://evil.test"}, 403},
		{"a longer one", []string{"Origin: " + self + ".evil.test"}, 403},
		{"cross-site by the browser's word", []string{"Origin: " + self, "Sec-Fetch-Site: cross-site"}, 403},
		{"same-site is not same-origin", []string{"Sec-Fetch-Site: same-site"}, 403},
	} {
		a := s.post("/v1/actions", `{}`, c.header...)
		if a.StatusCode != c.status {
			t.Errorf("%s: POST %d, want %d", c.name, a.StatusCode, c.status)
		}
		if c.status == 403 {
			s.do("DELETE", "/v1/messages/0000000000000", "", c.header...).wantProblem(t, 403)
			s.get("/v1/feed", append(c.header, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")...).wantProblem(t, 403)
		}
	}
	s.get("/v1/feed", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==").wantProblem(t, 403)
	s.get("/v1/feed").wantProblem(t, 426)
}

func TestEveryReplyIsSafe(t *testing.T) {
	s := start(t)
	id := s.deliver(htmlMail("<p>x")).String()
	for _, path := range []string{"/", "/app.js", "/nothing", "/v1/rows", "/v1/messages/" + id, "/v1/messages/" + id + "/raw", "/v1/messages/" + id + "/html",
		"/v1/messages/" + id + "/parts/1", "/v1/nothing", "/preview/x/body.html", "/healthz"} {
		h := s.get(path).Header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s %s: %q, want %q", path, name, got, want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors") || strings.Contains(csp, "unsafe-eval") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for _, name := range []string{"Access-Control-Allow-Origin", "Server", "X-Powered-By"} {
			if h.Get(name) != "" {
				t.Errorf("%s: there is %s", path, name)
			}
		}
	}
	if got := s.get("/").Header.Get("Content-Security-Policy"); got != shell {
		t.Error(got)
	}
}

func TestAWrongMethodSaysTheRightOnes(t *testing.T) {
	s := start(t)
	for _, c := range []struct{ method, path, allow string }{
		{"POST", "/v1/rows", "GET, HEAD"}, {"DELETE", "/v1/messages", "GET, POST, HEAD"}, {"GET", "/v1/actions", "POST"},
		{"PUT", "/v1/messages/0000000000000", "DELETE, GET, PATCH, HEAD"}, {"OPTIONS", "/v1/rows", "GET, HEAD"}, {"TRACE", "/", "GET, HEAD"},
	} {
		a := s.do(c.method, c.path, "")
		a.wantProblem(t, 405)
		if got := a.Header.Get("Allow"); got != c.allow {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, got, c.allow)
		}
	}
}

func TestEveryPathTakesItsOwnMethodsAlone(t *testing.T) {
	s := start(t)
	for _, rt := range s.server.table() {
		path := strings.NewReplacer("{id}", "0000000000000", "{part}", "1", "{account}", "sink", "{token}", "x", "{n}", "0").Replace(rt.path)
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"} {
			if rt.methods[method] == nil {
				s.do(method, path, "").wantProblem(t, 405)
			}
		}
	}
}

func TestDetoursLeadNowhere(t *testing.T) {
	s := start(t)
	for _, path := range []string{"//", "/v1//rows", "/v1/../v1/rows", "/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/v1/./rows", "/a%00b", "/a%5cb", "/app.js/", "/server.go", "/.git/config", "/debug/pprof/"} {
		s.get(path).wantProblem(t, 404)
	}
	long := s.get("/" + strings.Repeat("a", maxURI))
	long.wantProblem(t, 414)
}

func TestAPanicTellsNothing(t *testing.T) {
	var log strings.Builder
	s := startWith(t, Config{Ready: func() bool { panic("secret") }, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if detail := s.get("/readyz").wantProblem(t, 500); strings.Contains(detail, "secret") {
		t.Error(detail)
	}
	s.get("/healthz").want(t, 200, nil)
	if !strings.Contains(log.String(), "secret") {
		t.Error("the log does not say why")
	}
}

func TestReadyWhenEveryDoorIs(t *testing.T) {
	ready := false
	s := startWith(t, Config{Ready: func() bool { return ready }})
	s.get("/readyz").wantProblem(t, 503)
	ready = true
	s.get("/readyz").want(t, 200, nil)
	s.get("/healthz").want(t, 200, nil)
}

func TestASinkThatOnlyShowsMailIsReadyAndSaysWhy(t *testing.T) {
	away := "No server."
	s := startWith(t, Config{Away: func() string { return away }})
	if body := string(s.get("/readyz").want(t, 200, nil).body); !strings.Contains(body, `"intake":"closed"`) || !strings.Contains(body, `"detail":"No server."`) {
		t.Error(body)
	}
	away = ""
	if body := string(s.get("/readyz").want(t, 200, nil).body); !strings.Contains(body, `"intake":"open"`) || strings.Contains(body, "detail") {
		t.Error(body)
	}
}

func TestAWebRootStandsBeforeEverything(t *testing.T) {
	s := startWith(t, Config{WebRoot: "mail/"})
	if !strings.HasSuffix(s.url, "/mail") {
		t.Fatal(s.url)
	}
	s.get("/v1/rows").want(t, 200, nil)
	if a := s.get(""); a.StatusCode != 308 || a.Header.Get("Location") != "/mail/" {
		t.Error(a.Status, a.Header)
	}
	if body := string(s.get("/").want(t, 200, nil).body); !strings.Contains(body, `src="/mail/app.js?v=`) {
		t.Error(body)
	}
	id := s.deliver(htmlMail("<p>x"))
	var d detail
	s.get("/v1/messages/"+id.String()).want(t, 200, &d)
	if !strings.HasPrefix(d.Preview, "/mail/preview/") {
		t.Error(d.Preview)
	}
	s.url = strings.TrimSuffix(s.url, "/mail")
	s.get("/v1/rows").wantProblem(t, 404)
	s.get("/mailbox").wantProblem(t, 404)
}

func TestAFloodLeavesRoomForTheRest(t *testing.T) {
	s := startWith(t, Config{MaxConnections: 2})
	var held []net.Conn
	for range 2 {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		held = append(held, c)
	}
	client := &http.Transport{DisableKeepAlives: true}
	ask := func() (int, error) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/healthz", nil)
		if err != nil {
			return 0, err
		}
		res, err := client.RoundTrip(r)
		if err != nil {
			return 0, err
		}
		return res.StatusCode, res.Body.Close()
	}
	if status, err := ask(); err == nil && status != 503 {
		t.Errorf("a connection too many got %d", status)
	}
	held[0].Close()
	for status := 0; status != 200; { // until the place is free
		status, _ = ask()
	}
}

func TestAQueryThatCannotBeReadIsNotReadInPart(t *testing.T) {
	s := start(t)
	s.deliver(text("a;b", "x"))
	for _, q := range []string{"q=%zz", "q=%", "q=x&account=%2", "%zz=1"} {
		s.get("/v1/wait?timeout=0&"+q).wantProblem(t, 400)
		s.do("DELETE", "/v1/messages/0000000000000?"+q, "").wantProblem(t, 400)
	}
	for q, total := range map[string]int{"q=subject:a;b": 1, "q=subject:c;d": 0, "q=subject:a%3Bb": 1} {
		var a rowsAnswer
		s.get("/v1/rows?"+q).want(t, 200, &a)
		if a.Total != total {
			t.Errorf("%s: %d", q, a.Total)
		}
	}
}
