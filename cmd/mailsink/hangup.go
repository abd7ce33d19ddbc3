package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"mailsink/internal/rewrite"
)

// reload opens the tables anew at each SIGHUP until ctx is done.
func (s *sink) reload(ctx context.Context) error {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hup:
		}
		s.reloaded(s.router.Tables.Reload(ctx))
	}
}

// reloaded tells the log what came of reading the tables anew.
func (s *sink) reloaded(warnings []rewrite.Warning, err error) {
	s.caution(s.log, warnings)
	if err != nil {
		s.log.Error("the rewriting tables have mistakes; the old ones stay in use", "err", err)
		return
	}
	s.log.Info("the rewriting tables were read anew")
}

// caution tells the log of traps in the tables.
func (serveCmd) caution(log *slog.Logger, warnings []rewrite.Warning) {
	for _, w := range warnings {
		if w.Remark {
			log.Debug("a main.cf was read", "remark", w)
			continue
		}
		log.Warn("a rewriting table may not mean what it says", "warning", w)
	}
}
