package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A traceCase is a transaction that was put to Postfix 3.7.11, and what its
// delivery agents wrote.
type traceCase struct {
	ID     string            `json:"id"`
	MainCF map[string]string `json:"main_cf"`
	Tables map[string]struct {
		Type string `json:"type"`
		Text string `json:"text"`
	} `json:"tables"`
	Recipients []struct {
		Address string `json:"address"`
	} `json:"recipients"`
	Delivered []struct {
		MailFrom string   `json:"mail_from"` // of agents that hand over to LMTP
		Header   []string `json:"header"`
	} `json:"delivered"`
}

// TestTraceFieldsAreThoseOfPostfix holds that raw?trace=1 begins as the copies
// of Postfix's delivery agents do; testdata/trace-differ lists what does not.
func TestTraceFieldsAreThoseOfPostfix(t *testing.T) {
	octets, err := os.ReadFile("testdata/trace.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []traceCase
	if err := json.Unmarshal(octets, &cases); err != nil || len(cases) == 0 {
		t.Fatal(len(cases), err)
	}
	differ, err := os.ReadFile("testdata/trace-differ")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			got, want := c.trace(t), c.want()
			if listed := strings.Contains(string(differ), "\n"+c.ID+" "); listed == slices.Equal(got, want) {
				t.Errorf("%q\nwant %q; listed in testdata/trace-differ: %v", got, want, listed)
			}
		})
	}
}

// want returns the fields of all copies: what they share, once, and the lines
// of each recipient in turn.
func (c *traceCase) want() []string {
	var front, each, back []string
	for _, d := range c.Delivered {
		front, back = nil, nil
		for _, line := range d.Header {
			switch {
			case strings.HasPrefix(line, "From "):
			case strings.HasPrefix(line, "From:"):
				goto next
			case strings.HasPrefix(line, "Return-Path:"):
				front = append(front, line)
			case strings.HasPrefix(line, "Received:"), line[0] == '\t':
				back = append(back, strings.ReplaceAll(line, "mx.sandbox.test (Postfix)", "mailsink"))
			default:
				each = append(each, line)
			}
		}
	next:
	}
	return slices.Concat(front, each, back)
}

// configure writes the main.cf of the case and its tables.
func (c *traceCase) configure(t *testing.T) string {
	dir := t.TempDir()
	var text strings.Builder
	for name, value := range c.MainCF {
		for table, content := range c.Tables {
			file := filepath.Join(dir, table)
			if err := os.WriteFile(file, []byte(content.Text), 0o600); err != nil {
				t.Fatal(err)
			}
			kind := strings.ReplaceAll(content.Type, "aliases", "hash")
			value = strings.ReplaceAll(value, "@"+table+"@", kind+":"+file)
		}
		fmt.Fprintf(&text, "%s = %s\n", name, value)
	}
	mainCF := filepath.Join(dir, "main.cf")
	if err := os.WriteFile(mainCF, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return mainCF
}

// trace puts the case to a sink and returns the fields in front of the
// message, with what is different each time taken out.
func (c *traceCase) trace(t *testing.T) []string {
	p := start(t, "--postfix", c.configure(t))
	d, err := dial(p.SMTP)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.reply(); err != nil {
		t.Fatal(err)
	}
	commands := []string{"EHLO client.test", "MAIL FROM:<sender@client.test>"}
	for _, r := range c.Recipients {
		commands = append(commands, "RCPT TO:<"+r.Address+">")
	}
	queued := ""
	for _, command := range append(commands, "DATA", "From: sender@client.test\r\n\r\nx\r\n.") {
		if queued, err = d.say(command); err != nil {
			t.Fatal(err)
		}
	}
	id := queued[strings.LastIndexByte(queued, ' ')+1:]
	res, err := http.Get("http://" + p.HTTP + "/v1/messages/" + id + "/raw?trace=1")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(queued, res.Status, err)
	}
	fields, _, _ := strings.Cut(string(raw), "From: sender@")
	return timeless(strings.ReplaceAll(fields, id, "<id>"))
}

// timeless puts <date> where a date ends the Received field.
func timeless(fields string) []string {
	lines := strings.Split(strings.TrimSuffix(fields, "\r\n"), "\r\n")
	last := &lines[len(lines)-1]
	i := strings.LastIndexByte(*last, ',') - len("Mon")
	*last = (*last)[:max(i, 0)] + "<date>"
	return lines
}
