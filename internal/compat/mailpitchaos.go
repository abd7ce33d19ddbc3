package compat

import (
	"fmt"
	"net/http"
	"strings"

	"mailsink/internal/faults"
	"mailsink/internal/jsonbody"
)

// A chaosTrigger is how often a stage fails, in percent, and with which code.
type chaosTrigger struct{ ErrorCode, Probability int }

// A chaos is what Mailpit calls its triggers.
type chaos struct{ Sender, Recipient, Authentication chaosTrigger }

// stages returns the triggers with their stages, and the code of each where
// nobody says another.
func (c *chaos) stages() []chaosStage {
	return []chaosStage{{&c.Sender, faults.Mail, 451}, {&c.Recipient, faults.Rcpt, 451}, {&c.Authentication, faults.Auth, 535}}
}

type chaosStage struct {
	*chaosTrigger
	stage faults.Stage
	code  int
}

// chaosName begins the names of the rules that stand for triggers.
const chaosName = "chaos of mailpit: "

// chaosSet returns what can be told to go wrong.
func (f *facade) chaosSet() (*faults.Set, error) {
	if f.Faults != nil {
		if set := f.Faults(); set != nil {
			return set, nil
		}
	}
	return nil, badRequest("Chaos is not enabled: this sink has no door where anything could go wrong on purpose.")
}

// mailpitChaos tells the triggers that are set.
func (f *facade) mailpitChaos(w http.ResponseWriter, _ *http.Request) error {
	set, err := f.chaosSet()
	if err != nil {
		return err
	}
	var c chaos
	for _, t := range c.stages() {
		t.ErrorCode = t.code
		for _, r := range set.Report().Rules {
			if r.Name == chaosName+string(t.stage) {
				t.Probability = int(r.Probability*100 + 0.5)
				if _, err := fmt.Sscan(r.Reply, &t.ErrorCode); err != nil {
					t.ErrorCode = t.code // somebody gave the rule another effect
				}
			}
		}
	}
	write(w, http.StatusOK, c)
	return nil
}

// mailpitSetChaos sets the triggers, as faults beside those there are. A
// trigger that is left out is turned off.
func (f *facade) mailpitSetChaos(w http.ResponseWriter, r *http.Request) error {
	set, err := f.chaosSet()
	if err != nil {
		return err
	}
	var ask chaos
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	before := set.Report()
	next := faults.Config{MagicAddresses: before.MagicAddresses}
	for _, t := range ask.stages() {
		if t.ErrorCode == 0 {
			t.ErrorCode = t.code
		}
		if t.ErrorCode < 400 || t.ErrorCode > 599 || t.Probability < 0 || t.Probability > 100 {
			return badRequest("ErrorCode is from 400 to 599 and Probability from 0 to 100.")
		}
		if t.Probability > 0 {
			next.Rules = append(next.Rules, faults.Rule{
				Name: chaosName + string(t.stage), Stage: t.stage, Reply: fmt.Sprint(t.ErrorCode), Probability: float64(t.Probability) / 100,
			})
		}
	}
	for _, r := range before.Rules {
		if !strings.HasPrefix(r.Name, chaosName) {
			next.Rules = append(next.Rules, r.Rule)
		}
	}
	if err := set.Replace(next); err != nil {
		return badRequest("%v.", err)
	}
	return f.mailpitChaos(w, r)
}
