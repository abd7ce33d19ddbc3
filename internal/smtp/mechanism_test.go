package smtp

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net"
	netsmtp "net/smtp"
	"strconv"
	"strings"
	"testing"
)

// usersOnly lets Ann in, whose password is known.
func usersOnly(srv *Server) {
	srv.Auth = knowsAnn
	srv.Secret = func(username string) (string, bool) { return "secret", username == "ann" }
}

func TestMechanismsOfferedAreThoseThatCanWork(t *testing.T) {
	secret := func(string) (string, bool) { return "", false }
	for _, tt := range []struct {
		name   string
		change func(*Server)
		want   string
	}{
		{"everyone is let in", func(*Server) {}, "250-AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2 OAUTHBEARER"},
		{"passwords are known", usersOnly, "250-AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER"},
		{"everyone, and passwords are known", func(s *Server) { s.Secret = secret }, "250-AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER"},
		{"hashes only", func(s *Server) { s.Auth = knowsAnn }, "250-AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER"},
		{"off", func(s *Server) { s.NoAuth = true }, ""},
		{"TLS first", func(s *Server) { s.TLS, s.RequireTLS = selfSigned(t), true }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(discarder{})
			tt.change(srv)
			addr, _ := start(t, srv)
			c := dial(t, addr)
			c.want("", "220 ")
			got := ""
			for line := range strings.SplitSeq(c.want("EHLO client.example\r\n", "250-"), "\n") {
				if strings.HasPrefix(line[4:], "AUTH") {
					got = line
				}
			}
			if got != tt.want {
				t.Errorf("offered %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAuthCanBeOff(t *testing.T) {
	srv := newServer(discarder{})
	srv.NoAuth = true
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	c.want("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "502 5.5.1 AUTH is not available")
	c.envelope()
}

func TestTLSAndAuthCanBeRequired(t *testing.T) {
	srv := newServer(discarder{})
	srv.TLS, srv.RequireTLS, srv.RequireAuth = selfSigned(t), true, true
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	c.want("MAIL FROM:<>\r\n", "530 5.7.0 Send STARTTLS first")
	c.want("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "538 5.7.11 ")
	c.want("NOOP\r\n", "250 ")
	c.want("STARTTLS\r\n", "220 ")
	handshake(t, c)
	if got := c.want("EHLO client.example\r\n", "250-"); !strings.Contains(got, "250-AUTH ") {
		t.Errorf("AUTH is not offered inside TLS: %s", got)
	}
	c.want("MAIL FROM:<>\r\n", "530 5.7.0 Authenticate first")
	c.want("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "235 ")
	c.want("MAIL FROM:<>\r\n", "250 ")
}

// enc writes what a client says in an exchange.
func enc(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func dec(t *testing.T, reply string) string {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(reply, "334 "))
	if err != nil {
		t.Fatalf("%q: %v", reply, err)
	}
	return string(b)
}

func TestStandardLibraryKnowsCRAM(t *testing.T) {
	for _, tt := range []struct {
		name, user, password string
		change               func(*Server)
		ok                   bool
	}{
		{"right", "ann", "secret", usersOnly, true},
		{"wrong", "ann", "wrong", usersOnly, false},
		{"unknown", "bob", "secret", usersOnly, false},
		{"anyone", "bob", "whatever", func(*Server) {}, true},
		{"nobody", "", "whatever", func(*Server) {}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			box := &recorder{}
			srv := newServer(box)
			tt.change(srv)
			addr, _ := start(t, srv)
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			c, err := netsmtp.NewClient(conn, "localhost")
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Auth(netsmtp.CRAMMD5Auth(tt.user, tt.password)); (err == nil) != tt.ok {
				t.Errorf("AUTH: %v", err)
			}
		})
	}
}

func TestCRAMIsReadStrictly(t *testing.T) {
	srv := newServer(discarder{})
	usersOnly(srv)
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	c.want("AUTH CRAM-MD5 "+enc("ann 00")+"\r\n", "501 5.5.2 Malformed credentials")
	for _, response := range []string{"ann", "ann 00", "ann " + strings.Repeat("x", 32), ""} {
		c.want("AUTH CRAM-MD5\r\n", "334 ")
		c.want(enc(response)+"\r\n", "501 5.5.2 Malformed credentials")
	}
}

// scram plays the client's side and returns the server's last word.
func scram(t *testing.T, c *client, user, password string) string {
	t.Helper()
	bare := "n=" + user + ",r=clientnonce"
	first := dec(t, c.want("AUTH SCRAM-SHA-256 "+enc("n,,"+bare)+"\r\n", "334 "))
	fields := strings.Split(first, ",")
	salt := dec(t, strings.TrimPrefix(fields[1], "s="))
	rounds, err := strconv.Atoi(strings.TrimPrefix(fields[2], "i="))
	if err != nil || rounds < 4096 || !strings.HasPrefix(fields[0], "r=clientnonce") || len(fields[0]) < 30 {
		t.Fatalf("server-first-message %q", first)
	}
	final := "c=biws," + fields[0]
	salted, err := pbkdf2.Key(sha256.New, password, []byte(salt), rounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	said := bare + "," + first + "," + final
	key := mac(salted, "Client Key")
	stored := sha256.Sum256(key)
	proof := make([]byte, 32)
	subtle.XORBytes(proof, key, mac(stored[:], said))
	c.send(enc(final+",p="+base64.StdEncoding.EncodeToString(proof)) + "\r\n")
	got := c.reply()
	if !strings.HasPrefix(got, "334 ") {
		return got
	}
	signature, ok := strings.CutPrefix(dec(t, got), "v=")
	if !ok || !hmac.Equal([]byte(dec(t, signature)), mac(mac(salted, "Server Key"), said)) {
		t.Errorf("the server does not know the password: %q", got)
	}
	return c.want("\r\n", "")
}

func TestSCRAM(t *testing.T) {
	for _, tt := range []struct{ name, user, password, want string }{
		{"right", "ann", "secret", "235 2.7.0 Authentication succeeded"},
		{"wrong", "ann", "wrong", "535 5.7.8 Authentication credentials invalid"},
		{"unknown", "b=2Cb", "secret", "535 5.7.8 Authentication credentials invalid"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(discarder{})
			usersOnly(srv)
			addr, _ := start(t, srv)
			if got := scram(t, greeted(t, addr), tt.user, tt.password); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSCRAMIsReadStrictly(t *testing.T) {
	srv := newServer(discarder{})
	usersOnly(srv)
	srv.MaxBadCommands = 100
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	for _, first := range []string{"", "n", "n,,", "n,,n=ann", "p=tls-unique,,n=ann,r=x", "n,b=x,n=ann,r=x", "n,,n=a=zz,r=x", "n,,n=,r=x", "n,,n=ann,r=", "n,,m=ext,n=ann,r=x"} {
		c.want("AUTH SCRAM-SHA-256\r\n", "334 ")
		c.want(enc(first)+"\r\n", "501 5.5.2 Malformed credentials")
	}
	proof := base64.StdEncoding.EncodeToString(make([]byte, 32))
	for _, final := range []string{"", "c=biws,r=x", "c=biws,r=x,p=!!", "c=biws,r=x,p=AAAA"} {
		c.want("AUTH SCRAM-SHA-256 "+enc("y,,n=ann,r=x")+"\r\n", "334 ")
		c.want(enc(final)+"\r\n", "501 5.5.2 Malformed credentials")
	}
	c.want("AUTH SCRAM-SHA-256 "+enc("n,,n=ann,r=x")+"\r\n", "334 ")
	c.want(enc("c=eSws,r=x,p="+proof)+"\r\n", "535 ") // another header, another nonce
}

func TestTokens(t *testing.T) {
	for _, tt := range []struct{ name, mechanism, message, want string }{
		{"XOAUTH2", "XOAUTH2", "user=ann\x01auth=Bearer secret\x01\x01", "235 "},
		{"XOAUTH2 with the wrong token", "XOAUTH2", "user=ann\x01auth=Bearer wrong\x01\x01", "334 eyJ"},
		{"XOAUTH2 without a user", "XOAUTH2", "auth=Bearer secret\x01\x01", "501 5.5.2 "},
		{"XOAUTH2 without an end", "XOAUTH2", "user=ann\x01auth=Bearer secret\x01", "501 5.5.2 "},
		{"XOAUTH2 without a token", "XOAUTH2", "user=ann\x01auth=Bearer \x01\x01", "501 5.5.2 "},
		{"OAUTHBEARER", "OAUTHBEARER", "n,a=ann,\x01host=h\x01port=25\x01auth=bearer secret\x01\x01", "235 "},
		{"OAUTHBEARER with the wrong token", "OAUTHBEARER", "n,a=ann,\x01auth=Bearer wrong\x01\x01", "334 eyJ"},
		{"OAUTHBEARER that names nobody", "OAUTHBEARER", "n,,\x01auth=Bearer secret\x01\x01", "334 eyJ"},
		{"OAUTHBEARER with channel binding", "OAUTHBEARER", "p=x,a=ann,\x01auth=Bearer secret\x01\x01", "501 5.5.2 "},
		{"OAUTHBEARER with a malformed name", "OAUTHBEARER", "n,ann,\x01auth=Bearer secret\x01\x01", "501 5.5.2 "},
		{"OAUTHBEARER with nothing", "OAUTHBEARER", "", "501 5.5.2 "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(discarder{})
			usersOnly(srv)
			addr, _ := start(t, srv)
			c := greeted(t, addr)
			c.want("AUTH "+tt.mechanism+"\r\n", "334 ")
			got := c.want(enc(tt.message)+"\r\n", tt.want)
			if strings.HasPrefix(got, "334 ") {
				c.want("\r\n", "535 5.7.8 ")
			}
		})
	}
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
