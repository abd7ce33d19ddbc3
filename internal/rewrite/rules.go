package rewrite

import (
	"context"
	"fmt"
	"sync"

	"mailsink/internal/rewrite/pattern"
)

// rule is one line of a regexp: or pcre: table.
type rule struct {
	line   int
	op     ruleOp
	first  condition
	second *condition    // of /a/!/b/; nil for most rules
	result *substitution // nil for if and endif
	skip   int           // of an if: the index of its endif, or the number of rules
	raw    rawPattern    // the first pattern as written
}

type ruleOp byte

const (
	opMatch ruleOp = iota
	opIf
	opEndif
)

// condition is a pattern that has to match, or not to match.
type condition struct {
	re      *pattern.Regexp
	negated bool
}

// ruleTable is a loaded regexp: or pcre: table.
type ruleTable struct {
	name     string
	label    string // "regexp map FILE", as Postfix logs
	rules    []rule
	matchers sync.Pool // of *pattern.Matcher
}

func newRuleTable(name, label string) *ruleTable {
	t := &ruleTable{name: name, label: label}
	t.matchers.New = func() any { return pattern.NewMatcher() }
	return t
}

// Name returns the name of the table.
func (t *ruleTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t *ruleTable) Indexed() bool { return false }

// Lookup returns the result of the first rule that matches.
func (t *ruleTable) Lookup(ctx context.Context, key string) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, fmt.Errorf("%s: %w: %w", t.name, ErrTemporary, err)
	}
	m := t.matchers.Get().(*pattern.Matcher)
	defer t.matchers.Put(m)
	return t.lookup(m, key), nil
}

// lookup is Lookup with a matcher. What a matcher does for one key is bounded,
// so that this is, too.
func (t *ruleTable) lookup(m *pattern.Matcher, key string) Result {
	m.Reset(key)
	q := ruleQuery{table: t, matcher: m}
	for i := 0; i < len(t.rules); i++ {
		r := &t.rules[i]
		if r.op == opEndif {
			continue
		}
		loc, matched := q.matches(r)
		switch {
		case r.op == opIf && !matched:
			i = r.skip
		case r.op == opMatch && matched:
			return Result{Found: true, Value: r.result.expand(key, loc), Table: t.name, Line: r.line, Notes: q.notes}
		}
	}
	return Result{Notes: q.notes}
}

// ruleQuery is one lookup in a table of rules.
type ruleQuery struct {
	table   *ruleTable
	matcher *pattern.Matcher
	notes   []string
}

// matches reports whether the key satisfies the rule, with the offsets of the
// groups of its first pattern where the result needs them.
func (q *ruleQuery) matches(r *rule) (loc []int, ok bool) {
	if r.result != nil && r.result.max > 0 {
		var err error
		if loc, err = q.matcher.FindUpTo(r.first.re, r.result.max); err != nil || loc == nil {
			q.note(r, err)
			return nil, false
		}
	} else if !q.holds(r, r.first) {
		return nil, false
	}
	return loc, r.second == nil || q.holds(r, *r.second)
}

// holds asks one condition. A pattern that exceeds its budget counts as not
// matched, negated or not, as in Postfix.
func (q *ruleQuery) holds(r *rule, c condition) bool {
	ok, err := q.matcher.Match(c.re)
	q.note(r, err)
	return err == nil && ok != c.negated
}

func (q *ruleQuery) note(r *rule, err error) {
	if err != nil {
		q.notes = append(q.notes, fmt.Sprintf("%s, line %d: %v", q.table.label, r.line, err))
	}
}
