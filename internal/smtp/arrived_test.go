package smtp

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

// arrivals plays to a server with transcripts, and returns those of its one
// session and what is kept of the first of them.
func arrivals(t *testing.T, lmtp bool, change func(*Server), play func(*client)) ([]transcript.Fragment, string) {
	t.Helper()
	ring := transcript.New(transcript.Limits{})
	srv := newServer(discarder{})
	srv.Transcripts = ring
	change(srv)
	serve := srv.Serve
	if lmtp {
		serve = srv.ServeLMTP
	}
	addr, stop := startOn(t, serve)
	c := dial(t, addr)
	c.want("", "220 ")
	if lmtp {
		c.want("LHLO client.example\r\n", "250-")
	} else {
		c.want("EHLO client.example\r\n", "250-")
	}
	play(c)
	stop()
	list, _ := ring.Sessions("", 1)
	s, _ := ring.Session(list[0].ID)
	_, octets, _ := ring.Fragment(s.ID, 1)
	return s.Fragments, string(octets)
}

func TestWhatArrivedOfARefusedMessageIsKept(t *testing.T) {
	text := func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "line %d\r\n.dot\r\n", i)
		}
		return b.String()
	}
	stuffed := func(s string) string { return strings.ReplaceAll(s, "\r\n.", "\r\n..") + ".\r\n" }
	data := func(content, want string) func(*client) {
		return func(c *client) {
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.want(stuffed(content), want)
		}
	}
	small := func(n int64) func(*Server) { return func(s *Server) { s.MaxSize = n } }
	full := func(s *Server) { s.Mailbox = &recorder{refuse: mail.ErrFull} }
	fault := func(rule string) func(*Server) {
		return func(s *Server) { s.Faults = rules(t, `{"rules":[{`+rule+`}]}`) }
	}
	long, longer := text(100<<10), text(600<<10)
	for _, tt := range []struct {
		name   string
		change func(*Server)
		play   func(*client)
		want   string // of the content
		size   int
		reply  string
	}{
		{"no room", full, data("a\r\n.b\r\n", "452 4.3.1"), "a\r\n.b\r\n", 7, "452 4.3.1"},
		{"no room, long", full, data(long, "452 4.3.1"), long, len(long), "452 4.3.1"},
		{"no room, longer than what is kept", full, data(longer, "452 4.3.1"), longer[:256<<10], len(longer), "452 4.3.1"},
		{"too large", small(1000), data(long, "552 5.3.4"), long, len(long), "552 5.3.4"},
		{"a fault at the end", fault(`"stage":"end","reply":"554 5.6.0 Spam"`), data("x\r\n", "554 5.6.0 Spam"), "x\r\n", 3, "554 5.6.0 Spam"},
		{"not read by the mailbox", func(s *Server) {
			s.Mailbox = deliverFunc(func(context.Context, io.Reader) (mail.ID, error) { return 0, io.ErrClosedPipe })
		}, data(long, "451 4.3.0"), long, len(long), "451 4.3.0"},
		{"dropped at the end", fault(`"stage":"end","drop":true`), func(c *client) {
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.send("x\r\n.\r\n")
			c.wantEnd()
		}, "x\r\n", 3, ""},
		{"chunks, no room", full, func(c *client) {
			c.envelope()
			c.want("BDAT 4\r\none\n", "250 ")
			c.want("NOOP\r\n", "250 ")
			c.want("BDAT 5 LAST\r\n.two\n", "452 4.3.1")
		}, "one\n.two\n", 9, "452 4.3.1"},
		{"chunks, too large", small(6), func(c *client) {
			c.envelope()
			c.want("BDAT 4\r\none\n", "250 ")
			c.want("BDAT 4 LAST\r\ntwo\n", "552 5.3.4")
		}, "one\ntwo\n", 8, "552 5.3.4"},
		{"a chunk, a fault", fault(`"stage":"data","reply":"451"`), func(c *client) {
			c.envelope()
			c.want("BDAT 4 LAST\r\none\n", "451 4.3.0")
		}, "one\n", 4, "451 4.3.0"},
		{"a malformed chunk", func(*Server) {}, func(c *client) {
			c.envelope()
			c.want("BDAT 4\r\none\n", "250 ")
			c.want("BDAT 4 LATER\r\ntwo\n", "501 5.5.4")
		}, "one\ntwo\n", 8, "501 5.5.4"},
		{"a chunk of no size", func(*Server) {}, func(c *client) {
			c.envelope()
			c.want("BDAT 4\r\none\n", "250 ")
			c.want("BDAT some\r\n", "501 5.5.4")
		}, "one\n", 4, "501 5.5.4"},
		{"given up between chunks", func(*Server) {}, func(c *client) {
			c.envelope()
			c.want("BDAT 4\r\none\n", "250 ")
			c.want("RSET\r\n", "250 ")
		}, "one\n", 4, ""},
		{"gone in the middle", func(*Server) {}, func(c *client) {
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.send("half of")
			if err := c.conn.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			c.want("", "421 4.4.2")
		}, "half of", 7, "421 4.4.2"},
		{"silent in the middle", func(s *Server) { s.DataTimeout = 200 * time.Millisecond }, func(c *client) {
			c.envelope()
			c.want("DATA\r\nhalf of", "354 ")
			c.want("", "421 4.4.2")
		}, "half of", 7, "421 4.4.2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, octets := arrivals(t, false, tt.change, tt.play)
			if len(all) != 1 {
				t.Fatalf("kept %+v", all)
			}
			if f := all[0]; int(f.Size) != tt.size || f.Kept != len(tt.want) || !strings.HasPrefix(f.Reply, tt.reply) || tt.reply == "" && f.Reply != "" {
				t.Errorf("kept %+v, want %d of %d octets and %s", f, len(tt.want), tt.size, tt.reply)
			}
			if octets != tt.want {
				t.Errorf("kept %d octets that are not those that came", len(octets))
			}
		})
	}
}

