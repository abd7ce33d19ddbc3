package imap_test

import (
	"context"
	"crypto/hmac"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"mailsink/internal/imap"
)

// knowsAnn lets ann in, whose password is known.
func knowsAnn(s *imap.Server) {
	s.Auth = func(_ context.Context, user, password string) error {
		if user != "ann" || password != "secret" {
			return errDiffers
		}
		return nil
	}
	s.Secret = func(user string) (string, bool) { return "secret", user == "ann" }
}

func encoded(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func TestTokensAndPasswordsLogIn(t *testing.T) {
	t.Parallel()
	w := start(t, knowsAnn)
	for _, c := range []struct{ command, want string }{
		{"AUTHENTICATE PLAIN " + encoded("\x00ann\x00secret"), "OK"},
		{"AUTHENTICATE PLAIN " + encoded("ann\x00ann\x00secret"), "OK"},
		{"AUTHENTICATE PLAIN " + encoded("bob\x00ann\x00secret"), "NO [AUTHORIZATIONFAILED]"},
		{"AUTHENTICATE PLAIN " + encoded("nonsense"), "BAD"},
		{"AUTHENTICATE PLAIN !", "BAD"},
		{"AUTHENTICATE NOSUCH", "NO"},
		{"AUTHENTICATE", "BAD"},
		{"AUTHENTICATE OAUTHBEARER " + encoded("n,a=ann,\x01auth=Bearer secret\x01\x01"), "OK"},
		{"AUTHENTICATE XOAUTH2 " + encoded("user=ann\x01auth=Bearer secret\x01\x01"), "OK"},
	} {
		x := w.dial()
		out := x.run(c.command)
		if got := out[len(out)-1]; !strings.HasPrefix(got, c.want) {
			t.Errorf("%.40s: %s, want %s", c.command, got, c.want)
		}
		x.Close()
	}
}

func TestAWrongTokenIsExplainedBeforeItIsRefused(t *testing.T) {
	t.Parallel()
	x := start(t, knowsAnn).dial()
	x.send("a AUTHENTICATE OAUTHBEARER " + encoded("n,a=ann,\x01auth=Bearer wrong\x01\x01") + "\r\n")
	why, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(x.want("+ "), "+ "))
	if err != nil || !strings.Contains(string(why), "invalid_token") {
		t.Errorf("%q, %v", why, err)
	}
	x.send("AQ==\r\n")
	x.want("a NO [AUTHENTICATIONFAILED]")
}

func TestCRAMAsksForAProof(t *testing.T) {
	t.Parallel()
	w := start(t, knowsAnn)
	for password, want := range map[string]string{"secret": "a OK", "wrong": "a NO [AUTHENTICATIONFAILED]"} {
		x := w.dial()
		x.send("a AUTHENTICATE CRAM-MD5\r\n")
		challenge, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(x.want("+ "), "+ "))
		if err != nil {
			t.Fatal(err)
		}
		mac := hmac.New(md5.New, []byte(password))
		mac.Write(challenge)
		x.send(encoded("ann "+hex.EncodeToString(mac.Sum(nil))) + "\r\n")
		x.want(want)
	}
}

func TestAnExchangeIsGivenUpWithAStar(t *testing.T) {
	t.Parallel()
	x := start(t, knowsAnn).dial()
	x.send("a AUTHENTICATE SCRAM-SHA-256\r\n")
	x.want("+ ")
	x.send("*\r\n")
	x.want("a BAD")
	x.ok("NOOP")
}

func TestTheSessionsOfAnAccountAreLimited(t *testing.T) {
	t.Parallel()
	w := start(t, func(s *imap.Server) { s.MaxSessions = 2 })
	w.deliver(message("one"), "ann")
	w.deliver(message("one"), "bob")
	first := w.login("ann")
	w.login("ann")
	w.dial().no("LOGIN ann x", "NO [LIMIT]")
	w.login("bob")
	first.ok("LOGOUT")
	first.closed()
	for { // the server has said goodbye, and may still be leaving
		x := w.dial()
		out := x.run("LOGIN ann x")
		if strings.HasPrefix(out[len(out)-1], "OK") {
			break
		}
		x.Close()
	}
}
