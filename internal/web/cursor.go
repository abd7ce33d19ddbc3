package web

import (
	"net/http"
	"strconv"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// cursorOf names a position in the journal of st. The life of the journal is
// part of it, so that a cursor of a sink that has forgotten everything since
// is noticed.
func cursorOf(st *mailbox.State, at mail.ModSeq) string {
	return strconv.FormatUint(uint64(st.UIDValidity), 36) + "-" + strconv.FormatUint(uint64(at), 36)
}

// parseCursor returns the position that a cursor of st names.
func parseCursor(st *mailbox.State, text string) (mail.ModSeq, error) {
	life, at, ok := strings.Cut(text, "-")
	if !ok {
		return 0, badRequest("%.40q is not a cursor; take one from GET /v1/cursor.", text)
	}
	validity, err1 := strconv.ParseUint(life, 36, 32)
	pos, err2 := strconv.ParseUint(at, 36, 63)
	switch {
	case err1 != nil || err2 != nil:
		return 0, badRequest("%.40q is not a cursor; take one from GET /v1/cursor.", text)
	case uint32(validity) != st.UIDValidity || mail.ModSeq(pos) > st.ModSeq:
		return 0, badRequest("The cursor is of another life of this sink, whose mail is gone; take a new one from GET /v1/cursor.")
	}
	return mail.ModSeq(pos), nil
}

// cursor replies with where the journal is now.
func (s *Server) cursor(w http.ResponseWriter, _ *http.Request) error {
	st := s.Mailbox.State()
	return reply(w, http.StatusOK, map[string]string{"cursor": cursorOf(st, st.ModSeq)})
}
