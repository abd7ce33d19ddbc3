package faults

import (
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// magic returns the rule that an address stands for: its local-part is a word,
// behind which a dot and anything else may follow, as in 450.ann@example.com.
// Behind the word, -at-mail (in the reverse-path), -at-data or -after-data moves
// the fault from RCPT to another stage: 554-after-data@example.com.
func magic(address mail.Address) (r Rule, ok bool) {
	local, _ := address.Split()
	word, _, _ := strings.Cut(strings.ToLower(local), ".")
	word, stage := cutStage(word)
	word, argument, _ := strings.Cut(word, "-")
	if r, ok = magicRule(word, argument); !ok {
		return Rule{}, false
	}
	if r.Bounce == "" && r.Duplicate == 0 {
		r.Stage = stage
	}
	r.Name = "magic address " + local
	return r, r.check() == nil
}

// cutStage takes the stage from the end of a word.
func cutStage(word string) (rest string, stage Stage) {
	if rest, ok := strings.CutSuffix(word, "-at-mail"); ok {
		return rest, Mail
	}
	if rest, ok := strings.CutSuffix(word, "-at-data"); ok {
		return rest, Data
	}
	if rest, ok := strings.CutSuffix(word, "-after-data"); ok {
		return rest, End
	}
	return word, Rcpt
}

// magicRule reads a word and what follows it.
func magicRule(word, argument string) (r Rule, ok bool) {
	n, err := strconv.Atoi(argument)
	number := err == nil && n > 0
	switch {
	case word == "slow":
		d, err := time.ParseDuration(argument)
		return Rule{Delay: Duration(d)}, err == nil
	case word == "tarpit":
		return Rule{Rate: n}, number
	case word == "bounce" && argument == "":
		return Rule{Bounce: "550 5.1.1 User unknown"}, true
	case word == "bounce":
		_, err := parseReply(argument)
		return Rule{Bounce: argument}, err == nil
	case word == "greylist":
		return Rule{Greylist: orOne(argument, n)}, number || argument == ""
	case word == "duplicate":
		return Rule{Duplicate: orOne(argument, n)}, number || argument == ""
	case argument != "":
		return Rule{}, false
	case word == "drop":
		return Rule{Drop: true}, true
	case word == "full":
		return Rule{Full: true}, true
	}
	_, err = parseReply(word)
	return Rule{Reply: word}, err == nil
}

func orOne(argument string, n int) int {
	if argument == "" {
		return 1
	}
	return n
}

// conjure returns what the addresses of e stand for.
func (s *Set) conjure(e *Event, now time.Time) (Action, bool) {
	paths := e.To
	if e.Stage == Mail {
		paths = []mail.Address{e.From}
	}
	for _, path := range paths {
		r, ok := magic(path)
		if !ok || r.stage() != e.Stage {
			continue
		}
		c, err := compile(r, 0)
		if err != nil {
			continue
		}
		c.met = s.met
		fires := c.fires(e, []mail.Address{path}, now)
		s.met = c.met
		if fires {
			s.conjured++
			return c.action([]mail.Address{path}), true
		}
	}
	return Action{}, false
}
