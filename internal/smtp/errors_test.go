package smtp

import (
	"context"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/mail"
)

func TestAClientOfManyErrorsIsSlowedDownAndDismissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newServer(&recorder{})
		srv.Errors = &Errors{Soft: 2, Hard: 4, Sleep: 3 * time.Second, Host: "mx.test"}
		ctx, cancel := context.WithCancel(t.Context())
		near, far := net.Pipe()
		done := make(chan error, 1)
		go func() { done <- srv.Serve(ctx, newPipes(far)) }()
		c := &client{t: t, conn: near}
		c.want("", "220 ")
		c.want("EHLO client.example\r\n", "250-")
		c.want("MAIL FROM:<a@example.com>\r\n", "250 ")
		start := time.Now()
		c.want("RCPT TO:<550@example.com>\r\n", "550 ")
		c.want("RCPT TO:<550@example.com>\r\n", "550 ")
		if took := time.Since(start); took != 0 {
			t.Errorf("two errors took %v", took)
		}
		c.want("NOOP\r\n", "250 ")
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("the next reply took %v", took)
		}
		c.want("RSET\r\n", "250 ")
		c.want("BLAH\r\n", "500 ")
		c.want("DATA\r\n", "503 ")
		c.want("", "421 4.7.0 mx.test Error: too many errors")
		c.wantEnd()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestAMessageForgivesErrors(t *testing.T) {
	srv := newServer(&recorder{})
	srv.Errors = &Errors{Soft: 10, Hard: 3, Overshoot: 2}
	srv.MaxRecipients = 1
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	for range 3 {
		c.envelope()
		c.want("RCPT TO:<c@example.com>\r\n", "452 4.5.3 ")
		c.want("RCPT TO:<d@example.com>\r\n", "452 4.5.3 ")
		c.want("RCPT TO:<e@example.com>\r\n", "452 4.5.3 ")
		c.want("BLAH\r\n", "500 ")
		c.want("DATA\r\n", "354 ")
		c.want("x\r\n.\r\n", "250 ")
	}
}

func TestWithoutRoomNoMessageBegins(t *testing.T) {
	full := true
	srv := newServer(&recorder{})
	srv.HasRoom = func() bool { return !full }
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	c.want("MAIL FROM:<a@example.com> SIZE=99999999999\r\n", "552 5.3.4 ")
	c.want("MAIL FROM:<a@example.com>\r\n", "452 4.3.1 Insufficient system storage")
	c.want("RCPT TO:<b@example.com>\r\n", "503 5.5.1 Error: need MAIL command")
	full = false
	c.envelope()
}

// A lateRouter finds out after the content that it cannot route, and else
// rewrites reverse-paths.
type lateRouter struct{ toSink }

func (l lateRouter) Route(ctx context.Context, reverse, forward mail.Address) mail.Route {
	if strings.HasPrefix(string(forward), "loop@") {
		return mail.Route{Reply: mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"}, Failure: mail.Reply{Code: 451, Enhanced: "4.6.0", Text: "Alias expansion error"}}
	}
	return l.toSink.Route(ctx, reverse, forward)
}

func (l lateRouter) Complete(_ context.Context, env mail.Envelope) (mail.Envelope, mail.Reply) {
	if env.ReversePath == "bad@example.com" {
		return env, mail.Reply{Code: 451, Enhanced: "4.3.0", Text: "Error: queue file write error"}
	}
	env.OriginalReversePath, env.ReversePath = env.ReversePath, "rewritten@example.com"
	return env, mail.Reply{}
}

// TestWhatIsFoundOutLateIsSaidLate holds it for DATA and for chunks, and that
// nothing of the content is taken for a command.
func TestWhatIsFoundOutLateIsSaidLate(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	srv.Router = lateRouter{}
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	for _, content := range []struct{ command, text string }{
		{"DATA\r\n", "Subject: x\r\n\r\nQUIT\r\n.\r\n"}, {"", "BDAT 6 LAST\r\nQUIT\r\n"},
	} {
		for _, tx := range []struct{ from, to, reply string }{
			{"a@example.com", "loop@example.com", "451 4.6.0 Alias expansion error"},
			{"bad@example.com", "b@example.com", "451 4.3.0 Error: queue file write error"},
			{"a@example.com", "b@example.com", "250 2.0.0 Ok"},
		} {
			c.want("MAIL FROM:<"+tx.from+">\r\n", "250 ")
			c.want("RCPT TO:<ann@example.com>\r\n", "250 ")
			c.want("RCPT TO:<"+tx.to+">\r\n", "250 ")
			if content.command != "" {
				c.want(content.command, "354 ")
			}
			c.want(content.text, tx.reply)
		}
	}
	kept := box.all()
	if len(kept) != 2 || kept[0].env.ReversePath != "rewritten@example.com" || kept[0].env.OriginalReversePath != "a@example.com" {
		t.Errorf("kept %+v", kept)
	}
}
