package sasl

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strconv"
	"strings"
)

// scramIterations is the least that RFC 7677 §4 allows: the passwords of a
// test environment need to be fast more than they need to be safe.
const scramIterations = 4096

// A scramServer is the server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677),
// without channel binding. Names and passwords are compared as octets.
type scramServer struct {
	door     *Door
	step     int
	username string
	header   string // gs2-header, as the client repeats it
	nonce    string
	first    string // client-first-message-bare "," server-first-message
	password string
	known    bool
	salt     []byte
}

// Next implements [Server].
func (s *scramServer) Next(response []byte) (challenge []byte, done bool, err error) {
	s.step++
	switch {
	case s.step == 1 && response == nil:
		s.step = 0
		return nil, false, nil
	case s.step == 1:
		challenge, err = s.begin(string(response))
	case s.step == 2:
		challenge, err = s.prove(string(response))
	default: // the client has seen the server's signature
		return nil, true, s.door.Identify(s.username)
	}
	return challenge, false, err
}

// begin reads the client-first-message: "n,,n=user,r=nonce".
func (s *scramServer) begin(message string) ([]byte, error) {
	flag, rest, ok := strings.Cut(message, ",")
	authzid, bare, ok2 := strings.Cut(rest, ",")
	if !ok || !ok2 || flag != "n" && flag != "y" || authzid != "" && !strings.HasPrefix(authzid, "a=") {
		return nil, ErrMalformed
	}
	attributes := strings.Split(bare, ",")
	if len(attributes) < 2 {
		return nil, ErrMalformed
	}
	name, named := strings.CutPrefix(attributes[0], "n=")
	clientNonce, random := strings.CutPrefix(attributes[1], "r=")
	s.username, ok = saslName(name)
	if !named || !random || !ok || clientNonce == "" {
		return nil, ErrMalformed
	}
	s.header = flag + "," + authzid + ","
	s.password, s.known = s.door.Secret(s.username)
	s.salt = make([]byte, 16)
	rand.Read(s.salt) // never fails
	s.nonce = clientNonce + nonce()
	reply := "r=" + s.nonce + ",s=" + base64.StdEncoding.EncodeToString(s.salt) + ",i=" + strconv.Itoa(scramIterations)
	s.first = bare + "," + reply
	return []byte(reply), nil
}

// prove reads the client-final-message, "c=biws,r=nonce,p=proof", and returns
// the signature that shows the client that the server knows the password too.
func (s *scramServer) prove(message string) ([]byte, error) {
	i := strings.LastIndex(message, ",p=")
	if i < 0 {
		return nil, ErrMalformed
	}
	proof, err := base64.StdEncoding.DecodeString(message[i+3:])
	if err != nil || len(proof) != sha256.Size {
		return nil, ErrMalformed
	}
	binding := "c=" + base64.StdEncoding.EncodeToString([]byte(s.header))
	if want := binding + ",r=" + s.nonce; message[:i] != want && !strings.HasPrefix(message[:i], want+",") {
		return nil, ErrRefused
	}
	salted, err := pbkdf2.Key(sha256.New, s.password, s.salt, scramIterations, sha256.Size)
	if err != nil {
		return nil, err
	}
	said := s.first + "," + message[:i]
	clientKey := mac(salted, "Client Key")
	storedKey := sha256.Sum256(clientKey)
	subtle.XORBytes(proof, proof, mac(storedKey[:], said))
	if !hmac.Equal(proof, clientKey) || !s.known {
		return nil, ErrRefused
	}
	signature := mac(mac(salted, "Server Key"), said)
	return []byte("v=" + base64.StdEncoding.EncodeToString(signature)), nil
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// saslName decodes the name of RFC 5802 §5.1, where "," and "=" are escaped.
func saslName(s string) (name string, ok bool) {
	plain := strings.NewReplacer("=2C", ",", "=3D", "=").Replace(s)
	return plain, plain != "" && strings.Count(s, "=") == strings.Count(s, "=2C")+strings.Count(s, "=3D")
}

// nonce returns text that was never used before.
func nonce() string { return rand.Text() }
