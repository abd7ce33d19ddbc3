package web

import (
	"strconv"
	"sync"
	"time"
)

// A client may be wrong maxGuesses times in each guessPeriod. Of more than
// maxGuessers at a time, the oldest are forgotten.
const (
	maxGuesses  = 10
	guessPeriod = time.Minute
	maxGuessers = 10_000
)

// guesses counts wrong passwords by the address they come from.
type guesses struct {
	mu sync.Mutex
	by map[string]*guesser
}

// A guesser is an address that was wrong count times since a moment.
type guesser struct {
	since time.Time
	count int
}

// rest returns how long an address must wait before it may try again.
func (g *guesses) rest(from string, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	who, ok := g.by[from]
	if !ok || who.count < maxGuesses {
		return 0
	}
	return max(0, who.since.Add(guessPeriod).Sub(now))
}

// wrong counts a wrong password.
func (g *guesses) wrong(from string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.by == nil {
		g.by = make(map[string]*guesser)
	}
	who, ok := g.by[from]
	if !ok || now.Sub(who.since) >= guessPeriod {
		g.forget(now)
		who = &guesser{since: now}
		g.by[from] = who
	}
	who.count++
}

// forget makes room for one more: what is over goes, and if nothing is, all.
func (g *guesses) forget(now time.Time) {
	if len(g.by) < maxGuessers {
		return
	}
	for from, who := range g.by {
		if now.Sub(who.since) >= guessPeriod {
			delete(g.by, from)
		}
	}
	if len(g.by) >= maxGuessers {
		clear(g.by)
	}
}

// seconds writes d as Retry-After has it (RFC 9110 §10.2.3), rounded up.
func seconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}
