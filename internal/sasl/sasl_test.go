package sasl

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
)

// knowsAnn returns a door that lets in ann, with the password secret.
func knowsAnn(in *string) *Door {
	identify := func(username string) error { *in = username; return nil }
	return &Door{
		Domain: "d.test", Identify: identify,
		Secret: func(username string) (string, bool) { return "secret", username == "ann" },
		Password: func(_, username, password string) error {
			if username != "ann" || password != "secret" {
				return ErrRefused
			}
			return identify(username)
		},
	}
}

func TestWhatIsOfferedCanWork(t *testing.T) {
	secret := func(string) (string, bool) { return "", false }
	for _, c := range []struct {
		name string
		door Door
		want string
	}{
		{"anyone", Door{Anyone: true}, "PLAIN LOGIN CRAM-MD5 XOAUTH2 OAUTHBEARER"},
		{"hashes only", Door{}, "PLAIN LOGIN XOAUTH2 OAUTHBEARER"},
		{"passwords are known", Door{Secret: secret}, "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER"},
	} {
		if got := strings.Join(c.door.Mechanisms(), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for _, m := range (&Door{Secret: secret}).Mechanisms() {
		if !slices.Contains(Every(), m) {
			t.Errorf("%s is not among all", m)
		}
	}
}

// TestSingleMessageExchanges says who comes in by mechanisms that need one
// message of the client.
func TestSingleMessageExchanges(t *testing.T) {
	for _, c := range []struct {
		name, mechanism, message string
		want                     error
	}{
		{"right", Plain, "\x00ann\x00secret", nil},
		{"wrong", Plain, "\x00ann\x00wrong", ErrRefused},
		{"no NUL", Plain, "ann secret", ErrMalformed},
		{"a token", OAuthBearer, "n,a=ann,\x01auth=Bearer secret\x01\x01", nil},
		{"a wrong token", OAuthBearer, "n,a=ann,\x01auth=Bearer wrong\x01\x01", ErrRefused},
		{"no header", OAuthBearer, "\x01auth=Bearer secret\x01\x01", ErrMalformed},
		{"an older token", XOAuth2, "user=ann\x01auth=Bearer secret\x01\x01", nil},
		{"without an end", XOAuth2, "user=ann\x01auth=Bearer secret\x01", ErrMalformed},
	} {
		var in string
		s := knowsAnn(&in).Start(c.mechanism)
		if challenge, done, err := s.Next(nil); len(challenge) != 0 || done || err != nil {
			t.Errorf("%s %s: before any response %q, %t, %v", c.mechanism, c.name, challenge, done, err)
		}
		challenge, done, err := s.Next([]byte(c.message))
		if len(challenge) > 0 { // a refused token is explained first
			_, done, err = s.Next([]byte{})
		}
		if !errors.Is(err, c.want) || err == nil && (!done || in != "ann") {
			t.Errorf("%s %s: %t, %v, %q is in", c.mechanism, c.name, done, err, in)
		}
	}
}

func TestLoginAsksForNameAndPassword(t *testing.T) {
	var in string
	s := knowsAnn(&in).Start(Login)
	for i, step := range []struct{ response, want string }{{"", "Username:"}, {"ann", "Password:"}, {"secret", ""}} {
		response := []byte(step.response)
		if i == 0 {
			response = nil
		}
		challenge, done, err := s.Next(response)
		if string(challenge) != step.want || err != nil || done != (i == 2) {
			t.Fatalf("step %d: %q, %t, %v", i, challenge, done, err)
		}
	}
	if in != "ann" {
		t.Errorf("%q is in", in)
	}
}

func TestCRAMProvesThePassword(t *testing.T) {
	for password, want := range map[string]error{"secret": nil, "wrong": ErrRefused} {
		var in string
		s := knowsAnn(&in).Start(CRAMMD5)
		challenge, _, err := s.Next(nil)
		if err != nil || !strings.HasSuffix(string(challenge), "@d.test>") {
			t.Fatalf("%q, %v", challenge, err)
		}
		h := hmac.New(md5.New, []byte(password))
		h.Write(challenge)
		_, done, err := s.Next([]byte("ann " + hex.EncodeToString(h.Sum(nil))))
		if !errors.Is(err, want) || err == nil && (!done || in != "ann") {
			t.Errorf("%s: %t, %v", password, done, err)
		}
	}
}

func TestSCRAMProvesThePasswordBothWays(t *testing.T) {
	for password, want := range map[string]error{"secret": nil, "wrong": ErrRefused} {
		var in string
		s := knowsAnn(&in).Start(SCRAMSHA256)
		first, _, err := s.Next([]byte("n,,n=ann,r=client"))
		if err != nil {
			t.Fatal(err)
		}
		fields := strings.Split(string(first), ",")
		salt, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(fields[1], "s="))
		salted, err := pbkdf2.Key(sha256.New, password, salt, scramIterations, sha256.Size)
		if err != nil {
			t.Fatal(err)
		}
		final := "c=biws," + fields[0]
		said := "n=ann,r=client," + string(first) + "," + final
		key := mac(salted, "Client Key")
		stored := sha256.Sum256(key)
		proof := make([]byte, len(key))
		subtle.XORBytes(proof, key, mac(stored[:], said))
		got, _, err := s.Next([]byte(final + ",p=" + base64.StdEncoding.EncodeToString(proof)))
		if !errors.Is(err, want) {
			t.Fatalf("%s: %v", password, err)
		}
		if want != nil {
			continue
		}
		signature := base64.StdEncoding.EncodeToString(mac(mac(salted, "Server Key"), said))
		if string(got) != "v="+signature {
			t.Errorf("the server does not know the password: %q", got)
		}
		if _, done, err := s.Next([]byte{}); !done || err != nil || in != "ann" {
			t.Errorf("at the end: %t, %v, %q is in", done, err, in)
		}
	}
}
