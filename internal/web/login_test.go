package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// people is a users file by name and password.
type people map[string]string

func (p people) Check(_ context.Context, name, password string) error {
	if want, ok := p[name]; !ok || want != password {
		return errors.New("wrong")
	}
	return nil
}

func (p people) Stamp(name string) (string, bool) {
	password, ok := p[name]
	return password, ok
}

// guarded serves a sink in which only ann may look.
func guarded(t *testing.T) (*sink, people) {
	t.Helper()
	known := people{"ann": "sécret"}
	taken := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }
	return startWith(t, Config{Users: known, Mounts: []Mount{
		{Method: "POST", Path: "/v3/mail/send", Handler: taken, Intake: true},
		{Method: "GET", Path: "/api/v1/messages", Handler: taken},
	}}), known
}

func basic(name, password string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+password))
}

// logIn sends the form and returns the cookie as a field of a request.
func (s *sink) logIn(name, password, to string) (answer, string) {
	form := url.Values{"name": {name}, "password": {password}, "to": {to}}
	a := s.do("POST", "/login", form.Encode(), "Content-Type: application/x-www-form-urlencoded")
	for _, c := range a.Cookies() {
		return a, "Cookie: " + c.Name + "=" + c.Value
	}
	return a, "X-None: 1"
}

func TestAPreviewAndItsPicturesNeedNoCookie(t *testing.T) {
	s, _ := guarded(t)
	token := s.server.token(s.deliver(htmlMail(`<img src="cid:logo@x">`)), time.Now())
	for path, want := range map[string]int{"body.html": 200, "cid/0": 200, "part/TEXT/body.html": 200, "cid/9": 404} {
		a := s.get("/preview/"+token+"/"+path, "Origin: null", "Sec-Fetch-Site: cross-site")
		if a.StatusCode != want || len(a.Cookies()) != 0 {
			t.Errorf("%s: %s, cookies %v", path, a.Status, a.Cookies())
		}
	}
}

func TestEveryRouteButTheProbesAsksWhoComes(t *testing.T) {
	s, _ := guarded(t)
	s.deliver(text("secret", "hidden"))
	for _, rt := range s.server.table() {
		path := strings.NewReplacer("{id}", "0000000000001", "{part}", "1", "{token}", "x", "{n}", "1", "{m}", "1", "{account}", "sink", "{file}", "latest.html").Replace(rt.path)
		for method := range rt.methods {
			a := s.do(method, path, "{}", "Content-Type: application/json")
			switch {
			case rt.path == "/healthz", rt.path == "/readyz", rt.path == "/login", strings.HasPrefix(rt.path, "/preview/"):
				if a.StatusCode == http.StatusUnauthorized && rt.path != "/login" {
					t.Errorf("%s %s asks who comes", method, path)
				}
			case a.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Basic "):
				t.Errorf("%s %s: %s", method, path, a.Status)
			}
		}
	}
	for _, path := range []string{"/", "/index.html", "/app.js", "/q", "/api/v1/messages", "/%76%31/messages", "/nowhere"} {
		if a := s.get(path); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %s", path, a.Status)
		}
	}
	if n := s.box.State().All.Len(); n != 1 {
		t.Errorf("%d messages are left", n)
	}
}

func TestANameWithItsPasswordComesIn(t *testing.T) {
	s, _ := guarded(t)
	s.get("/v1/messages", basic("ann", "sécret")).want(t, 200, nil)
	for _, wrong := range []string{basic("ann", ""), basic("ann", "SÉCRET"), basic("bob", "sécret"), "Authorization: Basic !", "Authorization: Bearer sécret"} {
		s.get("/v1/messages", wrong).wantProblem(t, 401)
	}
}

func TestWhatOnlyTakesMailInAsksNobody(t *testing.T) {
	s, _ := guarded(t)
	s.post("/v3/mail/send", "{}").want(t, http.StatusAccepted, nil)
	s.get("/v3/mail/send").wantProblem(t, 401)
}

func TestAPersonGetsTheFormAndGoesOnToWhatTheyAskedFor(t *testing.T) {
	s, _ := guarded(t)
	s.deliver(text("secret", "hidden"))
	a := s.get("/m/123?q=a&b=%3C", "Accept: text/html")
	body := string(a.body)
	if a.StatusCode != 401 || !strings.Contains(body, `value="/m/123?q=a&amp;b=%3C"`) || strings.Contains(body, "secret") {
		t.Fatal(a.Status, body)
	}
	if c := a.Header.Get("WWW-Authenticate"); strings.HasPrefix(c, "Basic") {
		t.Error("the browser opens a box of its own:", c)
	}
	a, cookie := s.logIn("ann", "sécret", "/m/123?q=a&b=%3C")
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/m/123?q=a&b=%3C" {
		t.Fatal(a.Status, a.Header)
	}
	if set := a.Header.Get("Set-Cookie"); !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Strict") {
		t.Error(set)
	}
	s.get("/v1/messages", cookie).want(t, 200, nil)
	s.get("/", cookie).want(t, 200, nil)
	a = s.do("POST", "/logout", "", cookie)
	if a.StatusCode != http.StatusSeeOther || len(a.Cookies()) != 1 || a.Cookies()[0].Value != "" {
		t.Error("not logged out:", a.Status, a.Header)
	}
}

