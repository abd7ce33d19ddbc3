package faults

import (
	"sync"
	"sync/atomic"
	"time"
)

// A Set holds the rules in use. It may be used by many goroutines; a nil Set
// has no rules.
type Set struct {
	active atomic.Bool

	mu       sync.Mutex
	magic    bool
	rules    []*compiled
	met      attempts // of magic addresses
	conjured int
}

// New returns a Set that obeys c. Mistakes name the rule and say what to
// write.
func New(c Config) (*Set, error) {
	s := new(Set)
	return s, s.Replace(c)
}

// Replace makes the Set obey c from now on, with all counters at zero. If c
// has a mistake, nothing changes.
func (s *Set) Replace(c Config) error {
	rules := make([]*compiled, len(c.Rules))
	for i, r := range c.Rules {
		var err error
		if rules[i], err = compile(r, i+1); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.magic, s.rules, s.met, s.conjured = c.MagicAddresses, rules, nil, 0
	s.active.Store(len(rules) > 0 || c.MagicAddresses)
	return nil
}

// Active reports whether anything can go wrong at all.
func (s *Set) Active() bool { return s != nil && s.active.Load() }

// Decide counts e and returns what happens, if anything does.
func (s *Set) Decide(e Event) (Action, bool) {
	if !s.Active() {
		return Action{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for _, r := range s.rules {
		if to, ok := r.concerned(&e); ok && r.fires(&e, to, now) {
			return r.action(to), true
		}
	}
	if s.magic {
		return s.conjure(&e, now)
	}
	return Action{}, false
}

// Repeats reports whether the message of e, of which the content is to come,
// may have to be kept again or reported: whether its octets will be needed
// once more. It counts nothing.
func (s *Set) Repeats(e Event) bool {
	if !s.Active() {
		return false
	}
	e.Stage = End
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rules {
		sizeless := *r
		sizeless.MinSize, sizeless.MaxSize = 0, 0
		if _, ok := sizeless.concerned(&e); ok && r.repeats() {
			return true
		}
	}
	for _, path := range e.To {
		if r, ok := magic(path); ok && s.magic && r.repeats() {
			return true
		}
	}
	return false
}

func (r *Rule) repeats() bool { return r.Bounce != "" || r.Duplicate > 0 }

// A Counted rule is a Rule and how often it was met.
type Counted struct {
	Rule
	Matches int `json:"matches"` // how often it was concerned
	Hits    int `json:"hits"`    // how often it fired
}

// A Report is a Config with counters.
type Report struct {
	MagicAddresses bool      `json:"magicAddresses"`
	MagicHits      int       `json:"magicHits"`
	Rules          []Counted `json:"rules"`
}

// Report returns what the Set obeys, and how often it has.
func (s *Set) Report() Report {
	r := Report{Rules: []Counted{}}
	if s == nil {
		return r
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.MagicAddresses, r.MagicHits = s.magic, s.conjured
	for _, c := range s.rules {
		r.Rules = append(r.Rules, Counted{c.Rule, c.matches, c.hits})
	}
	return r
}
