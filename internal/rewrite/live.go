package rewrite

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

// Live is the Router in use. Reload replaces it whole; whoever holds a Router
// goes on with the tables it began with.
type Live struct {
	load   Source
	router atomic.Pointer[Router]
	reload sync.Mutex // one reload at a time
	loaded atomic.Pointer[Loaded]
}

// Loaded is when the tables in use were read, and what was said about them.
type Loaded struct {
	At       time.Time
	Warnings []Warning
}

// Source says what to open: it reads a main.cf anew, for example.
type Source func() (Config, []Warning, error)

// OpenSource opens the tables that source names, and asks it again at each
// reload.
func OpenSource(ctx context.Context, source Source) (*Live, []Warning, error) {
	l := &Live{load: source}
	warnings, err := l.Reload(ctx)
	if err != nil {
		return nil, warnings, err
	}
	return l, warnings, nil
}

// Router returns the tables in use now; a transaction asks once and keeps it.
func (l *Live) Router() *Router { return l.router.Load() }

// Loaded returns when the tables in use were read.
func (l *Live) Loaded() Loaded { return *l.loaded.Load() }

// Reload opens the tables again. When it fails the old ones stay in use.
func (l *Live) Reload(ctx context.Context) ([]Warning, error) {
	l.reload.Lock()
	defer l.reload.Unlock()
	c, warnings, err := l.load()
	if err != nil {
		return warnings, err
	}
	r, more, err := Open(ctx, c)
	warnings = append(warnings, more...)
	if err != nil {
		return warnings, err
	}
	l.loaded.Store(&Loaded{time.Now(), warnings})
	l.router.Store(r)
	return warnings, nil
}

// Watch looks at the files of the tables at every tick and reloads when one
// has changed and then stayed as it is for a tick, so that a file is not read
// while it is being written. It tells report of each reload and returns when
// ctx ends.
func (l *Live) Watch(ctx context.Context, tick time.Duration, report func([]Warning, error)) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	used := l.stamps()
	last := used
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := l.stamps()
		if settled := maps.Equal(now, last); settled && !maps.Equal(now, used) {
			report(l.Reload(ctx))
			now = l.stamps()
			used = now
		}
		last = now
	}
}

// stamps returns when the files of the tables last changed; a file that is not
// there has the zero time.
func (l *Live) stamps() map[string]time.Time {
	r := l.Router()
	out := map[string]time.Time{}
	for _, file := range r.Files() {
		out[file], _ = r.config.modTime(file)
	}
	return out
}
