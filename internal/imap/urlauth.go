package imap

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"time"

	"mailsink/internal/imap/bodies"
	"mailsink/internal/mailbox"
)

// keyEntry is where the key of a mailbox is kept, beside its annotations and
// out of reach of GETMETADATA.
const keyEntry = "/urlauth"

// submitter is the user whose sessions may use what is meant for submission
// (RFC 4467 §2.2: "submit+").
const submitter = "submit"

// A pass is a URL that lets its bearer fetch a message (RFC 4467):
// imap://ann@host/INBOX/;UID=7;EXPIRE=2027-01-01T00:00:00Z;URLAUTH=user+bob:INTERNAL:…
type pass struct {
	rump    string // up to the mechanism
	url     string // of the message
	user    string // whose message it is
	access  string // who may use it
	token   string
	expires time.Time // zero for never
}

// readPass reads a URL, which need not have a token yet.
func readPass(text string) (p pass, ok bool) {
	before, auth, found := cutFold(text, ";URLAUTH=")
	rest, scheme := strings.CutPrefix(before, "imap://")
	user, path, there := strings.Cut(rest, "@")
	if !found || !scheme || !there || strings.Contains(user, "/") {
		return p, false
	}
	if p.user, ok = unescapedUser(user); !ok {
		return p, false
	}
	message, expire, limited := cutFold(before, ";EXPIRE=")
	if limited {
		var err error
		if p.expires, err = time.Parse(time.RFC3339, expire); err != nil {
			return p, false
		}
	}
	p.url = message
	access, token, _ := strings.Cut(auth, ":")
	p.rump, p.access = text[:len(before)+len(";URLAUTH=")+len(access)], strings.ToLower(access)
	if mechanism, octets, named := strings.Cut(token, ":"); named && strings.EqualFold(mechanism, "INTERNAL") {
		p.token = octets
	}
	return p, strings.Contains(path, "/") && access != ""
}

func unescapedUser(text string) (string, bool) {
	text, _, _ = strings.Cut(text, ";AUTH=")
	user, err := url.PathUnescape(text)
	return user, err == nil && user != ""
}

// cmdGenURLAuth does GENURLAUTH (RFC 4467 §7).
func (s *session) cmdGenURLAuth(r *request) (string, error) {
	var made []string
	for r.more() {
		text, err := r.astring()
		if err != nil {
			return "", err
		}
		if err := r.space(); err != nil {
			return "", err
		}
		if r.word() != "INTERNAL" {
			return "", bad("The only mechanism is INTERNAL")
		}
		p, ok := readPass(text)
		if !ok || p.token != "" || p.rump != text || s.accountOf(p.user) != s.account {
			return "", badPass()
		}
		token, err := s.sign(p)
		if err != nil {
			return "", err
		}
		made = append(made, p.rump+":internal:"+token)
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if len(made) == 0 {
		return "", bad("GENURLAUTH takes a URL and a mechanism")
	}
	s.out = append(s.out, "* GENURLAUTH"...)
	for _, u := range made {
		s.out = bodies.AppendString(append(s.out, ' '), u)
	}
	s.out = append(s.out, '\r', '\n')
	return "", nil
}

// badPass refuses to make a pass (RFC 4467 §7: with BAD).
func badPass() error { return bad("The URL names nothing of yours, or nobody who may use it") }

// sign makes the token of a URL, and the key of its mailbox if need be.
func (s *session) sign(p pass) (string, error) {
	u, ok := s.parseURL(p.url)
	b, there := s.box(u.mailbox)
	if !ok || !there || u.mailbox == "" {
		return "", badPass()
	}
	key := s.keyOf(s.account, b)
	if key == "" {
		key = rand.Text()
		if err := s.Mailbox.Annotate(s.ctx, s.account, mailbox.Annotation{Box: b.ID, Entry: keyEntry, Value: key}); err != nil {
			return "", err
		}
	}
	return token(key, p.rump), nil
}

// keyOf returns the key of a mailbox, or "".
func (s *session) keyOf(account string, b *mailbox.Box) string {
	a, _ := s.Mailbox.State().Account(account)
	for n := range annotationsOf(a, b.ID) {
		if n.Entry == keyEntry {
			return n.Value
		}
	}
	return ""
}

func token(key, rump string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(rump))
	return hex.EncodeToString(mac.Sum(nil))
}

// cmdURLFetch does URLFETCH. A URL that lets nobody in is answered NIL.
func (s *session) cmdURLFetch(r *request) (string, error) {
	var all []urlFetch
	for r.more() {
		f, err := readURLFetch(r)
		if err != nil {
			return "", err
		}
		all = append(all, f)
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", bad("URLFETCH takes URLs")
	}
	for _, f := range all {
		s.out = bodies.AppendString(append(s.out, "* URLFETCH "...), f.url)
		s.putURL(f)
		s.out = append(s.out, '\r', '\n')
		if err := s.relieve(); err != nil {
			return "", err
		}
	}
	return "", nil
}

