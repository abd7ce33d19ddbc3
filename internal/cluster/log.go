package cluster

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
)

// A journalist writes what the server inside says into our log. Its notices
// are details to us.
type journalist struct {
	log   *slog.Logger
	fatal chan error // receives the first error that the server cannot go on with

	strangers, unsafe sync.Once
}

func newJournalist(log *slog.Logger) *journalist {
	return &journalist{log: log.With("part", "cluster"), fatal: make(chan error, 1)}
}

// Noticef implements the logger of the server.
func (j *journalist) Noticef(format string, v ...any) { j.log.Debug(fmt.Sprintf(format, v...)) }

// Debugf implements the logger of the server.
func (j *journalist) Debugf(format string, v ...any) { j.log.Debug(fmt.Sprintf(format, v...)) }

// Tracef implements the logger of the server.
func (j *journalist) Tracef(format string, v ...any) { j.log.Debug(fmt.Sprintf(format, v...)) }

// usual reports whether a warning is of no use here: a node always waits for
// its peers first, and its only password is not in a file.
func usual(text string) bool {
	return slices.ContainsFunc([]string{"Plaintext passwords", "Waiting for routing", "JetStream has not established contact", "Metalayer blocking snapshot"},
		func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}

// Warnf implements the logger of the server.
func (j *journalist) Warnf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	if usual(text) {
		j.log.Debug(text)
		return
	}
	j.log.Warn(text)
}

// Errorf implements the logger of the server. That a peer cannot be reached is
// said by who waits for it, not every second; that two do not know each other,
// once.
func (j *journalist) Errorf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	switch lower := strings.ToLower(text); {
	case strings.HasPrefix(text, "Error trying to connect to route"):
		j.log.Debug(text)
	case strings.Contains(lower, "authorization violation"), strings.Contains(lower, "authentication"):
		j.strangers.Do(func() {
			j.log.Error("a node was not let in, or does not let this one in: give all nodes of the cluster the same secret", "err", text)
		})
	case strings.Contains(lower, "tls"):
		j.unsafe.Do(func() {
			j.log.Error("a node and this one do not trust each other's certificates: give all nodes certificates of the authority of --cluster-ca, with the names that stand in --peers", "err", text)
		})
	default:
		j.log.Error(text)
	}
}

// Fatalf implements the logger of the server.
func (j *journalist) Fatalf(format string, v ...any) {
	select {
	case j.fatal <- fmt.Errorf(format, v...):
	default:
		j.log.Error(fmt.Sprintf(format, v...))
	}
}
