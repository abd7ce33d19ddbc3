package pause

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestAPauseLastsAsLongAsItSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, d := range []time.Duration{-time.Second, 0, time.Hour} {
			began := time.Now()
			if !For(d, nil) {
				t.Errorf("a pause of %v is cut short", d)
			}
			if took := time.Since(began); took != max(d, 0) {
				t.Errorf("a pause of %v took %v", d, took)
			}
		}
	})
}

func TestAPauseEndsWhenItIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop, began := make(chan struct{}), time.Now()
		time.AfterFunc(time.Minute, func() { close(stop) })
		if For(time.Hour, stop) {
			t.Error("a pause that was stopped says that it lasted")
		}
		if took := time.Since(began); took != time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}
