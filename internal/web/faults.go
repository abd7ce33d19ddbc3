package web

import (
	"net/http"
	"strings"

	"mailsink/internal/faults"
)

// A faultsAsk is what shall go wrong on purpose. MagicAddresses stays as it
// is where it is left out.
type faultsAsk struct {
	MagicAddresses *bool         `json:"magicAddresses"`
	MagicHits      int           `json:"magicHits"` // so that what GET has given can be put back
	Rules          []countedRule `json:"rules"`
}

// A countedRule is a rule as GET gives it; counters that are put back mean
// nothing.
type countedRule = faults.Counted

// faultRules replies with the rules and how often each was met.
func (s *Server) faultRules(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, s.Faults.Report())
}

// putFaults replaces all rules. With a mistake in one of them, none changes.
func (s *Server) putFaults(w http.ResponseWriter, r *http.Request) error {
	if s.Faults == nil {
		return newProblem(http.StatusNotFound, "This sink has no door where anything could go wrong on purpose.")
	}
	var ask faultsAsk
	if err := decode(r, &ask); err != nil {
		return err
	}
	c := faults.Config{MagicAddresses: s.Faults.Report().MagicAddresses}
	if ask.MagicAddresses != nil {
		c.MagicAddresses = *ask.MagicAddresses
	}
	for _, rule := range ask.Rules {
		c.Rules = append(c.Rules, rule.Rule)
	}
	if err := s.Faults.Replace(c); err != nil {
		return badRequest("%s.", strings.TrimPrefix(err.Error(), "faults: "))
	}
	return reply(w, http.StatusOK, s.Faults.Report())
}
