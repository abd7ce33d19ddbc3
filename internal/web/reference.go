package web

import (
	"net/url"
	"strconv"
	"strings"
)

// cleanURL takes out of a URL what browsers take out: controls and blanks
// around it, line ends and tabs anywhere.
func cleanURL(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, s)
}

// scheme returns the scheme of a URL in lower case, "" if it has none.
func scheme(u string) string {
	i := strings.IndexByte(u, ':')
	if i <= 0 || strings.ContainsAny(u[:i], "/?#") {
		return ""
	}
	return strings.ToLower(u[:i])
}

// isRemote reports whether a URL leads to another host.
func isRemote(u string) bool {
	switch scheme(u) {
	case "http", "https", "ftp", "ws", "wss":
		return true
	}
	return len(u) > 1 && isSlash(u[0]) && isSlash(u[1])
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

// link returns the target of a link that may be followed. Anything that would
// run, or lead into the sink itself, goes.
func link(u string) (string, bool) {
	u = cleanURL(u)
	switch scheme(u) {
	case "http", "https", "mailto", "tel", "sms":
		return u, true
	}
	return u, strings.HasPrefix(u, "#")
}

// local returns where a picture of the message itself is: a part of it, or
// data in the URL. ok is false for everything else, which is counted if it is
// remote.
func (s *sanitizer) local(u string) (string, bool) {
	u = cleanURL(u)
	switch scheme(u) {
	case "cid":
		return s.part(u[len("cid:"):])
	case "data":
		return u, pictureData(u)
	}
	if place, ok := s.part(u); ok { // by its Content-Location (RFC 2557)
		return place, true
	}
	s.noteURL(u)
	return s.proxied(u)
}

// proxied returns where this server gets what is at u, if it does.
func (s *sanitizer) proxied(u string) (string, bool) {
	n, ok := s.fetched[s.resolve(u)]
	if !ok {
		return "", false
	}
	return s.pictures + s.place + strconv.Itoa(n), true
}

func (s *sanitizer) part(name string) (string, bool) {
	n, ok := s.inline[name]
	if !ok {
		if plain, err := url.PathUnescape(name); err == nil {
			n, ok = s.inline[plain]
		}
	}
	return s.pictures + "cid/" + strconv.Itoa(n), ok
}

// pictureData reports whether a data: URL is a picture that cannot run.
func pictureData(u string) bool {
	mediaType, _, ok := strings.Cut(u[len("data:"):], ",")
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	return ok && strings.HasPrefix(mediaType, "image/") && pictureType(mediaType) != "application/octet-stream"
}
