package sasl

import (
	"strings"
)

// A bearerServer is the server's side of OAUTHBEARER (RFC 7628) and of
// XOAUTH2, which came before it. The token takes the place of the password.
type bearerServer struct {
	door    *Door
	read    func(message string) (username, token string, ok bool)
	refused bool
}

// bearerRefusal is what a client is told of a token; it answers with an empty
// response before it hears that the exchange has failed (RFC 7628 §3.2.3).
const bearerRefusal = `{"status":"invalid_token","schemes":"bearer","scope":"mail"}`

// Next implements [Server].
func (s *bearerServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case s.refused:
		return nil, false, ErrRefused
	case response == nil:
		return nil, false, nil
	}
	username, token, ok := s.read(string(response))
	if !ok {
		return nil, false, ErrMalformed
	}
	if s.door.Password("", username, token) != nil {
		s.refused = true
		return []byte(bearerRefusal), false, nil
	}
	return nil, true, nil
}

// readOAuthBearer reads "n,a=user,^Ahost=h^Aauth=Bearer token^A^A". A client
// may leave the user out, because its token says who it is.
func readOAuthBearer(message string) (username, token string, ok bool) {
	header, pairs, ok := strings.Cut(message, "\x01")
	flag, rest, ok2 := strings.Cut(header, ",")
	authzid, ok3 := strings.CutSuffix(rest, ",")
	if !ok || !ok2 || !ok3 || flag != "n" && flag != "y" {
		return "", "", false
	}
	username = "bearer"
	if authzid != "" {
		name, named := strings.CutPrefix(authzid, "a=")
		if username, ok = saslName(name); !named || !ok {
			return "", "", false
		}
	}
	token, ok = bearerToken(pairs)
	return username, token, ok
}

// readXOAuth2 reads "user=name^Aauth=Bearer token^A^A".
func readXOAuth2(message string) (username, token string, ok bool) {
	user, pairs, ok := strings.Cut(message, "\x01")
	username, named := strings.CutPrefix(user, "user=")
	token, valued := bearerToken(pairs)
	return username, token, ok && named && valued
}

// bearerToken finds the token among key-value pairs, each ended by ^A.
func bearerToken(pairs string) (token string, ok bool) {
	pairs, ok = strings.CutSuffix(pairs, "\x01\x01")
	if !ok {
		return "", false
	}
	for pair := range strings.SplitSeq(pairs, "\x01") {
		value, isAuth := strings.CutPrefix(pair, "auth=")
		if token, ok := cutFold(value, "Bearer "); ok && isAuth {
			return token, token != ""
		}
	}
	return "", false
}

func cutFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}
