package jetstream

import (
	"context"

	"mailsink/internal/pause"
)

// Led reports whether the servers have a leader for the journal, as far as is
// known: only then can a record be stored. It is asked of them all the time, so
// a majority that goes is noticed within two times the patience of the store,
// once the servers know themselves: they take up to 10 s.
func (s *Store) Led() bool { return !s.leaderless.Load() }

// watch asks for the leader of the journal until ctx is done. One answer that is
// missing says nothing.
func (s *Store) watch(ctx context.Context) {
	missed := 0
	for pause.For(s.patience/3, ctx.Done()) {
		missed++
		if s.isLed(ctx) {
			missed = 0
		}
		s.know(ctx, missed > 1)
	}
}

// know takes note, and tells the log of what is new: of a connection that is
// lost, it has been told.
func (s *Store) know(ctx context.Context, leaderless bool) {
	if ctx.Err() != nil || !s.Connected() || s.leaderless.Swap(leaderless) == leaderless {
		return
	}
	if leaderless {
		s.log.Warn("no majority of the NATS servers is together; mail is refused with 451 until it is")
		return
	}
	s.log.Info("a majority of the NATS servers is together again")
}

// isLed asks once. Only a leader answers, or a server that knows of none.
func (s *Store) isLed(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, s.patience/3)
	defer cancel()
	info, err := s.journal.Info(ctx)
	return err == nil && (info.Cluster == nil || info.Cluster.Leader != "")
}
