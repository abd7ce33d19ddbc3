package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// A fullCase is a transaction whose message fits into a file of mail once, and
// what Postfix 3.7.11 said when it was to be written there again.
type fullCase struct {
	traceCase
	Failed []struct{ Recipient, DSN, Text string } `json:"failed"`
}

// TestAFullMailboxIsSaidAsPostfixSaysIt holds that the mail is kept, and beside
// it why production would have returned it.
func TestAFullMailboxIsSaidAsPostfixSaysIt(t *testing.T) {
	octets, err := os.ReadFile("testdata/full.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []fullCase
	if err := json.Unmarshal(octets, &cases); err != nil || len(cases) != 2 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			p := start(t, "--postfix", c.configure(t))
			c.sendAll(t, p, strings.Repeat("x\r\n", 2000)) // of 8000 octets that there are
			// Postfix takes the recipients of a transaction in either order.
			full := ""
			for account, env := range kept(t, p) {
				for _, r := range env.Recipients {
					if r.Delivery != nil && r.Delivery.Bounce != "" {
						full += account + " " + r.Delivery.Bounce + "\n"
					}
				}
			}
			want := ""
			for _, f := range c.Failed {
				want += " " + f.DSN + " " + f.Text + "\n"
			}
			if _, said, _ := strings.Cut(full, " "); " "+said != want || strings.Count(full, "\n") != 1 {
				t.Errorf("%q, want %q", full, want)
			}
		})
	}
}

// sendAll sends one message to all recipients of the case.
func (c *fullCase) sendAll(t *testing.T, p *process, body string) {
	d := greeted(t, p)
	defer d.Close()
	commands := []string{"MAIL FROM:<sender@client.test>"}
	for _, r := range c.Recipients {
		commands = append(commands, "RCPT TO:<"+r.Address+">")
	}
	for _, command := range append(commands, "DATA", "Subject: t\r\n\r\n"+body+".") {
		if said, err := d.say(command); err != nil || said[0] > '3' {
			t.Fatal(said, err)
		}
	}
}
