package imap

import (
	"net/url"
	"strconv"
	"strings"

	"mailsink/internal/imap/bodies"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/mime"
)

// A messageURL names a message that is here, or a part of one (RFC 5092):
// /INBOX;UIDVALIDITY=785799047/;UID=113330/;SECTION=1.5/;PARTIAL=0.1024.
type messageURL struct {
	mailbox     string // empty for the selected one
	uidValidity uint64 // 0 for any
	uid         mail.UID
	section     string
	partial     *partial
}

// dereference returns the octets that a URL names.
func (s *session) dereference(text string) ([]byte, error) {
	u, ok := s.parseURL(text)
	if !ok || !s.isOwn(text) {
		return nil, badURL(text)
	}
	box := s.view
	if u.mailbox != "" {
		if box, ok = s.box(u.mailbox); !ok {
			return nil, badURL(text)
		}
	}
	if box == nil || u.uidValidity != 0 && u.uidValidity != uint64(box.UIDValidity) {
		return nil, badURL(text)
	}
	octets, ok, err := s.part(box, u)
	if err == nil && !ok {
		err = badURL(text)
	}
	return octets, err
}

// isOwn reports whether a URL is relative, or of the user.
func (s *session) isOwn(text string) bool {
	rest, whole := strings.CutPrefix(text, "imap://")
	if !whole {
		return true
	}
	server, _, _ := strings.Cut(rest, "/")
	user, _, named := strings.Cut(server, "@")
	user, ok := unescapedUser(user)
	return named && ok && s.accountOf(user) == s.account
}

// part returns what u names in box.
func (s *session) part(box *mailbox.Box, u messageURL) (octets []byte, ok bool, err error) {
	found, ok, err := s.named(box, u)
	if !ok || err != nil {
		return nil, ok, err
	}
	return found.octets(u.partial), true, nil
}

// A piece is what a URL names: a section of a message.
type piece struct {
	content []byte
	root    *mime.Part
	section bodies.Section
}

// octets returns the piece, or the part of it that is wanted.
func (p piece) octets(of *partial) []byte {
	octets := bodies.Locate(p.content, p.root, p.section).AppendTo(nil, p.content)
	from, to := of.clip(int64(len(octets)))
	return octets[from:to]
}

// named returns the piece that u names in box.
func (s *session) named(box *mailbox.Box, u messageURL) (p piece, ok bool, err error) {
	i := box.CeilOf(u.uid)
	if i == box.Len() || box.UIDOf(box.At(i)) != u.uid {
		return p, false, nil
	}
	r := &request{}
	r.line = []byte(u.section)
	if p.section, err = readSection(r); err != nil || r.end() != nil {
		return p, false, nil
	}
	d := document{ctx: s.ctx, service: s.service, message: box.At(i)}
	if p.root, err = d.root(); err != nil {
		return p, false, err
	}
	if p.content, err = d.content(); err != nil {
		return p, false, err
	}
	return p, len(p.section.Path) == 0 || p.root.Section(p.section.Path) != nil, nil
}

// parseURL reads a URL, whole or without the server, which is not looked at.
func (s *session) parseURL(text string) (u messageURL, ok bool) {
	if rest, found := strings.CutPrefix(text, "imap://"); found {
		_, path, _ := strings.Cut(rest, "/")
		text = "/" + path
	}
	box, params, found := cutFold(text, ";UID=")
	if !found || !s.urlMailbox(&u, box) {
		return u, false
	}
	for i, param := range strings.Split(params, "/;") {
		name, value, _ := strings.Cut(param, "=")
		if i == 0 {
			name, value = "UID", param
		}
		if !u.param(strings.ToUpper(name), strings.TrimSuffix(value, "/")) {
			return u, false
		}
	}
	return u, u.uid != 0
}

// cutFold is [strings.Cut] for a separator in any case.
func cutFold(s, sep string) (before, after string, found bool) {
	i := strings.Index(strings.ToUpper(s), sep)
	if i < 0 || !isASCII(s) {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// urlMailbox reads "/INBOX;UIDVALIDITY=7/".
func (s *session) urlMailbox(u *messageURL, text string) bool {
	if text == "/" {
		return false
	}
	name, validity, given := cutFold(strings.Trim(text, "/"), ";UIDVALIDITY=")
	if given {
		n, err := strconv.ParseUint(strings.TrimSuffix(validity, "/"), 10, 32)
		if err != nil || n == 0 {
			return false
		}
		u.uidValidity = n
	}
	name, err := url.PathUnescape(name)
	if err != nil {
		return false
	}
	if name == "" {
		return true
	}
	u.mailbox = name
	if isInbox(name) {
		u.mailbox = mailbox.Inbox
	}
	return true
}

func (u *messageURL) param(name, value string) bool {
	value, err := url.PathUnescape(value)
	if err != nil {
		return false
	}
	switch name {
	case "UID":
		n, err := strconv.ParseUint(value, 10, 32)
		u.uid = mail.UID(n)
		return err == nil
	case "SECTION":
		u.section = value
		return true
	case "PARTIAL":
		offset, size, ranged := strings.Cut(value, ".")
		from, err := strconv.ParseInt(offset, 10, 63)
		length, err2 := int64(1<<62), error(nil)
		if ranged {
			length, err2 = strconv.ParseInt(size, 10, 63)
		}
		u.partial = &partial{from, length}
		return err == nil && err2 == nil && length > 0 && from >= 0
	}
	return false
}
