package imap

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

func TestAPanicIsAnAnswerAndALogLine(t *testing.T) {
	var log bytes.Buffer
	v := &service{Server: &Server{Log: slog.New(slog.NewTextHandler(&log, nil))}, ctx: t.Context()}
	d := &adapter{newSession(v, nil)}
	err := d.Login("ann", "pw") // there is no mailbox
	var answer *imap.Error
	if !errors.As(err, &answer) || answer.Type != imap.StatusResponseTypeNo {
		t.Errorf("got %v, want NO", err)
	}
	if !strings.Contains(log.String(), "nil pointer") || !strings.Contains(log.String(), "login") {
		t.Errorf("the log has %q", log.String())
	}
}

func TestErrorsBecomeAnswers(t *testing.T) {
	var log bytes.Buffer
	v := &service{Server: &Server{Log: slog.New(slog.NewTextHandler(&log, nil))}, ctx: t.Context()}
	d := &adapter{newSession(v, nil)}
	for _, c := range []struct {
		err  error
		code imap.ResponseCode
	}{
		{mailbox.ErrNotExist, imap.ResponseCodeNonExistent}, {mailbox.ErrExists, imap.ResponseCodeAlreadyExists},
		{mailbox.ErrInbox, imap.ResponseCodeCannot}, {mail.ErrFull, imap.ResponseCodeOverQuota},
		{mail.ErrTooLarge, imap.ResponseCodeTooBig}, {store.ErrNotExist, "EXPUNGEISSUED"},
		{no("X-OWN", "as it is"), "X-OWN"}, {errors.New("disk on fire"), imap.ResponseCodeUnavailable},
	} {
		err := fmt.Errorf("wrapped: %w", c.err)
		d.answer(&err)
		answer, ok := err.(*imap.Error) // the engine does unwrap, but nothing is to leak
		if !ok || answer.Code != c.code || strings.Contains(answer.Text, "fire") {
			t.Errorf("%v is answered %v, want %s", c.err, err, c.code)
		}
	}
	if !strings.Contains(log.String(), "disk on fire") {
		t.Error("an unknown error is not in the log")
	}
	d.cancel()
	if answer := d.reply(errors.New("late")); answer.Text != "The server is shutting down" {
		t.Errorf("at the end: %v", answer)
	}
}
