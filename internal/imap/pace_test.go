package imap

import (
	"testing"
	"time"
)

func TestManyWhoWaitAreToldInFewerPieces(t *testing.T) {
	v := &service{}
	for _, c := range []struct {
		sessions int32
		want     time.Duration
	}{{0, pace}, {1, pace}, {300, pace}, {1000, 50 * time.Millisecond}, {100_000, slow}} {
		v.pushed.Store(c.sessions)
		if got := v.pace(); got != c.want {
			t.Errorf("%d sessions are told every %s, want %s", c.sessions, got, c.want)
		}
	}
}