func TestWhatArrivedByLMTPIsKeptOnce(t *testing.T) {
	all, octets := arrivals(t, true, func(s *Server) { s.Mailbox = &recorder{refuse: mail.ErrFull} }, func(c *client) {
		c.envelope()
		c.want("RCPT TO:<c@example.com>\r\n", "250 ")
		c.want("DATA\r\n", "354 ")
		c.want("x\r\n.\r\n", "452 4.3.1")
		c.want("", "452 4.3.1")
	})
	if len(all) != 1 || octets != "x\r\n" {
		t.Errorf("kept %+v, %q", all, octets)
	}
}

func TestNothingIsKeptOfWhatWasAccepted(t *testing.T) {
	long := strings.Repeat("text of the message\r\n", 20_000)
	all, _ := arrivals(t, false, func(*Server) {}, func(c *client) {
		for _, content := range []string{"x\r\n", long} {
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.want(content+".\r\n", "250 ")
		}
		c.envelope()
		c.want("BDAT 4 LAST\r\none\n", "250 ")
	})
	if len(all) != 0 {
		t.Errorf("kept %+v", all)
	}
}

func TestWhatMessagesUnderWayHoldIsBounded(t *testing.T) {
	v := &service{Server: newServer(discarder{})}
	ring := transcript.New(transcript.Limits{})
	var conns []*conn
	for i := range 2 * maxLent / maxArrived {
		c := &conn{service: v, script: ring.Begin(fmt.Sprint(i), "SMTP")}
		for range maxArrived/bulkBuffer + 1 {
			c.arrive(make([]byte, bulkBuffer))
			c.hold()
		}
		conns = append(conns, c)
	}
	if lent := v.lent.Load(); lent != maxLent {
		t.Errorf("%d octets are held, want %d", lent, maxLent)
	}
	for _, c := range conns {
		c.keepArrived(replyTooLarge())
	}
	if lent := v.lent.Load(); lent != 0 {
		t.Errorf("%d octets are held in the end", lent)
	}
}
