package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

// queueing is a main.cf that copies, rewrites reverse-paths and has an alias
// without end.
const queueing = `myhostname = mx.shop.test
mydestination = shop.test
myorigin = shop.test
always_bcc = archive
recipient_bcc_maps = inline:{ann@shop.test=audit@shop.test}
sender_bcc_maps = inline:{boss@shop.test=log@shop.test}
sender_canonical_maps = inline:{root@host.shop.test=boss@shop.test}
virtual_alias_domains =
virtual_alias_maps = inline:{ping@shop.test=pong@shop.test, pong@shop.test=ping@shop.test}
relayhost = [relay.shop.test]:587
`

// serveQueueing starts a sink that follows it.
func serveQueueing(t *testing.T) *process {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.cf")
	if err := os.WriteFile(file, []byte(queueing), 0o600); err != nil {
		t.Fatal(err)
	}
	return start(t, "--postfix", file)
}

// post gives the sink a message by HTTP.
func post(t *testing.T, p *process, body string) (status int, said string) {
	t.Helper()
	res, err := http.Post("http://"+p.HTTP+"/v1/messages", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	octets, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(octets)
}

// kept returns the envelopes of all messages, by account.
func kept(t *testing.T, p *process) map[string]mail.Envelope {
	t.Helper()
	res, err := http.Get("http://" + p.HTTP + "/v1/messages")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var list struct {
		Messages []struct {
			Account  string        `json:"account"`
			Envelope mail.Envelope `json:"envelope"`
		} `json:"messages"`
	}
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	out := map[string]mail.Envelope{}
	for _, m := range list.Messages {
		out[m.Account] = m.Envelope
	}
	return out
}

// TestBothDoorsQueueAsProductionDoes holds that a message gets its copies and
// its reverse-path whichever way it came, and says where it would have gone.
func TestBothDoorsQueueAsProductionDoes(t *testing.T) {
	bySMTP := func(t *testing.T, p *process) {
		d, err := dial(p.SMTP)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if _, err := d.reply(); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"EHLO c", "MAIL FROM:<root@host.shop.test>", "RCPT TO:<ann@shop.test>", "RCPT TO:<joe@far.test>", "DATA", "Subject: x\r\n\r\nx\r\n."} {
			if said, err := d.say(command); err != nil || said[0] > '3' {
				t.Fatal(command, said, err)
			}
		}
	}
	byHTTP := func(t *testing.T, p *process) {
		if status, said := post(t, p, `{"from":"root@host.shop.test","to":["ann@shop.test","joe@far.test"],"text":"x"}`); status != http.StatusCreated {
			t.Fatal(status, said)
		}
	}
	for name, send := range map[string]func(*testing.T, *process){"SMTP": bySMTP, "HTTP": byHTTP} {
		t.Run(name, func(t *testing.T) {
			p := serveQueueing(t)
			send(t, p)
			accounts := kept(t, p)
			for _, want := range []string{"ann@shop.test", "audit@shop.test", "log@shop.test", "archive@shop.test", "joe@far.test"} {
				env, ok := accounts[want]
				if !ok || env.ReversePath != "boss@shop.test" || env.OriginalReversePath != "root@host.shop.test" || len(env.ReverseTrace) != 1 {
					t.Errorf("%s: %v %+v", want, ok, env)
				}
			}
			far := accounts["joe@far.test"].Recipients
			if len(far) != 1 || !far[0].External || far[0].Delivery == nil || far[0].Delivery.Destination() != "[relay.shop.test]:587 (smtp)" {
				t.Errorf("%+v", far)
			}
		})
	}
}

// TestAnAliasLoopIsRefusedAfterData holds that the recipient is accepted and
// the whole message refused, as Postfix does, and that the connection goes on.
func TestAnAliasLoopIsRefusedAfterData(t *testing.T) {
	p := serveQueueing(t)
	d, err := dial(p.SMTP)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.reply(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, command := range []string{"EHLO c", "MAIL FROM:<a@far.test>", "RCPT TO:<ann@shop.test>", "RCPT TO:<ping@shop.test>", "DATA", "Subject: x\r\n\r\nx\r\n.", "NOOP"} {
		said, err := d.say(command)
		if err != nil {
			t.Fatal(command, err)
		}
		got = append(got, said)
	}
	if want := []string{"250 2.1.5 Ok", "250 2.1.5 Ok"}; !slices.Equal(got[2:4], want) || got[5] != "451 4.6.0 Alias expansion error" || got[6][:3] != "250" {
		t.Errorf("%q", got)
	}
	if status, said := post(t, p, `{"from":"a@far.test","to":["ping@shop.test"],"text":"x"}`); status != http.StatusUnprocessableEntity || !strings.Contains(said, "451 4.6.0 Alias expansion error") {
		t.Errorf("by HTTP: %d %s", status, said)
	}
	if accounts := kept(t, p); len(accounts) > 0 {
		t.Errorf("something was kept: %v", accounts)
	}
}
