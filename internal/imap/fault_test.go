package imap

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// newTestSession returns a session that logs to log and talks to nobody.
func newTestSession(t *testing.T, log *bytes.Buffer) *session {
	t.Helper()
	here, there := net.Pipe()
	t.Cleanup(func() { here.Close(); there.Close() })
	server := (&Server{Log: slog.New(slog.NewTextHandler(log, nil))}).withDefaults()
	return newSession(&service{Server: server, ctx: t.Context(), sessions: map[string]int{}, trees: newTrees(), envelopes: newTexts()}, here)
}

func TestAPanicIsAnAnswerAndALogLine(t *testing.T) {
	var log bytes.Buffer
	s := newTestSession(t, &log)
	s.req.line = []byte("a LOGIN ann pw") // there is no mailbox
	_, _, err := s.perform(&s.req)
	if f := s.blame(err); f.status != "NO" || f.code != "SERVERBUG" {
		t.Errorf("got %v, want NO [SERVERBUG]", err)
	}
	if !strings.Contains(log.String(), "nil pointer") || !strings.Contains(log.String(), "accountOf") {
		t.Errorf("the log has %q", log.String())
	}
}

func TestErrorsBecomeAnswers(t *testing.T) {
	var log bytes.Buffer
	s := newTestSession(t, &log)
	for _, c := range []struct {
		err  error
		code string
	}{
		{mailbox.ErrNotExist, "NONEXISTENT"}, {mailbox.ErrExists, "ALREADYEXISTS"}, {mailbox.ErrInbox, "CANNOT"},
		{mail.ErrFull, "OVERQUOTA"}, {mail.ErrTooLarge, "TOOBIG"}, {store.ErrNotExist, "EXPUNGEISSUED"},
		{no("X-OWN", "as it is"), "X-OWN"}, {errors.New("disk on fire"), "UNAVAILABLE"}, {context.Canceled, "UNAVAILABLE"},
	} {
		f := s.blame(fmt.Errorf("wrapped: %w", c.err))
		if string(f.code) != c.code || strings.Contains(f.text, "fire") {
			t.Errorf("%v is answered %s, want %s", c.err, f.line(), c.code)
		}
	}
	if !strings.Contains(log.String(), "disk on fire") {
		t.Error("an unknown error is not in the log")
	}
	s.cancel()
	if f := s.blame(errors.New("late")); f.text != "The server is shutting down" {
		t.Errorf("at the end: %s", f.line())
	}
}
