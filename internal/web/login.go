package web

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/binary"
	"html/template"
	"mime"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Users says who may log in.
type Users interface {
	// Check reports with nil that the password is that of the user.
	Check(ctx context.Context, name, password string) error
	// Stamp returns what changes with the user's password; false when
	// there is no such user any more.
	Stamp(name string) (string, bool)
}

// A browser stays logged in for loginLife, unless the sink or the password
// changes before. maxLogin is the greatest form, in octets.
const (
	loginLife = 7 * 24 * time.Hour
	maxLogin  = 4 << 10
)

// open reports whether r needs no login: probes say nothing, the login is
// where one begins, and the address of a preview is a permission (see token).
func (s *Server) open(r *http.Request, pattern string) bool {
	switch {
	case s.Users == nil:
		return true
	case s.intake[pattern]:
		return r.Method == http.MethodPost
	}
	return strings.HasPrefix(pattern, "/preview/{token}/") || slices.Contains([]string{"/healthz", "/readyz", "/login"}, pattern)
}

// turnAway refuses r: a person gets the form in place of what they asked for.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request, err error) {
	if isNavigation(r) && problemOf(err).Status == http.StatusUnauthorized {
		err = s.askLogin(w, http.StatusUnauthorized, loginForm{To: local(r.URL.RequestURI())})
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

// authenticate says why r may not come in, nil if it may. It takes a cookie
// that the login gave, or a name and password (RFC 7617).
func (s *Server) authenticate(w http.ResponseWriter, r *http.Request) error {
	if c, err := r.Cookie(cookieName(r)); err == nil && s.knows(c.Value, time.Now()) {
		return nil
	}
	name, password, ok := r.BasicAuth()
	if ok {
		return s.check(w, r, name, password)
	}
	if isNavigation(r) {
		// Not Basic: the page has a form of its own for people.
		w.Header().Set("WWW-Authenticate", `Cookie realm="mailsink", form-action="`+s.WebRoot+`/login"`)
	} else {
		w.Header().Set("WWW-Authenticate", basicChallenge)
	}
	return newProblem(http.StatusUnauthorized, "This sink asks who you are; send a name and password of its users file (HTTP Basic).")
}

const basicChallenge = `Basic realm="mailsink", charset="UTF-8"`

// check looks a name and password up, and counts what goes wrong.
func (s *Server) check(w http.ResponseWriter, r *http.Request, name, password string) error {
	from, now := remoteHost(r), time.Now()
	if rest := s.guesses.rest(from, now); rest > 0 {
		w.Header().Set("Retry-After", seconds(rest))
		return newProblem(http.StatusTooManyRequests, "Too many wrong passwords came from this address; try again in a minute.")
	}
	if err := s.Users.Check(r.Context(), name, password); err != nil {
		if r.Context().Err() == nil {
			s.guesses.wrong(from, now)
		}
		w.Header().Set("WWW-Authenticate", basicChallenge)
		return newProblem(http.StatusUnauthorized, "The name or the password is wrong.")
	}
	return nil
}

// remoteHost returns the address of a client without its port.
func remoteHost(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// isNavigation reports whether a person opens an address in a browser.
func isNavigation(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// cookieName tells sinks on other ports of one host apart, for browsers do
// not (RFC 6265 §8.5).
func cookieName(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		return "mailsink"
	}
	return "mailsink-" + port
}

// passport returns the value of a cookie for a user: until when, who, and a
// signature over these and the stamp of the password.
func (s *Server) passport(name string, until time.Time) string {
	claim := append(binary.BigEndian.AppendUint64(nil, uint64(until.Unix())), name...)
	stamp, _ := s.Users.Stamp(name)
	return base64.RawURLEncoding.EncodeToString(append(claim, s.vouch(claim, stamp)...))
}

// knows reports whether a cookie is one of ours, and still good.
func (s *Server) knows(value string, now time.Time) bool {
	b, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || len(b) < 8+sha256.Size {
		return false
	}
	claim, mac := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	stamp, there := s.Users.Stamp(string(claim[8:]))
	if !there || !hmac.Equal(mac, s.vouch(claim, stamp)) {
		return false
	}
	return now.Before(time.Unix(int64(binary.BigEndian.Uint64(claim)), 0))
}

// vouch signs a claim for as long as the user's stamp stays what it is.
func (s *Server) vouch(claim []byte, stamp string) []byte {
	h := hmac.New(sha256.New, s.key[:])
	h.Write([]byte("login\x00" + stamp + "\x00"))
	h.Write(claim)
	return h.Sum(nil)
}

//go:embed login.html
var loginHTML string

// A loginForm is what the login page shows.
type loginForm struct {
	Root, To, Name, Wrong string
	Environment           Environment
}

// askLogin shows the form in place of what was asked for. Its one line of
// script keeps what stands behind # in the address, as the tab of a message:
// no server sees that, and a browser takes it along where the form leads to.
func (s *Server) askLogin(w http.ResponseWriter, status int, f loginForm) error {
	t, err := template.New("login").Parse(loginHTML)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	f.Root, f.Environment = s.WebRoot, s.Info.Environment
	if err := t.Execute(&page, f); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+elementHash(page.String(), "style")+"'; script-src 'sha256-"+elementHash(page.String(), "script")+"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	// With no-referrer a browser says of a form that it comes from nowhere
	// (Origin: null), which the gate refuses.
	h.Set("Referrer-Policy", "same-origin")
	w.WriteHeader(status)
	// A client that went away needs no reply.
	_, _ = w.Write(page.Bytes())
	return nil
}

// elementHash returns the hash of the one element of a name in a page, which
// the policy of the page names.
func elementHash(page, name string) string {
	_, rest, _ := strings.Cut(page, "<"+name+">")
	text, _, _ := strings.Cut(rest, "</"+name+">")
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// loginPage shows the form to who comes for it.
func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) error {
	return s.askLogin(w, http.StatusOK, loginForm{To: local(r.URL.Query().Get("to"))})
}

func isForm(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/x-www-form-urlencoded"
}

// login takes the form and gives a cookie.
func (s *Server) login(w http.ResponseWriter, r *http.Request) error {
	if !isForm(r) {
		return newProblem(http.StatusUnsupportedMediaType, "This is not the form of the login page; send name and password as application/x-www-form-urlencoded.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxLogin)
	if err := r.ParseForm(); err != nil || !r.PostForm.Has("name") || !r.PostForm.Has("password") {
		return badRequest("The form of the login page has name and password; send both.")
	}
	name, to := r.PostForm.Get("name"), local(r.PostForm.Get("to"))
	if s.Users != nil {
		if err := s.check(w, r, name, r.PostForm.Get("password")); err != nil {
			p := problemOf(err)
			w.Header().Del("WWW-Authenticate")
			return s.askLogin(w, p.Status, loginForm{To: to, Name: name, Wrong: p.Detail})
		}
		until := time.Now().Add(loginLife)
		http.SetCookie(w, s.cookie(r, s.passport(name, until), until))
	}
	http.Redirect(w, r, s.WebRoot+to, http.StatusSeeOther)
	return nil
}

// logout takes the cookie away. It asks for nothing; a body is a mistake
// unless it is a form.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength != 0 && !isForm(r) {
		return newProblem(http.StatusUnsupportedMediaType, "Logging out needs no body; send none, or a form (application/x-www-form-urlencoded).")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxLogin)
	if err := r.ParseForm(); err != nil {
		return badRequest("Logging out needs no body; send none.")
	}
	http.SetCookie(w, s.cookie(r, "", time.Unix(1, 0)))
	http.Redirect(w, r, s.WebRoot+"/login", http.StatusSeeOther)
	return nil
}

func (s *Server) cookie(r *http.Request, value string, until time.Time) *http.Cookie {
	return &http.Cookie{
		Name: cookieName(r), Value: value, Path: s.WebRoot + "/", Expires: until,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil || strings.HasPrefix(s.PublicURL, "https:"),
	}
}

// local returns a path of this server to go on to; anything else becomes the
// front page.
func local(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") || strings.HasPrefix(to, "/login") {
		return "/"
	}
	return to
}
