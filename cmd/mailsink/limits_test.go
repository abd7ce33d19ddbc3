package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A limitCase is a transaction that was put to Postfix 3.7.11: what it counts
// before any table is asked.
type limitCase struct {
	ID         string            `json:"id"`
	MainCF     map[string]string `json:"main_cf"`
	Sender     string            `json:"sender"`
	MailParams string            `json:"mail_params"`
	MailReply  string            `json:"mail_reply"`
	Recipients []struct {
		Address string `json:"address"`
		Reply   string `json:"reply"`
	} `json:"recipients"`
	DataReply *string `json:"data_reply"`
	BodyBytes int     `json:"body_bytes"`
}

// TestAMainCFLimitsAsPostfixDoes holds that the replies to what is too large
// or too many are Postfix's; testdata/limits-differ lists what is not.
func TestAMainCFLimitsAsPostfixDoes(t *testing.T) {
	octets, err := os.ReadFile("testdata/limits.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []limitCase
	if err := json.Unmarshal(octets, &cases); err != nil || len(cases) == 0 {
		t.Fatal(len(cases), err)
	}
	differ, err := os.ReadFile("testdata/limits-differ")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			problem := c.run(t)
			if listed := strings.Contains(string(differ), "\n"+c.ID+" "); listed != (problem != "") {
				t.Errorf("%q; listed in testdata/limits-differ: %v", problem, listed)
			}
		})
	}
}

// run puts the case to a sink and returns the first reply that differs.
func (c *limitCase) run(t *testing.T) string {
	mainCF := filepath.Join(t.TempDir(), "main.cf")
	var text strings.Builder
	for name, value := range c.MainCF {
		fmt.Fprintf(&text, "%s = %s\n", name, value)
	}
	if err := os.WriteFile(mainCF, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	conn, err := textproto.Dial("tcp", start(t, "--postfix", mainCF).SMTP)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	problem := ""
	says := func(command, want string) {
		if command != "" {
			if err := conn.PrintfLine("%s", command); err != nil {
				t.Fatal(err)
			}
		}
		code, got, err := conn.ReadResponse(0)
		if want, _, _ = strings.Cut(want, "<id>"); err != nil || problem == "" && !strings.HasPrefix(fmt.Sprint(code, " ", got), want) {
			problem = fmt.Sprintf("%s: %d %s %v, want %s", command, code, got, err, want)
		}
	}
	says("", "220 ")
	says("EHLO client.test", "250")
	says(strings.TrimSpace("MAIL FROM:<"+c.Sender+"> "+c.MailParams), c.MailReply)
	for _, rcpt := range c.Recipients {
		says("RCPT TO:<"+rcpt.Address+">", rcpt.Reply)
	}
	if c.DataReply != nil && *c.DataReply == "<connection closed>" {
		if line, err := conn.ReadLine(); !errors.Is(err, io.EOF) && problem == "" {
			problem = fmt.Sprintf("the connection goes on: %q %v", line, err)
		}
	} else if c.DataReply != nil {
		says("DATA", "354 ")
		says("Subject: t\r\n\r\n"+strings.Repeat("x\r\n", c.BodyBytes/3)+".", *c.DataReply)
	}
	return problem
}
