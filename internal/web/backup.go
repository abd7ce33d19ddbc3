package web

import (
	"net/http"
	"time"
)

// backup replies with all that is in the store, as "mailsink restore" reads
// it. A store in memory has nothing to be read from.
func (s *Server) backup(w http.ResponseWriter, r *http.Request) error {
	if s.Backup == nil {
		return newProblem(http.StatusNotFound, "This sink keeps its mail in memory; GET /v1/export gives the messages, and --store file:DIR a sink that can be backed up.")
	}
	// It takes as long as it takes; a client that is gone ends it. Where the
	// connection has no deadlines, as in tests, there is none to take away.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "application/x-tar")
	if err := s.Backup(r.Context(), w); err != nil {
		s.Log.Error("a backup could not be made", "error", err)
		panic(http.ErrAbortHandler) // so that the client sees that it is not whole
	}
	return nil
}
