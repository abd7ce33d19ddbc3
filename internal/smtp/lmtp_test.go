package smtp

import (
	"fmt"
	"strings"
	"testing"
)

func TestLMTPAnswersForEachRecipient(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	srv.MaxSize = 1000
	addr, _ := startOn(t, srv.ServeLMTP)
	c := dial(t, addr)
	c.want("", "220 mailsink.test LMTP mailsink")
	c.want("EHLO client.example\r\n", "500 5.5.1 This door speaks LMTP, send LHLO")
	c.want("HELO client.example\r\n", "500 5.5.1 ")
	c.want("LHLO\r\n", "501 5.5.4 ")
	c.want("LHLO client.example\r\n", "250-mailsink.test\n250-PIPELINING\n")
	for _, end := range []struct{ command, after, content, want string }{
		{"DATA\r\n", "354 ", "x\r\n.\r\n", "250 2.0.0 Ok: queued as "},
		{"DATA\r\n", "354 ", strings.Repeat("x\r\n", 1000) + ".\r\n", "552 5.3.4 "},
		{"BDAT 2\r\nx\n", "250 ", "BDAT 0 LAST\r\n", "250 2.0.0 Ok: queued as "},
	} {
		c.want("MAIL FROM:<a@example.com>\r\n", "250 ")
		c.want("RCPT TO:<b@example.com>\r\n", "250 ")
		c.want("RCPT TO:<550@example.com>\r\n", "550 ")
		c.want("RCPT TO:<list@example.com>\r\n", "250 ")
		c.want("RCPT TO:<d@example.com>\r\n", "250 ")
		c.want(end.command, end.after)
		c.send(end.content)
		for range 3 {
			c.want("", end.want)
		}
	}
	c.want("MAIL FROM:<a@example.com>\r\n", "250 ")
	c.want("RCPT TO:<550@example.com>\r\n", "550 ")
	c.want("DATA\r\n", "554 5.5.1 No valid recipients")
	c.want("QUIT\r\n", "221 ")
	if all := box.all(); len(all) != 2 || all[0].env.Client.Protocol != "LMTP" || len(all[0].env.Recipients) != 4 {
		t.Errorf("kept %+v", all)
	}
}

func TestLMTPIsNamedAsRFC3848Asks(t *testing.T) {
	for _, tt := range []struct{ param, auth, want string }{
		{"", "", "LMTP"}, {"", "AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "LMTPA"}, {" SMTPUTF8", "", "UTF8LMTP"},
	} {
		t.Run(tt.want, func(t *testing.T) {
			box := &recorder{}
			addr, _ := startOn(t, newServer(box).ServeLMTP)
			c := dial(t, addr)
			c.want("", "220 ")
			c.want("LHLO client.example\r\n", "250-")
			if tt.auth != "" {
				c.want(tt.auth, "235 ")
			}
			c.want(fmt.Sprintf("MAIL FROM:<>%s\r\n", tt.param), "250 ")
			c.want("RCPT TO:<b@example.com>\r\n", "250 ")
			c.want("DATA\r\n", "354 ")
			c.want(".\r\n", "250 ")
			if got := box.all()[0].env.Client.Protocol; got != tt.want {
				t.Errorf("protocol %s, want %s", got, tt.want)
			}
		})
	}
}
