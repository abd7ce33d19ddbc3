package rewrite

import (
	"context"
	"sync/atomic"
)

// Live is the Router in use. Reload replaces it whole; a caller that holds a
// Router goes on with the tables it began with.
type Live struct {
	config Config
	router atomic.Pointer[Router]
}

// OpenLive opens the tables that c names.
func OpenLive(ctx context.Context, c Config) (*Live, []Warning, error) {
	l := &Live{config: c}
	warnings, err := l.Reload(ctx)
	if err != nil {
		return nil, warnings, err
	}
	return l, warnings, nil
}

// Router returns the tables in use now; a transaction asks once and keeps it.
func (l *Live) Router() *Router { return l.router.Load() }

// Route routes one recipient by the tables in use now.
func (l *Live) Route(ctx context.Context, reversePath, forwardPath string) Route {
	return l.Router().Route(ctx, reversePath, forwardPath)
}

// Reload opens the tables again. When it fails the old ones stay in use.
func (l *Live) Reload(ctx context.Context) ([]Warning, error) {
	r, warnings, err := Open(ctx, l.config)
	if err != nil {
		return warnings, err
	}
	l.router.Store(r)
	return warnings, nil
}
