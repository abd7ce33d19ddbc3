package faults

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// A limiter counts what happened in the last span of time.
type limiter struct {
	span time.Duration
	past []time.Time // of what was let through, a ring
	next int
}

// newLimiter reads "3/1m".
func newLimiter(s string) (*limiter, error) {
	digits, span, ok := strings.Cut(s, "/")
	n, err := strconv.Atoi(digits)
	d, err2 := time.ParseDuration(span)
	if !ok || err != nil || err2 != nil || n < 1 || n > 10000 || d <= 0 {
		return nil, fmt.Errorf("limit %.40q cannot be read; write 3/1m for three a minute, at most 10000", s)
	}
	return &limiter{span: d, past: make([]time.Time, n)}, nil
}

// exceeded lets one through, or not.
func (l *limiter) exceeded(now time.Time) bool {
	oldest := l.past[l.next]
	if !oldest.IsZero() && now.Sub(oldest) < l.span {
		return true
	}
	l.past[l.next] = now
	l.next = (l.next + 1) % len(l.past)
	return false
}

// maxAttempts bounds what greylisting remembers.
const maxAttempts = 10000

// attempts counts how often something was tried.
type attempts map[string]int

// count returns how often key was tried, this time included. When too many
// keys are known, all are forgotten: greylisting begins anew.
func (a *attempts) count(key string) int {
	if *a == nil || len(*a) >= maxAttempts {
		*a = make(attempts)
	}
	(*a)[key]++
	return (*a)[key]
}

// key names the client, the sender and the recipients concerned.
func key(e *Event, to []mail.Address) string {
	client := e.Client
	if peer, err := netip.ParseAddrPort(client); err == nil {
		client = peer.Addr().String()
	}
	k := client + "\x00" + string(e.From)
	for _, path := range to {
		k += "\x00" + string(path)
	}
	return strings.ToLower(k)
}
