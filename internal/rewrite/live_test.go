package rewrite

import (
	"context"
	"fmt"
	"io/fs"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// disk is a file system of one table that changes.
type disk struct {
	mu      sync.Mutex
	text    string
	changed time.Time
}

func (d *disk) write(text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.text, d.changed = text, time.Now()
}

func (d *disk) config() Config {
	return Config{
		VirtualAliasMaps: []string{"table"},
		ReadFile: func(name string) ([]byte, error) {
			d.mu.Lock()
			defer d.mu.Unlock()
			if name != "table" {
				return nil, fs.ErrNotExist
			}
			return []byte(d.text), nil
		},
		ModTime: func(string) (time.Time, error) {
			d.mu.Lock()
			defer d.mu.Unlock()
			return d.changed, nil
		},
	}
}

func (d *disk) source() (Config, []Warning, error) { return d.config(), nil, nil }

func TestABrokenTableLeavesTheOldOneInUse(t *testing.T) {
	d := &disk{text: "/@/ old@x.test\n"}
	l, _, err := OpenSource(t.Context(), d.source)
	if err != nil {
		t.Fatal(err)
	}
	d.write("/(@/ new@x.test\n")
	if _, err := l.Reload(t.Context()); err == nil {
		t.Error("a broken table was taken into use")
	}
	if got := l.Router().Route(t.Context(), "", "a@b.test").Finals[0].Address; got != "old@x.test" {
		t.Errorf("routes to %s", got)
	}
}

func TestATransactionKeepsTheTablesItBeganWith(t *testing.T) {
	d := &disk{text: "/@/ old@x.test\n"}
	l, _, err := OpenSource(t.Context(), d.source)
	if err != nil {
		t.Fatal(err)
	}
	r := l.Router()
	d.write("/@/ new@x.test\n")
	if _, err := l.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := r.Route(t.Context(), "", "a@b.test").Finals[0].Address; got != "old@x.test" {
		t.Errorf("the transaction routes to %s", got)
	}
	if got := l.Router().Route(t.Context(), "", "a@b.test").Finals[0].Address; got != "new@x.test" {
		t.Errorf("the next one routes to %s", got)
	}
}

func TestWatchReloadsOnceAFileIsQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{text: "/@/ old@x.test\n"}
		l, _, err := OpenSource(t.Context(), d.source)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		reloads := make(chan error, 10)
		done := make(chan struct{})
		go func() {
			defer close(done)
			l.Watch(ctx, time.Second, func(_ []Warning, err error) { reloads <- err })
		}()
		timer := time.NewTimer(100 * time.Millisecond)
		<-timer.C
		d.write("/@/ new@x.test\n")
		if err := <-reloads; err != nil {
			t.Error(err)
		}
		if got := l.Router().Route(t.Context(), "", "a@b.test").Finals[0].Address; got != "new@x.test" {
			t.Errorf("routes to %s", got)
		}
		stop()
		<-done
		if len(reloads) > 0 {
			t.Error("reloaded without a change")
		}
	})
}

func TestReloadWhileManyRoute(t *testing.T) {
	d := &disk{text: "/@/ a@x.test\n"}
	l, _, err := OpenSource(t.Context(), d.source)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 300 {
				got := l.Router().Route(t.Context(), "", "joe@b.test")
				if len(got.Finals) != 1 || got.Finals[0].Address != "a@x.test" && got.Finals[0].Address != "b@x.test" {
					t.Errorf("%+v", got)
				}
			}
		})
	}
	for i := range 50 {
		d.write(fmt.Sprintf("/@/ %c@x.test\n", 'a'+i%2))
		if _, err := l.Reload(t.Context()); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
