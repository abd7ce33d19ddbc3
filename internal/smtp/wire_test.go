package smtp

import (
	"crypto/tls"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

// TestWire acts out the dialogues in testdata/wire. Every section is a
// connection of its own to a server that greets and has been greeted:
//
//	C: a line that the client sends, with CR LF
//	C" octets as in a Go string, sent as they are
//	C*9 octets, nine times over
//	S: a line that the server must answer, exactly
//	TLS the handshake
//	END the server closes the connection
//	K: a line of what must have been kept, as lines of kept gives it
//
// Without K lines, nothing may have been kept.
func TestWire(t *testing.T) {
	files, err := filepath.Glob("testdata/wire/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	config := selfSigned(t)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, script := range sections(string(text)) {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				t.Parallel()
				box := &recorder{}
				srv := newServer(box)
				srv.TLS, srv.MaxSize, srv.MaxRecipients = config, 1000, 3
				srv.Auth = knowsAnn
				addr, stop := start(t, srv)
				want := actWire(t, addr, script)
				stop()
				var got []string
				for _, d := range box.all() {
					got = append(got, kept(d)...)
				}
				if !slices.Equal(got, want) {
					t.Errorf("kept\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			})
		}
	}
}

// sections cuts a file in txtar form at its "-- name --" lines.
func sections(text string) map[string]string {
	found := map[string]string{}
	name := ""
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "-- "); ok {
			name = strings.TrimSuffix(rest, " --\n")
			continue
		}
		found[name] += line
	}
	return found
}

// actWire plays the client and returns what shall have been kept.
func actWire(t *testing.T, addr, script string) (kept []string) {
	t.Helper()
	c := dial(t, addr)
	c.want("", "220 mailsink.test ESMTP mailsink")
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line == "END":
			c.wantEnd()
		case line == "TLS":
			handshake(t, c)
		case strings.HasPrefix(line, "C: "):
			c.send(line[3:] + "\r\n")
		case strings.HasPrefix(line, `C"`):
			s, err := strconv.Unquote(line[1:])
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			c.send(s)
		case strings.HasPrefix(line, "C*"):
			n, s, _ := strings.Cut(line[2:], " ")
			times, err := strconv.Atoi(n)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			c.send(strings.Repeat(s, times))
		case strings.HasPrefix(line, "S: "):
			if got, err := c.line(); err != nil || got != line[3:] {
				t.Fatalf("got  %q, %v\nwant %q", got, err, line[3:])
			}
		case strings.HasPrefix(line, "K: "):
			kept = append(kept, line[3:])
		default:
			t.Fatalf("cannot read %q", line)
		}
	}
	return kept
}

func handshake(t *testing.T, c *client) {
	t.Helper()
	s := tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})
	if err := s.Handshake(); err != nil {
		t.Fatal(err)
	}
	c.conn = s
}

// kept writes a delivery down.
func kept(d delivery) []string {
	lines := []string{"MAIL <" + string(d.env.ReversePath) + ">" + paramText(d.env.Params)}
	for _, r := range d.env.Recipients {
		line := fmt.Sprintf("RCPT <%s>%s -> %s", r.Original, paramText(r.Params), r.Final)
		for _, s := range r.Trace {
			line += fmt.Sprintf(" by %s:%d", s.Table, s.Line)
		}
		if r.External {
			line += " external"
		}
		lines = append(lines, line)
	}
	by := d.env.Client
	return append(lines,
		strings.TrimRight(fmt.Sprintf("WITH %s %s %s", by.Protocol, by.Hello, by.Identity), " "),
		strconv.Quote(string(d.content)))
}

func paramText(params []mail.Param) (text string) {
	for _, p := range params {
		text += " " + p.Name
		if p.Value != "" {
			text += "=" + p.Value
		}
	}
	return text
}
