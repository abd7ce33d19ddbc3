package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mailsink/internal/inspect"
)

const remoteMail = "Subject: x\r\nContent-Type: text/html\r\n\r\n" +
	`<style>p{background:url(https://cdn.example/css.png)}</style><img src="https://cdn.example/a.png"><img src="//cdn.example/b.png"><a href="https://shop.example/">x</a>` + "\r\n"

func TestPicturesFromElsewhereComeByNumber(t *testing.T) {
	s := start(t, func(s *Server) { s.Info.Remote = true })
	var d detail
	s.get("/v1/messages/"+s.deliver(remoteMail).String()).want(t, 200, &d)
	if body := s.get(d.Preview).want(t, 200, nil).body; strings.Contains(string(body), "remote/") || strings.Contains(string(body), "cdn.example") {
		t.Errorf("without being asked: %s", body)
	}
	body := string(s.get(d.Preview+"?remote=1").want(t, 200, nil).body)
	for _, want := range []string{"remote/0", "remote/1", "remote/2"} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
	if strings.Contains(body, "cdn.example") {
		t.Errorf("a URL of elsewhere is in %s", body)
	}
	place := strings.TrimSuffix(d.Preview, "body.html") + "remote/"
	for _, n := range []string{"3", "-1", "x"} {
		s.get(place+n).want(t, 404, nil)
	}
	s.get("/preview/nothing/remote/0").want(t, 403, nil)
}

func TestInternalAddressesAreNotFetched(t *testing.T) {
	s := start(t, func(s *Server) { s.Info.Remote = true })
	for _, u := range []string{s.url + "/v1/info", "http://169.254.169.254/latest", "http://[::1]:1/", "http://localhost:1/", "ftp://cdn.example/a.png"} {
		var d detail
		s.get("/v1/messages/"+s.deliver("Subject: x\r\nContent-Type: text/html\r\n\r\n<img src=\""+u+"\">\r\n").String()).want(t, 200, &d)
		a := s.get(strings.TrimSuffix(d.Preview, "body.html") + "remote/0")
		a.want(t, 502, nil)
		if !strings.Contains(string(a.body), "public") && !strings.Contains(string(a.body), "web address") {
			t.Errorf("%s: %s", u, a.body)
		}
	}
}

func TestWithoutTheSwitchNothingIsFetched(t *testing.T) {
	s := start(t)
	var d detail
	s.get("/v1/messages/"+s.deliver(remoteMail).String()).want(t, 200, &d)
	if body := s.get(d.Preview+"?remote=1").want(t, 200, nil).body; strings.Contains(string(body), "remote/") {
		t.Errorf("got %s", body)
	}
	s.get(strings.TrimSuffix(d.Preview, "body.html")+"remote/0").want(t, 404, nil)
}

// elsewhere is a server that a message loads from; it counts requests.
func elsewhere(t *testing.T) (string, *atomic.Int32) {
	var asked atomic.Int32
	files := map[string][2]string{
		"/a.css":          {"text/css", `@import "sub/b.css" screen; @font-face{src:url(sub/f.woff2)} p{background:url("/p.png")} b{background:url(data:image/png;base64,AA==)} i{background:url(cid:logo@x)}`},
		"/sub/b.css":      {"text/css; charset=utf-8", `@import "c.css"; p{background:url(q.png)}`},
		"/p.png":          {"image/png", "\x89PNG\r\n\x1a\n"},
		"/sub/f.woff2":    {"application/octet-stream", "wOF2xxxx"},
		"/page.html":      {"text/html", "<script>x()</script>"},
		"/page.css":       {"text/css", "<!doctype html><script>x()</script>"},
		"/picture.svg":    {"image/svg+xml", "<svg onload=x()>"},
		"/mislabeled.png": {"text/css", "\x89PNG\r\n\x1a\n"},
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		for _, name := range []string{"Cookie", "Referer", "Authorization", "Origin"} {
			if r.Header.Get(name) != "" {
				t.Errorf("%s was sent: %v", name, r.Header)
			}
		}
		f, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", f[0])
		_, _ = w.Write([]byte(f[1]))
	}))
	t.Cleanup(s.Close)
	return s.URL, &asked
}

// letting starts a sink that gets things from loopback too.
func letting(t *testing.T) *sink {
	return start(t, func(s *Server) {
		s.Info.Remote = true
		s.visitor = inspect.Visitor{Allow: netip.Addr.IsLoopback}
	})
}

