package smtp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/faults"
	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

func rules(t testing.TB, text string) *faults.Set {
	t.Helper()
	c, err := faults.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := faults.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// acts plays lines of "C: command" and "S: reply", each reply by its
// beginning, to a server; END is the end of the connection.
func acts(t *testing.T, c *client, script string) {
	t.Helper()
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "C: "):
			c.send(line[3:] + "\r\n")
		case strings.HasPrefix(line, "S: "):
			c.want("", line[3:])
		case line == "END":
			c.wantEnd()
		}
	}
}

const hello = "S: 220\nC: HELO client.example\nS: 250\n"

const opened = hello + "C: MAIL FROM:<app@example.com>\nS: 250\n"

func TestFaultsAtEveryStage(t *testing.T) {
	for _, tt := range []struct {
		name, rule, script string
		kept               int
	}{
		{"connect, refused", `"stage":"connect","reply":"554 5.7.1 Not you"`, "S: 554 5.7.1 Not you\nEND", 0},
		{"connect, dropped", `"stage":"connect","drop":true`, "END", 0},
		{"ehlo, refused", `"stage":"ehlo","hello":"client.*","reply":"550"`, "S: 220\nC: EHLO client.example\nS: 550 5.1.1\nC: MAIL FROM:<>\nS: 503\nC: HELO other.example\nS: 250", 0},
		{"ehlo, dropped", `"stage":"ehlo","drop":true`, "S: 220\nC: HELO a\nEND", 0},
		{"auth, refused", `"stage":"auth","user":"ann","reply":"454"`, hello + "C: EHLO a\nS: 250-\nC: AUTH PLAIN AGFubgBzZWNyZXQ=\nS: 454 4.7.0\nC: AUTH LOGIN Ym9i\nS: 334\nC: Ym9i\nS: 235", 0},
		{"auth, dropped", `"stage":"auth","drop":true`, hello + "C: EHLO a\nS: 250-\nC: AUTH PLAIN AGFubgBzZWNyZXQ=\nEND", 0},
		{"mail, refused", `"stage":"mail","from":"app@*","reply":"451","first":1`, hello + "C: MAIL FROM:<app@example.com>\nS: 451 4.3.0\nC: MAIL FROM:<app@example.com>\nS: 250", 0},
		{"mail, size", `"stage":"mail","minSize":1000,"reply":"452 4.3.1 Disk full"`, hello + "C: MAIL FROM:<a@b> SIZE=1000\nS: 452 4.3.1 Disk full\nC: MAIL FROM:<a@b> SIZE=999\nS: 250", 0},
		{"mail, dropped", `"stage":"mail","drop":true`, hello + "C: MAIL FROM:<>\nEND", 0},
		{"rcpt, refused", `"to":"ann@*","reply":"450"`, opened + "C: RCPT TO:<ann@x>\nS: 450 4.2.0\nC: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: .\nS: 250", 1},
		{"rcpt, 421", `"reply":"421 4.3.2 Later"`, opened + "C: RCPT TO:<ann@x>\nS: 421 4.3.2 Later\nEND", 0},
		{"rcpt, full", `"full":true,"nth":2`, opened + "C: RCPT TO:<ann@x>\nS: 250\nC: RCPT TO:<ann@x>\nS: 552 5.2.2 Mailbox full\nC: RCPT TO:<ann@x>\nS: 250", 0},
		{"rcpt, greylisted", `"greylist":2`, opened + "C: RCPT TO:<ann@x>\nS: 450 4.2.0 Greylisted\nC: RCPT TO:<ann@x>\nS: 450\nC: RCPT TO:<ann@x>\nS: 250", 0},
		{"rcpt, limited", `"limit":"1/1h","reply":"421 4.7.0 Too fast"`, opened + "C: RCPT TO:<ann@x>\nS: 250\nC: RCPT TO:<ann@x>\nS: 421 4.7.0 Too fast\nEND", 0},
		{"rcpt, dropped", `"drop":true`, opened + "C: RCPT TO:<ann@x>\nEND", 0},
		{"data, refused", `"stage":"data","to":"ann@*","reply":"451","first":1`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: RCPT TO:<ann@x>\nS: 250\nC: DATA\nS: 451 4.3.0\nC: DATA\nS: 354\nC: .\nS: 250", 1},
		{"data, dropped", `"stage":"data","drop":true`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nEND", 0},
		{"end, refused", `"stage":"end","reply":"554 5.6.0 Spam","first":1`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: x\nC: .\nS: 554 5.6.0 Spam\nC: NOOP\nS: 250\nC: MAIL FROM:<>\nS: 250\nC: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: .\nS: 250", 1},
		{"end, by size", `"stage":"end","minSize":10,"reply":"552"`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: 12345678\nC: .\nS: 552 5.2.2", 0},
		{"end, dropped", `"stage":"end","drop":true`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: .\nEND", 0},
		{"end, kept and dropped", `"stage":"end","drop":true,"keep":true`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: .\nEND", 1},
		{"end, duplicated", `"duplicate":2`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: .\nS: 250", 3},
		{"a chunk, refused", `"stage":"data","reply":"451","first":1`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: BDAT 6\nC: NOOP\nS: 451 4.3.0\nC: BDAT 6 LAST\nC: NOOP\nS: 503 5.5.1 A chunk was refused\nC: RSET\nS: 250", 0},
		{"a chunk, dropped", `"stage":"data","drop":true`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: BDAT 6\nEND", 0},
		{"chunks, refused at the end", `"stage":"end","reply":"451"`, opened + "C: RCPT TO:<bob@x>\nS: 250\nC: BDAT 6\nC: NOOP\nS: 250\nC: BDAT 0 LAST\nS: 451\nC: NOOP\nS: 250", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box := &recorder{}
			srv := newServer(box)
			srv.Faults = rules(t, `{"rules":[{`+tt.rule+`}]}`)
			addr, stop := start(t, srv)
			acts(t, dial(t, addr), tt.script)
			stop()
			if n := len(box.all()); n != tt.kept {
				t.Errorf("%d messages were kept, want %d", n, tt.kept)
			}
		})
	}
}

func TestFaultsInLMTPAreAnsweredForEachRecipient(t *testing.T) {
	srv := newServer(discarder{})
	srv.Faults = rules(t, `{"rules":[{"stage":"end","to":"ann@*","reply":"452"}]}`)
	addr, _ := startOn(t, srv.ServeLMTP)
	acts(t, dial(t, addr), "S: 220\nC: LHLO a\nS: 250-\nC: MAIL FROM:<>\nS: 250\nC: RCPT TO:<ann@x>\nS: 250\nC: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: .\nS: 452\nS: 452\nC: NOOP\nS: 250 2.0.0")
}

func TestABounceComesToTheReversePath(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	srv.Faults = rules(t, `{"magicAddresses":true,"rules":[]}`)
	addr, stop := start(t, srv)
	acts(t, dial(t, addr), hello+`C: MAIL FROM:<app@example.com> ENVID=x1 RET=FULL
		S: 250
		C: RCPT TO:<bob@example.com>
		S: 250
		C: RCPT TO:<bounce-552.ann@example.com>
		S: 250
		C: DATA
		S: 354
		C: Subject: Hello
		C:
		C: text
		C: .
		S: 250 2.0.0 Ok: queued as`)
	stop()
	all := box.all()
	if len(all) != 2 || len(all[0].env.Recipients) != 2 {
		t.Fatalf("kept %+v", all)
	}
	report := all[1]
	if report.env.ReversePath != "" || report.env.Recipients[0].Original != "app@example.com" || report.env.Recipients[0].Final != "sink@mailsink.test" || report.env.Recipients[0].Trace == nil {
		t.Errorf("the report goes %+v", report.env)
	}
	text := string(report.content)
	for _, want := range []string{"Original-Envelope-Id: x1\r\n", "Final-Recipient: rfc822; bounce-552.ann@example.com\r\n", "Status: 5.2.2\r\n", "Content-Type: message/rfc822\r\n", "\r\n\r\nSubject: Hello\r\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "<bob@") {
		t.Error("the report is of bob, too")
	}
}

func TestNobodyIsToldOfABounceWhoDoesNotWantIt(t *testing.T) {
	for _, script := range []string{"C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<bounce@x>\nS: 250", "C: MAIL FROM:<a@b>\nS: 250\nC: RCPT TO:<bounce@x> NOTIFY=NEVER\nS: 250"} {
		box := &recorder{}
		srv := newServer(box)
		srv.Faults = rules(t, `{"magicAddresses":true,"rules":[]}`)
		addr, stop := start(t, srv)
		acts(t, dial(t, addr), hello+script+"\nC: DATA\nS: 354\nC: .\nS: 250")
		stop()
		if n := len(box.all()); n != 1 {
			t.Errorf("%s: %d messages", script, n)
		}
	}
}

func TestADuplicateIsForItsRecipientAlone(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	srv.Faults = rules(t, `{"rules":[{"to":"ann@*","duplicate":1}]}`)
	addr, stop := start(t, srv)
	acts(t, dial(t, addr), opened+"C: RCPT TO:<bob@x>\nS: 250\nC: RCPT TO:<ann@x>\nS: 250\nC: DATA\nS: 354\nC: x\nC: .\nS: 250")
	stop()
	all := box.all()
	if len(all) != 2 || string(all[1].content) != "x\r\n" || len(all[1].env.Recipients) != 1 || all[1].env.Recipients[0].Original != "ann@x" {
		t.Errorf("kept %+v", all)
	}
}

func TestFaultsAreToldInTheTranscript(t *testing.T) {
	s := recorded(t, func(srv *Server) {
		srv.Faults = rules(t, `{"rules":[{"name":"no mail today","stage":"mail","reply":"451"}]}`)
	}, func(c *client) {
		acts(t, c, hello+"C: MAIL FROM:<>\nS: 451\nC: QUIT\nS: 221")
	})
	if got := lines(s); !strings.Contains(got, "N fault: no mail today\nS 451 ") {
		t.Errorf("got\n%s", got)
	}
}

// inBubble plays a script to a server in a world of its own time, and returns
// how long that took there.
func inBubble(t *testing.T, rule, script string) time.Duration {
	t.Helper()
	var took time.Duration
	synctest.Test(t, func(t *testing.T) {
		srv := newServer(discarder{})
		srv.Faults = rules(t, `{"rules":[{`+rule+`}]}`)
		ctx, cancel := context.WithCancel(t.Context())
		near, far := net.Pipe()
		done := make(chan error, 1)
		go func() { done <- srv.Serve(ctx, newPipes(far)) }()
		start := time.Now()
		acts(t, &client{t: t, conn: near}, script)
		took = time.Since(start)
		near.Close()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return took
}

func TestDelays(t *testing.T) {
	whole := opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: x\nC: .\nS: 250"
	for _, stage := range []faults.Stage{"connect", "ehlo", "mail", "rcpt", "data", "end"} {
		if took := inBubble(t, fmt.Sprintf(`"stage":%q,"delay":"5s"`, stage), whole); took != 5*time.Second {
			t.Errorf("%s: took %v", stage, took)
		}
	}
	if took := inBubble(t, `"stage":"rcpt","delay":"5s","reply":"450"`, opened+"C: RCPT TO:<a@b>\nS: 450"); took != 5*time.Second {
		t.Errorf("delay and refusal took %v", took)
	}
}

func TestTarpits(t *testing.T) {
	banner := len("220 mailsink.test ESMTP mailsink\r\n")
	if took := inBubble(t, `"stage":"connect","rate":10`, "S: 220"); took < time.Duration(banner-2)*tick || took > time.Duration(banner+1)*tick {
		t.Errorf("a greeting of %d octets at 10 a second took %v", banner, took)
	}
	content := "C: " + strings.Repeat("x", 998) + "\nC: .\nS: 250"
	whole := opened + "C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\n" + content
	if took := inBubble(t, `"stage":"data","rate":100`, whole); took < 10*time.Second || took > 12*time.Second {
		t.Errorf("1000 octets at 100 a second took %v", took)
	}
	again := "\nC: MAIL FROM:<app@example.com>\nS: 250\nC: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\n" + content
	if took := inBubble(t, `"stage":"rcpt","to":"bob@*","first":1,"rate":100`, whole+again); took > 14*time.Second {
		t.Errorf("the next transaction is slow too: %v", took)
	}
}

func TestADelayEndsWhenToldToStop(t *testing.T) {
	ring := transcript.New(transcript.Limits{})
	srv := newServer(discarder{})
	srv.Faults, srv.Transcripts = rules(t, `{"rules":[{"stage":"mail","delay":"10m"}]}`), ring
	addr, stop := start(t, srv)
	c := dial(t, addr)
	acts(t, c, hello+"C: RSET\nS: 250\nC: MAIL FROM:<>")
	for told := false; !told; { // the rule has begun when it is taken down
		list, _ := ring.Sessions("", 1)
		s, _ := ring.Session(list[0].ID)
		told = strings.Contains(lines(s), "N fault: ")
	}
	stop()
	c.want("", "421 4.3.2 ")
}

func TestWhatAFaultMakesMayFailToBeKept(t *testing.T) {
	n := 0
	srv := newServer(deliverFunc(func(_ context.Context, content io.Reader) (mail.ID, error) {
		if n++; n > 1 {
			return 0, errors.New("full")
		}
		_, err := io.Copy(io.Discard, content)
		return 1, err
	}))
	srv.Faults = rules(t, `{"rules":[{"duplicate":1}]}`)
	addr, _ := start(t, srv)
	acts(t, dial(t, addr), opened+"C: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: x\nC: .\nS: 250")
	if n != 2 {
		t.Errorf("delivered %d times", n)
	}
}

func TestAReportThatIsRefusedStaysWithItsAddress(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	srv.Faults = rules(t, `{"rules":[{"bounce":"550"}]}`)
	addr, stop := start(t, srv)
	acts(t, dial(t, addr), hello+"C: MAIL FROM:<550@x>\nS: 250\nC: RCPT TO:<bob@x>\nS: 250\nC: DATA\nS: 354\nC: .\nS: 250")
	stop()
	if all := box.all(); len(all) != 2 || all[1].env.Recipients[0].Final != mail.Address("550@x") {
		t.Errorf("kept %+v", all)
	}
}