// A urlFetch is a URL of URLFETCH, with what is asked of what it names (RFC
// 5524 §4): BODY, BINARY, BODYPARTSTRUCTURE. Where nothing is, it is the
// octets alone.
type urlFetch struct {
	url   string
	items []string
}

func readURLFetch(r *request) (f urlFetch, err error) {
	if r.peek() != '(' {
		f.url, err = r.astring()
		return f, err
	}
	first := true
	err = r.list(func() error {
		if first {
			first = false
			f.url, err = r.astring()
			return err
		}
		switch word := r.word(); {
		case word != "BODY" && word != "BINARY" && word != "BODYPARTSTRUCTURE":
			return bad("URLFETCH fetches BODY, BINARY and BODYPARTSTRUCTURE")
		case !slices.Contains(f.items, word):
			f.items = append(f.items, word)
		}
		return nil
	})
	if err == nil && (first || slices.Contains(f.items, "BODY") && slices.Contains(f.items, "BINARY")) {
		err = bad("URLFETCH takes a URL, and BODY or BINARY of it")
	}
	return f, err
}

// putURL says what a URL names.
func (s *session) putURL(f urlFetch) {
	p, u, ok := s.admitted(f.url)
	if !ok {
		s.out = append(s.out, " NIL"...)
		return
	}
	if len(f.items) == 0 {
		s.out = bodies.AppendLiteral(append(s.out, ' '), p.octets(u.partial), false)
		return
	}
	for _, item := range f.items {
		s.out = append(append(s.out, " ("...), item...)
		s.out = append(p.append(append(s.out, ' '), item, u.partial), ')')
	}
}

// append adds an item of RFC 5524.
func (p piece) append(out []byte, item string, of *partial) []byte {
	switch item {
	case "BODY":
		return bodies.AppendLiteral(out, p.octets(of), false)
	case "BINARY":
		octets, literal8, err := bodies.Binary(p.content, p.root, p.section.Path)
		if err != nil || p.section.Kind != bodies.Whole {
			return append(out, "NIL"...)
		}
		from, to := of.clip(int64(len(octets)))
		return bodies.AppendLiteral(out, octets[from:to], literal8)
	}
	part := p.root
	if len(p.section.Path) > 0 {
		part = p.root.Section(p.section.Path)
	}
	if part == nil || p.section.Kind != bodies.Whole {
		return append(out, "NIL"...)
	}
	return bodies.AppendBodyStructure(out, part)
}

// admitted returns what a URL gives access to.
func (s *session) admitted(text string) (found piece, u messageURL, ok bool) {
	p, ok := readPass(text)
	if !ok || !s.mayUse(p) {
		return found, u, false
	}
	if u, ok = s.parseURL(p.url); !ok || u.mailbox == "" {
		return found, u, false
	}
	account := s.accountOf(p.user)
	b, ok := s.Mailbox.State().Resolve(account, u.mailbox, s.views())
	if !ok || u.uidValidity != 0 && u.uidValidity != uint64(b.UIDValidity) {
		return found, u, false
	}
	key := s.keyOf(account, b)
	if key == "" || !hmac.Equal([]byte(token(key, p.rump)), []byte(strings.ToLower(p.token))) {
		return found, u, false
	}
	found, ok, err := s.named(b, u)
	return found, u, ok && err == nil
}

// mayUse reports whether this client is among those that a URL is for.
func (s *session) mayUse(p pass) bool {
	if !p.expires.IsZero() && time.Now().After(p.expires) {
		return false
	}
	user, named := strings.CutPrefix(p.access, "user+")
	_, submitted := strings.CutPrefix(p.access, "submit+")
	return p.access == "anonymous" || p.access == "authuser" || named && strings.EqualFold(user, s.username) ||
		submitted && s.username == submitter
}

// cmdResetKey does RESETKEY: URLs that were made for a mailbox, or for all,
// let nobody in any more.
func (s *session) cmdResetKey(r *request) (string, error) {
	boxes, code := s.boxes(), ""
	if r.more() {
		text, err := r.astring()
		if err != nil {
			return "", err
		}
		name, _ := s.readName(text)
		b, ok := s.box(name)
		if !ok {
			return "", mailbox.ErrNotExist
		}
		boxes, code = []*mailbox.Box{b}, "URLMECH INTERNAL"
		for r.more() {
			if r.word() != "INTERNAL" {
				return "", bad("The only mechanism is INTERNAL")
			}
		}
	}
	if err := r.end(); err != nil {
		return "", err
	}
	var gone []mailbox.Annotation
	for _, b := range boxes {
		if s.keyOf(s.account, b) != "" {
			gone = append(gone, mailbox.Annotation{Box: b.ID, Entry: keyEntry})
		}
	}
	return code, s.Mailbox.Annotate(s.ctx, s.account, gone...)
}
