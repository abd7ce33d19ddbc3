package rewrite

import (
	"errors"
	"slices"
	"strings"
)

// errNoAddress is a result in which there is no address at all.
var errNoAddress = errors.New("the result holds no address")

// errExpansion is an expansion that passed one of its limits.
var errExpansion = errors.New("alias expansion error")

// expand returns what virtual aliases make of an address. Every result is
// looked up again, until nothing is found or an address stands for itself. The
// first result takes the place of its address, the others go to the end.
func (q *trip) expand(addr string) ([]string, error) {
	limits := q.r.postfix
	list := []string{addr}
	selves := map[string]bool{}
	for i := 0; i < len(list); i++ {
		if len(list) > limits.ExpansionLimit {
			return nil, errExpansion
		}
		for depth := 0; !selves[fold(list[i], false)]; depth++ {
			if depth >= limits.RecursionLimit || q.steps.tooMany() {
				return nil, errExpansion
			}
			to, err := q.mapAddress(q.r.virtual, list[i], "virtual")
			if err != nil {
				return nil, err
			}
			if len(to) == 0 {
				break
			}
			from := list[i]
			list[i] = to[0]
			list = append(list, to[1:]...)
			for _, a := range to {
				if len(a) > limits.AddressLengthLimit {
					return nil, errExpansion
				}
				if strings.EqualFold(a, from) {
					selves[fold(from, false)] = true
				}
			}
		}
	}
	return unique(list), nil
}

// stepLog is the trace of one recipient.
type stepLog []Step

// add notes a step, unless it says only that a result of the step before
// stands for itself: every expansion of an address ends with such a lookup.
func (s *stepLog) add(step Step) {
	stands := len(step.To) == 1 && strings.EqualFold(step.To[0], step.From)
	if n := len(*s); n > 0 && stands && slices.ContainsFunc((*s)[n-1].To, func(to string) bool { return strings.EqualFold(to, step.From) }) {
		return
	}
	*s = append(*s, step)
}

// maxSteps bounds the lookups of one recipient, whatever the limits say.
const maxSteps = 20_000

func (s stepLog) tooMany() bool { return len(s) > maxSteps }

// unique drops addresses that occur earlier in the list, in any case.
func unique(list []string) []string {
	seen := map[string]bool{}
	out := list[:0:0]
	for _, a := range list {
		if key := fold(a, false); !seen[key] {
			seen[key] = true
			out = append(out, a)
		}
	}
	return out
}

// maxCanonical is how often a canonical table may rewrite one address.
const maxCanonical = 10

// canonical applies canonical tables to an address: the first result alone is
// taken and looked up again.
func (q *trip) canonical(list tableList, addr string) (string, error) {
	for range maxCanonical {
		to, err := q.mapAddress(list, addr, "canonical")
		if err != nil || len(to) == 0 {
			return addr, err
		}
		if strings.EqualFold(to[0], addr) {
			return to[0], nil
		}
		addr = to[0]
	}
	return addr, nil
}
