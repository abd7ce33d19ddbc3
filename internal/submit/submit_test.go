package submit_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"mailsink/internal/submit"
	"mailsink/mailsinktest"
)

var now = time.Date(2026, 11, 21, 12, 3, 41, 0, time.UTC)

func TestPrepareMakesAMessageOfWhatSendmailReads(t *testing.T) {
	for _, c := range []struct {
		promise  string
		in       string
		options  submit.Options
		want, to string // want is what stands before the fields that are added
	}{
		{"a message goes through as it is", "Subject: s\n\ntext\n", submit.Options{}, "Subject: s\n|\ntext\n", ""},
		{"a line with a dot ends it", "Subject: s\n\na\n.\nb\n", submit.Options{}, "Subject: s\n|\na\n", ""},
		{"or does not", "Subject: s\n\na\n.\nb\n", submit.Options{Dots: true}, "Subject: s\n|\na\n.\nb\n", ""},
		{"recipients are those of To, Cc and Bcc, and Bcc goes", "To: Ann <ann@x.test>,\n bob@x.test\nCc: cy@x.test\nBCC: eve@x.test\n\n", submit.Options{Extract: true},
			"To: Ann <ann@x.test>,\n bob@x.test\nCc: cy@x.test\n|\n", "ann@x.test bob@x.test cy@x.test eve@x.test"},
		{"those of Resent fields, if there are any", "To: ann@x.test\nResent-To: bob@x.test\n\n", submit.Options{Extract: true}, "To: ann@x.test\nResent-To: bob@x.test\n|\n", "bob@x.test"},
		{"local names are recipients", "To: root, Ann <ann@x.test>\n\n", submit.Options{Extract: true}, "To: root, Ann <ann@x.test>\n|\n", "root ann@x.test"},
		{"no recipients are none", "To:\nBcc: undisclosed:;\n\n", submit.Options{Extract: true}, "To:\n|\n", ""},
		{"without -t Bcc stays", "Bcc: eve@x.test\n\n", submit.Options{}, "Bcc: eve@x.test\n|\n", ""},
		{"text alone gets a header", "text: is not a field name if it has blanks before\nx y: z\n", submit.Options{}, "text: is not a field name if it has blanks before\n|\nx y: z\n", ""},
		{"a line of an mbox in front goes", "From ann Mon Nov 21\nSubject: s\n\n", submit.Options{}, "Subject: s\n|\n", ""},
		{"CR LF stays CR LF", "Subject: s\r\n\r\nx\r\n", submit.Options{}, "Subject: s\r\n|\r\nx\r\n", ""},
		{"a header without end is ended", "Subject: s", submit.Options{}, "Subject: s\n|\n", ""},
		{"nothing is a message too", "", submit.Options{}, "|\n", ""},
	} {
		c.options.Sender, c.options.Host, c.options.Now = "me@here.test", "here.test", now
		content, to, err := submit.Prepare(strings.NewReader(c.in), c.options)
		if err != nil {
			t.Errorf("%s: %v", c.promise, err)
			continue
		}
		before, after, _ := strings.Cut(c.want, "|")
		if !strings.HasPrefix(string(content), before) || !strings.HasSuffix(string(content), after) {
			t.Errorf("%s: got %q", c.promise, content)
		}
		added := string(content[len(before) : len(content)-len(after)])
		for _, f := range []string{"From: me@here.test", "Date: Sat, 21 Nov 2026 12:03:41 +0000", "Message-ID: <"} {
			if !strings.Contains(added, f) {
				t.Errorf("%s: %q lacks %s", c.promise, added, f)
			}
		}
		if got := strings.Join(to, " "); got != c.to {
			t.Errorf("%s: recipients are %q, want %q", c.promise, got, c.to)
		}
	}
}

func TestFieldsThatAreThereAreNotAddedAgain(t *testing.T) {
	in := "From: a@x.test\nDate: today\nMessage-Id: <1@x>\n\n"
	content, _, err := submit.Prepare(strings.NewReader(in), submit.Options{FullName: "Somebody", Now: now})
	if err != nil || string(content) != in {
		t.Errorf("%q, %v", content, err)
	}
	content, _, err = submit.Prepare(strings.NewReader(""), submit.Options{Sender: "a@x.test", FullName: "Änn \"B\"", Now: now})
	if err != nil || !strings.Contains(string(content), "From: =?utf-8?") || strings.ContainsFunc(string(content), func(r rune) bool { return r > 127 }) {
		t.Errorf("%q, %v", content, err)
	}
}

