package compose

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/memory"
)

// A clerk is a Router that refuses what begins with no, and a Completer that
// adds a copy, or refuses everything in the end.
type clerk struct{ late bool }

func (clerk) Route(_ context.Context, _, to mail.Address) mail.Route {
	if strings.HasPrefix(string(to), "no") {
		return mail.Route{Reply: mail.Reply{Code: 550, Enhanced: "5.1.1", Text: "unknown"}}
	}
	return mail.Route{Finals: []mail.Final{{Address: "sink@x.test"}}, Reply: mail.Reply{Code: 250, Text: "Ok"}}
}

func (c clerk) Complete(_ context.Context, env mail.Envelope) (mail.Envelope, mail.Reply) {
	if c.late {
		return env, mail.Reply{Code: 451, Enhanced: "4.3.0", Text: "loop"}
	}
	env.Recipients = append(env.Recipients, mail.Recipient{Original: "log@x.test", Final: "log@x.test"})
	return env, mail.Reply{}
}

func open(t *testing.T) *mailbox.Mailbox {
	t.Helper()
	box, err := mailbox.Open(t.Context(), memory.New(), mailbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := box.Close(); err != nil {
			t.Error(err)
		}
	})
	return box
}

func TestASentLetterIsThereWithItsEnvelope(t *testing.T) {
	for _, c := range []struct {
		name   string
		router Router
		finals []mail.Address
	}{
		{"without a router", nil, []mail.Address{"b@x.test", "postmaster"}},
		{"by a router", clerk{}, []mail.Address{"sink@x.test", "sink@x.test", "log@x.test"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			box := open(t)
			content := "Subject: x\r\n\r\ntext\r\n"
			id, err := Sender{Mailbox: box, Router: c.router}.Send(t.Context(), mail.Client{Protocol: "HTTP"}, Letter{From: " <a@x.test> ", To: []string{"<b@x.test>", "postmaster"}, Content: []byte(content)})
			if err != nil {
				t.Fatal(err)
			}
			var ids []mail.ID
			var finals []mail.Address
			for _, m := range box.State().All.From(0) { // one for each account
				ids = append(ids, m.ID)
				for _, r := range m.Envelope.Recipients {
					finals = append(finals, r.Final)
				}
				if m.Envelope.ReversePath != "a@x.test" || m.Envelope.Client.Protocol != "HTTP" {
					t.Errorf("the envelope is %+v", m.Envelope)
				}
				reads(t, box, m, content)
			}
			if !slices.Equal(finals, c.finals) || ids[0] != id {
				t.Errorf("messages %v have come to %v, want %v to %v", ids, finals, id, c.finals)
			}
		})
	}
}

func reads(t *testing.T, box *mailbox.Mailbox, m *mail.Message, want string) {
	t.Helper()
	rc, err := box.Content(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	if octets, err := io.ReadAll(rc); string(octets) != want || err != nil {
		t.Errorf("content is %q, %v", octets, err)
	}
}

func TestALetterThatCannotBeSentIsRefusedAndLeavesNothing(t *testing.T) {
	fit := Letter{From: "a@x.test", To: []string{"b@x.test"}, Content: []byte("Subject: x\r\n\r\n")}
	for name, c := range map[string]struct {
		spoil  func(*Letter)
		sender Sender
		says   string
	}{
		"too large":           {func(l *Letter) { l.Content = make([]byte, 101) }, Sender{}, mail.ErrTooLarge.Error()},
		"no recipient":        {func(l *Letter) { l.To = nil }, Sender{}, "has no recipient"},
		"too many recipients": {func(l *Letter) { l.To = []string{"a@x", "b@x", "c@x"} }, Sender{}, "more than 2 recipients"},
		"a bad sender":        {func(l *Letter) { l.From = "a@x.test\r\nRCPT" }, Sender{}, "not an address to send from"},
		"a bad recipient":     {func(l *Letter) { l.To = []string{"b@x.test>\r\nDATA"} }, Sender{}, "not an address to send to"},
		"a long recipient":    {func(l *Letter) { l.To = []string{strings.Repeat("b", 1<<16) + "@x"} }, Sender{}, "not an address to send to"},
		"one is refused":      {func(l *Letter) { l.To = []string{"b@x", "no@x"} }, Sender{Router: clerk{}}, "no@x is refused: 550 5.1.1 unknown"},
		"all is refused":      {func(*Letter) {}, Sender{Begin: func() Router { return clerk{late: true} }}, "is refused: 451 4.3.0 loop"},
	} {
		t.Run(name, func(t *testing.T) {
			l, s := fit, c.sender
			c.spoil(&l)
			s.Mailbox, s.MaxSize, s.MaxRecipients = open(t), 100, 2
			_, err := s.Send(t.Context(), mail.Client{}, l)
			if err == nil || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 500 {
				t.Errorf("the error is %.600v, want one that says %q", err, c.says)
			}
			var own *Error
			if !errors.As(err, &own) && !errors.Is(err, mail.ErrTooLarge) {
				t.Errorf("%T is nothing that a program can put right", err)
			}
			if n := s.Mailbox.State().All.Len(); n > 0 {
				t.Errorf("%d messages are there", n)
			}
		})
	}
}

func TestWhatAnEnvelopeLeavesOpenIsInTheHeader(t *testing.T) {
	const header = "From: Ann <a@x.test>\r\nTo: b@x.test, Bo <c@x.test>\r\nCc: d@x.test\r\nBcc: e@x.test\r\n\r\n"
	for _, c := range []struct {
		content, from string
		to            []string
		want          string
	}{
		{header, "", nil, "a@x.test [b@x.test c@x.test d@x.test e@x.test]"},
		{header, "z@x.test", []string{"y@x.test"}, "z@x.test [y@x.test]"},
		{"Subject: x\r\n\r\n", "", nil, " []"},
		{"no header at all", "", []string{"y@x.test"}, " [y@x.test]"},
	} {
		l, err := Whole([]byte(c.content), c.from, c.to)
		if got := fmt.Sprint(l.From, " ", l.To); got != c.want || err != nil || string(l.Content) != c.content {
			t.Errorf("%q is sent from and to %s, want %s: %v", c.content, got, c.want, err)
		}
	}
	for _, nothing := range []string{"", " \r\n\t\n"} {
		if _, err := Whole([]byte(nothing), "a@x.test", []string{"b@x.test"}); err == nil {
			t.Errorf("%q is a message", nothing)
		}
	}
}