func TestLoggingOutTakesNothingButAForm(t *testing.T) {
	s, _ := guarded(t)
	_, cookie := s.logIn("ann", "sécret", "/")
	for body, kind := range map[string]string{"{}": "application/json", "x": "text/plain", "a=b": ""} {
		a := s.do("POST", "/logout", body, cookie, "Content-Type: "+kind)
		if a.StatusCode != http.StatusUnsupportedMediaType || len(a.Cookies()) != 0 {
			t.Errorf("%q as %q: %s, %v", body, kind, a.Status, a.Cookies())
		}
	}
	if a := s.do("POST", "/logout", "a=b", cookie, "Content-Type: application/x-www-form-urlencoded"); a.StatusCode != http.StatusSeeOther {
		t.Error("a form:", a.Status)
	}
	if a := s.do("POST", "/logout", "%", cookie, "Content-Type: application/x-www-form-urlencoded"); a.StatusCode != http.StatusBadRequest {
		t.Error("a broken form:", a.Status)
	}
}

func TestAWrongPasswordIsToldInTheFormWithoutACookie(t *testing.T) {
	s, _ := guarded(t)
	a, _ := s.logIn(`<b>"ann"`, "no", "/")
	body := string(a.body)
	if a.StatusCode != 401 || !strings.Contains(body, "is wrong.") || strings.Contains(body, "<b>") || len(a.Cookies()) != 0 {
		t.Fatal(a.Status, body)
	}
}

func TestTheLoginLeadsNowhereElse(t *testing.T) {
	s, _ := guarded(t)
	for _, to := range []string{"//evil.example/", "https://evil.example/", `/\evil.example`, "evil.example", "/login?to=/", "/\r\nX: 1", ""} {
		if a, _ := s.logIn("ann", "sécret", to); a.Header.Get("Location") != "/" {
			t.Errorf("%q leads to %q", to, a.Header.Get("Location"))
		}
	}
}

func TestACookieEndsWithThePasswordAndTheUserAndTime(t *testing.T) {
	s, known := guarded(t)
	now := time.Now()
	fresh := s.server.passport("ann", now.Add(loginLife))
	for name, look := range map[string]struct {
		value string
		at    time.Time
		good  bool
	}{
		"as it was given":      {fresh, now, true},
		"too late":             {fresh, now.Add(loginLife), false},
		"of nobody":            {s.server.passport("bob", now.Add(loginLife)), now, false},
		"changed at its end":   {fresh[:len(fresh)-2] + "AA", now, false},
		"changed at its start": {"BBBB" + fresh[4:], now, false},
		"cut":                  {fresh[:20], now, false},
		"empty":                {"", now, false},
		"rubbish":              {"%%%", now, false},
	} {
		if got := s.server.knows(look.value, look.at); got != look.good {
			t.Errorf("%s: %v", name, got)
		}
	}
	known["ann"] = "other"
	if s.server.knows(fresh, now) {
		t.Error("the cookie outlives the password")
	}
	delete(known, "ann")
	if s.server.knows(fresh, now) {
		t.Error("the cookie outlives the user")
	}
}

func TestAfterTenWrongPasswordsTheRightOneMustWait(t *testing.T) {
	s, _ := guarded(t)
	_, cookie := s.logIn("ann", "sécret", "/")
	for range maxGuesses {
		s.get("/v1/messages", basic("ann", "guess")).wantProblem(t, 401)
	}
	a := s.get("/v1/messages", basic("ann", "sécret"))
	a.wantProblem(t, 429)
	if a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if a, _ := s.logIn("ann", "sécret", "/"); a.StatusCode != 429 {
		t.Error("the form lets in:", a.Status)
	}
	s.get("/v1/messages", cookie).want(t, 200, nil) // who is in stays in
}

func TestGuessesAreForgottenAfterAMinute(t *testing.T) {
	var g guesses
	now := time.Now()
	for range maxGuesses {
		g.wrong("192.0.2.1", now)
	}
	if g.rest("192.0.2.1", now) != guessPeriod || g.rest("192.0.2.2", now) != 0 {
		t.Error("the wrong address waits")
	}
	if g.rest("192.0.2.1", now.Add(guessPeriod)) != 0 {
		t.Error("the wait does not end")
	}
	for i := range 3 * maxGuessers {
		g.wrong(string(rune(i)), now)
	}
	if len(g.by) > maxGuessers {
		t.Error("addresses pile up:", len(g.by))
	}
}

// TestTheLoginSaysWhichSinkItIs holds that the form has the name and the colour
// of the environment, under a policy that names its very style and script.
func TestTheLoginSaysWhichSinkItIs(t *testing.T) {
	s := startWith(t, Config{Users: people{"ann": "x"}, Info: Info{Environment: Environment{"staging <1>", "#b45309"}}})
	a := s.get("/m/1?q=x", "Accept: text/html")
	page, policy := string(a.body), a.Header.Get("Content-Security-Policy")
	for _, want := range []string{"border-top:4px solid #b45309", "staging &lt;1&gt;", `name="to" value="/m/1?q=x"`, `autocomplete="username"`, `autocomplete="current-password"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the form lacks %s: %s", want, page)
		}
	}
	if got := a.Header.Get("Referrer-Policy"); got != "same-origin" {
		t.Errorf("under %s a browser sends the form without its origin", got)
	}
	for _, name := range []string{"style", "script"} {
		if !strings.Contains(policy, name+"-src 'sha256-"+elementHash(page, name)+"'") {
			t.Errorf("the policy %s does not name the %s", policy, name)
		}
	}
}