func TestRecipientsThatCannotBeReadAreAMistake(t *testing.T) {
	if _, _, err := submit.Prepare(strings.NewReader("To: <ann@x.test, bob\n\n"), submit.Options{Extract: true}); err == nil || !strings.Contains(err.Error(), "the field To") {
		t.Errorf("%v", err)
	}
}

func FuzzPrepare(f *testing.F) {
	f.Add("To: a@b\nBcc: c@d\n\n.\n", true)
	f.Add("From x\n\t\n:\nTo:,;<>\n", false)
	f.Fuzz(func(t *testing.T, in string, extract bool) {
		content, _, err := submit.Prepare(strings.NewReader(in), submit.Options{Sender: "a@b", Host: "h", Extract: extract, Dots: true, Now: now})
		if err == nil && !bytes.Contains(content, []byte("\n")) {
			t.Errorf("%q becomes %q", in, content)
		}
	})
}

func TestSendGivesEverythingToTheServer(t *testing.T) {
	sink := mailsinktest.Start(t)
	reply, err := submit.Send(t.Context(), sink.SMTPAddr(), submit.Mail{
		From: "a@x.test", To: []string{"ann@x.test", "jürgen@x.test"}, Content: []byte("Subject: ü\n\n.dot\n..\nend"),
		Notify: "success,failure", Return: "hdrs", ID: "7",
	})
	if err != nil || !strings.Contains(reply, "queued as") {
		t.Fatalf("%q, %v", reply, err)
	}
	msg, err := sink.Wait(t.Context(), mailsinktest.To("jürgen@x.test"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Subject: ü\r\n\r\n.dot\r\n..\r\nend\r\n"; string(msg.Raw) != want {
		t.Errorf("stored is %q", msg.Raw)
	}
	if len(msg.Recipients) != 2 || msg.ReversePath != "a@x.test" {
		t.Errorf("%v", msg)
	}
}

func TestARefusalSaysWhatIsRefusedAndNothingIsSent(t *testing.T) {
	sink := mailsinktest.Start(t, mailsinktest.MaxSize(10), mailsinktest.MaxRecipients(1))
	for _, c := range []struct {
		mail      submit.Mail
		want      string
		temporary bool
	}{
		{submit.Mail{To: []string{"a@x.test", "b@x.test"}}, "the recipient <b@x.test> is refused: 452 ", true},
		{submit.Mail{To: []string{"a@x.test"}, Content: make([]byte, 100)}, "the message is refused: 552 ", false},
		{submit.Mail{From: "a b", To: []string{"a@x.test"}}, "the sender <a b> is refused: 5", false},
	} {
		_, err := submit.Send(t.Context(), sink.SMTPAddr(), c.mail)
		var refusal *submit.Refusal
		if !errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), c.want) || refusal.Temporary() != c.temporary {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	if _, err := submit.Send(t.Context(), sink.SMTPAddr(), submit.Mail{To: []string{"a@x.test>\r\nRSET"}}); err == nil {
		t.Error("an address with a line end was sent")
	}
	if n := len(sink.Messages()); n != 0 {
		t.Errorf("%d messages were kept", n)
	}
	if _, err := submit.Send(t.Context(), "127.0.0.1:1", submit.Mail{}); !errors.Is(err, submit.ErrAway) {
		t.Errorf("nobody there: %v", err)
	}
	if _, err := submit.Send(t.Context(), "unix:"+t.TempDir()+"/none", submit.Mail{}); !errors.Is(err, submit.ErrAway) {
		t.Errorf("no socket there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := submit.Send(ctx, sink.SMTPAddr(), submit.Mail{}); err == nil {
		t.Error("sent after the end")
	}
}

func TestRelayEndsLinesWithCRLF(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	for in, want := range map[string]string{
		"": "", "a": "a", "a\n": "a\r\n", "a\r\nb\n\n": "a\r\nb\r\n\r\n", "\n": "\r\n", "\r\n": "\r\n", long + "\r\n" + long + "\n": long + "\r\n" + long + "\r\n",
		strings.Repeat("y", 4095) + "\r\n": strings.Repeat("y", 4095) + "\r\n",
	} {
		var out bytes.Buffer
		if err := submit.Relay(&out, strings.NewReader(in)); err != nil || out.String() != want {
			t.Errorf("%.20q: %.20q, %v", in, out.String(), err)
		}
	}
}
