package smtp

import (
	"testing"
)

func TestMessageArrives(t *testing.T) {
	box := &recorder{}
	addr, _ := start(t, newServer(box))
	c := greeted(t, addr)
	c.envelope()
	c.want("DATA\r\n", "354 ")
	c.want("Subject: x\r\n\r\n..dot\r\n.\r\n", "250 2.0.0 Ok: queued as 0000000000002")
	c.want("QUIT\r\n", "221 ")
	c.wantEnd()
	if got := string(box.all()[0].content); got != "Subject: x\r\n\r\n.dot\r\n" {
		t.Errorf("content is %q", got)
	}
}
