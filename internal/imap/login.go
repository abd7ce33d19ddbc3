package imap

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/pause"
	"mailsink/internal/sasl"
)

// cmdLogin does LOGIN (RFC 9051 §6.2.3).
func (s *session) cmdLogin(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	username, err := r.astring()
	if err != nil {
		return "", err
	}
	if err := r.space(); err != nil {
		return "", err
	}
	password, err := r.astring()
	if err != nil {
		return "", err
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if err := s.tired(); err != nil {
		return "", err
	}
	if err := s.login("", username, password); err != nil {
		return "", s.refusedLogin(err)
	}
	r.done = "Logged in"
	return "CAPABILITY " + s.capabilities(), nil
}

// cmdAuthenticate does AUTHENTICATE (RFC 9051 §6.2.2, RFC 4959).
func (s *session) cmdAuthenticate(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	mechanism := r.word()
	var response []byte
	if r.more() {
		initial := r.run(func(c byte) bool { return c > ' ' })
		var err error
		if response, err = decodeResponse(initial); err != nil {
			return "", err
		}
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if err := s.tired(); err != nil {
		return "", err
	}
	door := s.door()
	if !slices.Contains(door.Mechanisms(), mechanism) {
		return "", no("", "The mechanism is not offered here")
	}
	if err := s.exchange(r, door.Start(mechanism), response); err != nil {
		return "", s.refusedLogin(err)
	}
	r.done = "Logged in"
	return "CAPABILITY " + s.capabilities(), nil
}

// door says to the mechanisms whom this server lets in.
func (s *session) door() *sasl.Door {
	return &sasl.Door{Domain: "mailsink", Password: s.login, Identify: s.admit, Secret: s.Secret, Anyone: s.Auth == nil}
}

// exchange runs a mechanism to its end. An empty challenge is sent as nothing
// at all: c-client waits for ever for more than "+ ".
func (s *session) exchange(r *request, server sasl.Server, response []byte) error {
	for {
		challenge, done, err := server.Next(response)
		if err != nil || done {
			return err
		}
		s.put("+ ", base64.StdEncoding.EncodeToString(challenge))
		s.expect(s.begun.Add(s.LoginTimeout))
		if err := r.begin(maxUnknown); err != nil {
			return ending(err)
		}
		if string(r.line) == "*" {
			return bad("The exchange was given up")
		}
		if response, err = decodeResponse(string(r.line)); err != nil {
			return err
		}
	}
}

// ending makes a fault end the connection.
func ending(err error) error {
	var f *fault
	if errors.As(err, &f) {
		f.ends = true
	}
	return err
}

// decodeResponse reads what a client says in an exchange. "=" is nothing.
func decodeResponse(text string) ([]byte, error) {
	if text == "=" {
		return []byte{}, nil
	}
	octets, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, bad("A response is not base64")
	}
	return octets, nil
}

// tired refuses a client that has guessed enough.
func (s *session) tired() error {
	if s.failures < maxFailures {
		return nil
	}
	f := no("", "Too many failed logins")
	f.ends = true
	return f
}

// login judges a user name and a password.
func (s *session) login(identity, username, password string) error {
	if identity != "" && identity != username {
		return no(goimap.ResponseCodeAuthorizationFailed, "Nobody may act for another user here")
	}
	if s.Auth != nil {
		if err := s.Auth(s.ctx, username, password); err != nil {
			s.Log.Info("an IMAP login was refused", "client", s.raw.RemoteAddr().String(), "err", err)
			return sasl.ErrRefused
		}
	}
	return s.admit(username)
}

// admit finds the account of a user who may log in.
func (s *session) admit(username string) error {
	account := s.accountOf(username)
	if !s.enter(account) {
		return no(goimap.ResponseCodeLimit, "The account has too many sessions; log out of some")
	}
	s.account, s.username = account, username
	return nil
}

func (s *session) accountOf(username string) string {
	if s.Auth != nil {
		return s.Mailbox.Account(mail.Address(username))
	}
	state := s.Mailbox.State()
	for _, name := range []string{s.Mailbox.Account(mail.Address(username)), username} {
		if a, ok := state.Account(name); ok {
			return a.Name
		}
	}
	return mailbox.Everyone
}

// refusedLogin words why a login failed, and takes its time over it.
func (s *session) refusedLogin(err error) error {
	if errors.Is(err, sasl.ErrMalformed) {
		return bad("A response is not well formed")
	}
	if !errors.Is(err, sasl.ErrRefused) {
		return err
	}
	s.failures++
	pause.For(s.AuthDelay, s.ctx.Done())
	return no(goimap.ResponseCodeAuthenticationFailed, "Authentication failed")
}

// cmdStartTLS begins TLS (RFC 9051 §6.2.1).
func (s *session) cmdStartTLS(r *request) (string, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	switch {
	case s.secure:
		return "", bad("TLS is in force already")
	case s.TLS == nil:
		return "", bad("TLS is not offered here")
	}
	s.put(r.tag, " OK Begin TLS negotiation now")
	if err := s.encrypt(s.ctx, s.TLS); err != nil {
		s.sever()
	}
	return silent, nil
}

// cmdCompress begins compression (RFC 4978).
func (s *session) cmdCompress(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	method := r.word()
	if err := r.end(); err != nil {
		return "", err
	}
	switch {
	case method != "DEFLATE":
		return "", bad("The only algorithm is DEFLATE")
	case s.deflate != nil:
		return "", no("COMPRESSIONACTIVE", "The connection is compressed already")
	}
	s.put(r.tag, " OK DEFLATE active")
	if err := s.compress(); err != nil {
		s.sever()
	}
	return silent, nil
}

// capabilities lists what the client may use now.
func (s *session) capabilities() string {
	caps := []goimap.Cap{
		goimap.CapIMAP4rev1, goimap.CapIMAP4rev2, goimap.CapLiteralPlus, goimap.CapSASLIR, goimap.CapID, goimap.CapEnable, goimap.CapIdle,
		goimap.CapNamespace, goimap.CapUnselect, goimap.CapUIDPlus, goimap.CapMove, goimap.CapChildren, goimap.CapSpecialUse,
		goimap.CapListExtended, goimap.CapListStatus, goimap.CapStatusSize, goimap.CapESearch, goimap.CapSearchRes, goimap.CapWithin,
		goimap.CapMultiAppend, goimap.CapCatenate, goimap.CapBinary, goimap.CapSort, goimap.CapSortDisplay, goimap.CapESort,
		"THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES", "THREAD=REFS", "CONTEXT=SEARCH", "CONTEXT=SORT", goimap.CapCondStore,
		goimap.CapQResync, goimap.CapUTF8Accept, goimap.CapQuota, "QUOTA=RES-STORAGE", "QUOTA=RES-MESSAGE", goimap.CapMetadata,
		goimap.CapURLAuth, goimap.CapURLAuth + "=BINARY", goimap.CapPreview, goimap.CapObjectID, goimap.CapSaveDate, goimap.CapNotify, goimap.CapLanguage, "I18NLEVEL=1",
		goimap.CapAppendLimit + goimap.Cap("="+itoa(s.MaxSize)),
	}
	if s.deflate == nil {
		caps = append(caps, "COMPRESS=DEFLATE")
	}
	if s.account != "" {
		return spaced(caps)
	}
	if s.TLS != nil && !s.secure {
		caps = append(caps, goimap.CapStartTLS)
	}
	for _, m := range s.door().Mechanisms() {
		caps = append(caps, goimap.Cap("AUTH="+m))
	}
	return spaced(caps)
}

// spaced writes words of the protocol with spaces between them.
func spaced[S ~string](list []S) string {
	var b strings.Builder
	for i, w := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(w))
	}
	return b.String()
}
