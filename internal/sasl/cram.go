package sasl

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"strings"
)

// A cramServer is the server's side of CRAM-MD5 (RFC 2195).
type cramServer struct {
	door      *Door
	challenge []byte
}

// Next implements [Server].
func (s *cramServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if s.challenge == nil {
		if response != nil { // the server speaks first
			return nil, false, ErrMalformed
		}
		s.challenge = []byte("<" + nonce() + "@" + s.door.Domain + ">")
		return s.challenge, false, nil
	}
	i := strings.LastIndexByte(string(response), ' ')
	if i < 0 {
		return nil, false, ErrMalformed
	}
	digest, err := hex.DecodeString(string(response[i+1:]))
	if err != nil || len(digest) != md5.Size {
		return nil, false, ErrMalformed
	}
	username := string(response[:i])
	if !s.door.Anyone && !s.matches(username, digest) {
		return nil, false, ErrRefused
	}
	return nil, true, s.door.Identify(username)
}

func (s *cramServer) matches(username string, digest []byte) bool {
	secret, ok := s.door.Secret(username)
	mac := hmac.New(md5.New, []byte(secret))
	mac.Write(s.challenge)
	return hmac.Equal(mac.Sum(nil), digest) && ok
}
