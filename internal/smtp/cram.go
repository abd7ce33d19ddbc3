package smtp

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"strings"
)

// A cramServer is the server's side of CRAM-MD5 (RFC 2195).
type cramServer struct {
	conn      *conn
	challenge []byte
}

// Next implements [sasl.Server].
func (s *cramServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if s.challenge == nil {
		if response != nil { // RFC 4954 §4: the server speaks first
			return nil, false, errMalformed
		}
		s.challenge = []byte("<" + nonce() + "@" + s.conn.service.Domain + ">")
		return s.challenge, false, nil
	}
	i := strings.LastIndexByte(string(response), ' ')
	if i < 0 {
		return nil, false, errMalformed
	}
	digest, err := hex.DecodeString(string(response[i+1:]))
	if err != nil || len(digest) != md5.Size {
		return nil, false, errMalformed
	}
	username := string(response[:i])
	if s.conn.service.Auth != nil && !s.matches(username, digest) {
		return nil, false, errCredentials
	}
	return nil, true, s.conn.identify(username)
}

func (s *cramServer) matches(username string, digest []byte) bool {
	secret, ok := s.conn.service.Secret(username)
	mac := hmac.New(md5.New, []byte(secret))
	mac.Write(s.challenge)
	return hmac.Equal(mac.Sum(nil), digest) && ok
}
