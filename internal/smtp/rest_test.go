package smtp

import (
	"context"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

func TestASilentConnectionLosesNothingInTheLobby(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := &recorder{}
		srv := newServer(box)
		srv.CommandTimeout = time.Minute
		ctx, cancel := context.WithCancel(t.Context())
		near, far := net.Pipe()
		done := make(chan error, 1)
		go func() { done <- srv.Serve(ctx, newPipes(far)) }()
		c := &client{t: t, conn: near}
		c.want("", "220 ")
		c.want("EHLO client.example\r\n", "250-")
		c.want("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "235 ")
		var session string
		for range 3 {
			time.Sleep(30 * time.Second)
			by := c.message(box)
			if by.Identity != "ann" || by.Hello != "client.example" || by.Protocol != "ESMTPA" || session != "" && by.Session != session {
				t.Errorf("the client is %+v", by)
			}
			session = by.Session
		}
		time.Sleep(30 * time.Second)
		c.want("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "503 5.5.1 Already authenticated")
		c.want("MAIL FROM:<>\r\n", "250 ")
		time.Sleep(30 * time.Second) // inside a transaction it stays where it is
		c.want("RCPT TO:<b@example.com>\r\n", "250 ")
		c.want("RSET\r\n", "250 ")
		start := time.Now()
		c.want("", "421 4.4.2 ")
		if took := time.Since(start); took != time.Minute {
			t.Errorf("the timeout came after %v", took)
		}
		c.wantEnd()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestAConnectionInTheLobbyStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		near, far := net.Pipe()
		done := make(chan error, 1)
		go func() { done <- newServer(&recorder{}).Serve(ctx, newPipes(far)) }()
		c := &client{t: t, conn: near}
		c.want("", "220 ")
		c.want("HELO client.example\r\n", "250 ")
		c.want("MAIL FROM:<>\r\n", "250 ")
		c.want("RSET\r\n", "250 ")
		time.Sleep(10 * time.Second)
		cancel()
		c.want("", "421 4.3.2 ")
		c.wantEnd()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