func TestStylesAndFontsFromElsewhereComeThroughTheServer(t *testing.T) {
	s := letting(t)
	from, asked := elsewhere(t)
	var d detail
	s.get("/v1/messages/"+s.deliver(htmlMail(fmt.Sprintf(`<link rel="stylesheet" href="%[1]s/a.css" media="screen" onload=x><style>@import url("%[1]s/sub/b.css") print; @import "cid:logo@x"; p{color:red}</style><p>x`, from))).String()).want(t, 200, &d)
	plain := string(s.get(d.Preview).want(t, 200, nil).body)
	if strings.Contains(plain, "<link") || strings.Contains(plain, "@import") || d.Remote != 2 {
		t.Fatalf("without being asked, of %d: %s", d.Remote, plain)
	}
	a := s.get(d.Preview+"?remote=1").want(t, 200, nil)
	if want := `<link rel="stylesheet" href="remote/0" media="screen"><style>@import "remote/1" print;  p{color:red}</style><p>x`; strings.TrimSpace(string(a.body)) != want {
		t.Errorf("got %s\nwant %s", a.body, want)
	}
	if policy := a.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "style-src 'self' 'unsafe-inline'; font-src 'self' data:") || strings.Contains(policy, "http") {
		t.Errorf("the policy is %s", policy)
	}
	if asked.Load() != 0 {
		t.Error("the page alone asked")
	}
	place := strings.TrimSuffix(d.Preview, "body.html") + "remote/"
	sheet := s.get(place+"0").want(t, 200, nil)
	if want := `@import "0/0" screen; @font-face{src:url("0/1")} p{background:url("0/2")} b{background:url("data:image/png;base64,AA==")} i{background:url("data:,")}`; string(sheet.body) != want || sheet.Header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("got %s %s\nwant %s", sheet.Header.Get("Content-Type"), sheet.body, want)
	}
	for path, want := range map[string][2]string{"0/0": {"text/css; charset=utf-8", ` p{background:url("data:,")}`}, "0/1": {"font/woff2", "wOF2xxxx"}, "0/2": {"image/png", "\x89PNG\r\n\x1a\n"}} {
		got := s.get(place+path, "Origin: null", "Sec-Fetch-Site: cross-site").want(t, 200, nil)
		if got.Header.Get("Content-Type") != want[0] || string(got.body) != want[1] || got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: %v %q", path, got.Header, got.body)
		}
	}
	for _, path := range []string{"0/3", "0/-1", "0/x", "2", "2/0"} {
		s.get(place+path).wantProblem(t, 404)
	}
	before := asked.Load()
	s.get(place+"0").want(t, 200, nil)
	if asked.Load() != before {
		t.Error("what is kept was asked for again")
	}
}

func TestOnlyWhatIsSafeToShowIsSentOn(t *testing.T) {
	s := letting(t)
	from, _ := elsewhere(t)
	for path, want := range map[string]string{"/page.html": "", "/page.css": "", "/picture.svg": "", "/none": "", "/mislabeled.png": "image/png", "/p.png": "image/png"} {
		var d detail
		s.get("/v1/messages/"+s.deliver(htmlMail(`<img src="`+from+path+`">`)).String()).want(t, 200, &d)
		a := s.get(strings.TrimSuffix(d.Preview, "body.html") + "remote/0")
		if want == "" {
			a.wantProblem(t, 502)
		} else if a.StatusCode != 200 || a.Header.Get("Content-Type") != want {
			t.Errorf("%s: %s %v", path, a.Status, a.Header)
		}
	}
}

func TestWhatCameFromElsewhereIsKeptWithinBounds(t *testing.T) {
	var kept remotes
	now := time.Now()
	large := func(n int) fetched { return fetched{Resource: inspect.Resource{Octets: make([]byte, n)}} }
	for i := range 20 {
		kept.put(fmt.Sprint(i), large(4<<20), now.Add(time.Duration(i)*time.Second))
	}
	if kept.size > remotesSize || len(kept.kept) != remotesSize/(4<<20) {
		t.Errorf("%d with %d octets", len(kept.kept), kept.size)
	}
	if _, ok := kept.get("0", now); ok {
		t.Error("the first is still there")
	}
	if _, ok := kept.get("19", now); !ok {
		t.Error("the last is not there")
	}
	if _, ok := kept.get("19", now.Add(time.Hour)); ok {
		t.Error("it is there for ever")
	}
	kept.put("19", large(1), now)
	kept.put("19", large(2), now)
	if kept.size != (len(kept.kept)-1)*(4<<20)+2 {
		t.Errorf("%d octets in %d", kept.size, len(kept.kept))
	}
}
