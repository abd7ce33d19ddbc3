package smtp

import (
	"net"
	"strings"
	"testing"
	"time"

	"mailsink/internal/transcript"
)

// recorded plays lines to a server, ends, and returns what was taken down.
func recorded(t *testing.T, change func(*Server), play func(*client)) transcript.Session {
	t.Helper()
	ring := transcript.New(transcript.Limits{})
	srv := newServer(discarder{})
	srv.Transcripts = ring
	change(srv)
	addr, stop := start(t, srv)
	play(dial(t, addr))
	stop()
	list, _ := ring.Sessions("", 1)
	if len(list) != 1 {
		t.Fatal("nothing was taken down")
	}
	s, _ := ring.Session(list[0].ID)
	if s.End.IsZero() {
		t.Error("the session goes on")
	}
	return s
}

func lines(s transcript.Session) string {
	var b strings.Builder
	for _, l := range s.Lines {
		b.WriteString(strings.ToUpper(l.From.String()[:1]) + " " + l.Text + "\n")
	}
	return b.String()
}

func TestASessionIsTakenDown(t *testing.T) {
	box := &recorder{}
	s := recorded(t, func(srv *Server) { srv.Mailbox, srv.MaxSize = box, 1000 }, func(c *client) {
		c.want("", "220 ")
		c.want("HELO client.example\r\n", "250 ")
		c.envelope()
		c.want("RCPT TO:<550@example.com>\r\n", "550 ")
		c.want("DATA\r\n", "354 ")
		c.want("secret of the message\r\n.\r\n", "250 ")
		c.want("QUIT\r\n", "221 ")
	})
	want := `S 220 mailsink.test ESMTP mailsink
C HELO client.example
S 250 2.0.0 Ok
C MAIL FROM:<a@example.com>
S 250 2.1.0 Ok
C RCPT TO:<b@example.com>
S 250 2.1.5 Ok
C RCPT TO:<550@example.com>
S 550 5.1.1 User unknown
C DATA
S 354 End data with <CR><LF>.<CR><LF>
N 23 octets of content
S 250 2.0.0 Ok: queued as 0000000000002
C QUIT
S 221 2.0.0 Bye
`
	if got := lines(s); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if s.ID != box.all()[0].env.Client.Session || s.Messages[0] != 1 || s.Refused != 1 || s.Accepted != 1 || s.Client.Hello != "client.example" || s.Door != "SMTP" {
		t.Errorf("got %+v", s)
	}
	if !strings.HasPrefix(s.Result, "250 2.0.0 Ok: queued") || !strings.HasPrefix(s.Client.Address, "127.0.0.1:") {
		t.Errorf("got %+v", s)
	}
}

// hangUp ends what the client says, and waits for the server to see it.
func (c *client) hangUp() {
	c.t.Helper()
	if err := c.conn.(*net.TCPConn).CloseWrite(); err != nil {
		c.t.Fatal(err)
	}
	for {
		if _, err := c.line(); err != nil {
			return
		}
	}
}

func TestSessionsThatFailedAreTakenDown(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Server)
		play   func(*client)
		want   string
	}{
		{"timeout", func(s *Server) { s.CommandTimeout = time.Millisecond }, func(c *client) {
			c.want("", "220 ")
			c.want("", "421 4.4.2")
		}, "S 421 4.4.2 Timeout, closing connection"},
		{"lost", func(*Server) {}, func(c *client) {
			c.want("", "220 ")
			c.hangUp()
		}, "N the connection ended: EOF"},
		{"lost inside a message", func(*Server) {}, func(c *client) {
			c.want("", "220 ")
			c.want("HELO a\r\n", "250 ")
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.send("x\r\n")
			c.hangUp()
		}, "N 3 octets of content"},
		{"another protocol", func(*Server) {}, func(c *client) {
			c.want("", "220 ")
			c.want("GET / HTTP/1.1\r\n", "554 ")
		}, "C GET / HTTP/1.1"},
		{"one too many", func(s *Server) { s.MaxConnections = -1 }, func(c *client) {
			c.want("", "421 4.7.0 Too many connections")
		}, "S 421 4.7.0 Too many connections, try again later"},
		{"no TLS after STARTTLS", func(s *Server) { s.TLS = selfSigned(t) }, func(c *client) {
			c.want("", "220 ")
			c.want("STARTTLS\r\n", "220 ")
			c.send("EHLO client.example\r\n")
			c.wantEnd()
		}, "N the TLS handshake failed: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := lines(recorded(t, tt.change, tt.play)); !strings.Contains(got, tt.want) {
				t.Errorf("got\n%swant %s", got, tt.want)
			}
		})
	}
}

func TestSTARTTLSDoesNotPartATranscript(t *testing.T) {
	s := recorded(t, func(srv *Server) { srv.TLS = selfSigned(t) }, func(c *client) {
		c.want("", "220 ")
		c.want("STARTTLS\r\n", "220 ")
		handshake(t, c)
		c.want("HELO inside.example\r\n", "250 ")
	})
	got := lines(s)
	for _, want := range []string{"C STARTTLS\nS 220 2.0.0 Ready to start TLS\nN TLS handshake: TLS 1.2 TLS_", "C HELO inside.example\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%swant %s", got, want)
		}
	}
	if s.Client.TLS == "" || s.Client.Hello != "inside.example" {
		t.Errorf("the client is %+v", s.Client)
	}
}

func TestTranscriptsHoldNoSecrets(t *testing.T) {
	said := []string{
		"AUTH PLAIN c2VjcmV0\r\n", "auth  plain c2VjcmV0 c2VjcmV0\r\n", " AUTH PLAIN c2VjcmV0\r\n", "AUTH c2VjcmV0\r\n",
		"AUTH PLAIN=c2VjcmV0 x\r\n", "AUTHPLAIN c2VjcmV0\r\n", "AUTH\tPLAIN c2VjcmV0\r\n", "AUTH NTLM\r\nc2VjcmV0\r\nc2VjcmV0\r\n",
		"AUTH LOGIN\r\nc2VjcmV0\r\nc2VjcmV0\r\n", "AUTH LOGIN c2VjcmV0\r\nc2VjcmV0\r\n", "AUTH CRAM-MD5\r\nc2VjcmV0\r\n",
		"AUTH PLAIN\r\n*\r\nc2VjcmV0\r\n", "AUTH XOAUTH2 c2VjcmV0\r\nc2VjcmV0\r\n", "AUTH SCRAM-SHA-256\r\nc2VjcmV0\r\n",
		"AUTH LOGIN\r\nc2VjcmV0" + strings.Repeat("A", 20<<10) + "\r\nc2VjcmV0\r\n",
	}
	for _, change := range []func(*Server){usersOnly, func(s *Server) { s.NoAuth = true }, func(*Server) {}} {
		for _, s := range said {
			session := recorded(t, change, func(c *client) {
				c.want("", "220 ")
				c.want("EHLO client.example\r\n", "250-")
				c.send(s + "QUIT\r\n")
				for {
					if _, err := c.line(); err != nil {
						return
					}
				}
			})
			if got := lines(session); strings.Contains(got, "c2Vjcm") || !strings.Contains(got, hidden) {
				t.Errorf("%q is taken down as\n%s", s, got)
			}
		}
	}
}
