package pattern

import "slices"

// POSIX says how a pattern of a regexp: table is read.
type POSIX struct {
	IgnoreCase bool // ASCII letters match in either case
	Newline    bool // lines matter: dots and negated brackets do not match newline, ^ and $ match around it
	Extended   bool // an extended regular expression; otherwise a basic one
}

// PCRE says how a pattern of a pcre: table is read: the options of pcre2_compile.
type PCRE struct {
	IgnoreCase    bool
	MultiLine     bool
	DotAll        bool
	Extended      bool
	Anchored      bool
	DollarEndOnly bool
	Ungreedy      bool
}

// Regexp is a compiled pattern. It never changes; any number of matchers may
// use it at once.
type Regexp struct {
	prog    program
	fold    bool   // compares with the key in lower case
	need    []need // texts that every matching key holds
	literal bool   // a key that holds them matches
	lines   bool   // POSIX: lines matter
	// Where the program may differ from glibc, which takes its own way through
	// anchors and repeated groups, its automaton decides.
	matches, finds *automaton
}

// Groups returns the number of capturing groups.
func (re *Regexp) Groups() int { return re.prog.groups }

// CompilePOSIX compiles a pattern as regcomp(3) of glibc does in the C locale.
// The error is a *SyntaxError with the text of regerror(3).
func CompilePOSIX(text string, o POSIX) (*Regexp, error) {
	n, groups, err := parsePOSIX(text, o)
	if err != nil {
		return nil, err
	}
	var c compiler
	c.prog.posix, c.prog.upper = true, o.IgnoreCase
	c.prog.memo = !hasBackref(n)
	if !c.compile(n, groups) {
		return nil, &SyntaxError{Text: "Memory exhausted"}
	}
	re := &Regexp{prog: c.prog, lines: o.Newline}
	re.study(n)
	if !c.prog.memo {
		return re, nil
	}
	if p := peculiar(n); p != 0 {
		re.finds = newAutomaton(n, groups, o.Newline, false)
		if p&peculiarMatch != 0 {
			re.matches = newAutomaton(n, groups, o.Newline, true)
		}
	}
	return re, nil
}

// Ways in which a pattern may be peculiar to glibc.
const (
	peculiarGroups = 1 << iota // in what its groups match
	peculiarMatch              // in whether it matches
)

// peculiar reports in which ways a POSIX pattern may be.
func peculiar(root *node) int {
	p := 0
	if root.kind != kCat {
		return root.peculiar()
	}
	for i, sub := range root.subs {
		first := i == 0 && (sub.what == textStart || sub.what == lineStart)
		last := i == len(root.subs)-1 && (sub.what == textEnd || sub.what == lineEnd)
		if sub.kind != kAssert || !first && !last {
			p |= sub.peculiar()
		}
	}
	return p
}

func (n *node) peculiar() int {
	p := 0
	for _, sub := range n.subs {
		p |= sub.peculiar()
	}
	switch {
	case n.kind == kAssert:
		p |= peculiarGroups | peculiarMatch
	case n.kind == kAlt && slices.ContainsFunc(n.subs, func(s *node) bool { return s.kind == kEmpty }):
		p |= peculiarGroups
	case n.kind == kRepeat && !n.subs[0].single():
		if _, empty := first(n.subs[0], 0); empty {
			p |= peculiarGroups
		}
	}
	return p
}

// CompilePCRE compiles a pattern as pcre2_compile(3) does. The error is a
// *SyntaxError with the text of pcre2_get_error_message(3).
func CompilePCRE(text string, o PCRE) (*Regexp, error) {
	p, n, err := parsePCRE(text, o)
	if err != nil {
		return nil, err
	}
	var c compiler
	c.prog.utf, c.prog.ucp, c.then = p.utf, p.ucp, p.then
	if pcreTooLarge(n) || !c.compile(n, p.groups) {
		return nil, p.fail(len(text), "regular expression is too large")
	}
	re := &Regexp{prog: c.prog}
	for _, in := range re.prog.code {
		re.fold = re.fold || in.op == opTextFold
	}
	if !p.ends && !p.utf {
		re.study(n)
		if hasCall(n) {
			// Recursion without end is an error, unless the last character that
			// has to be there is not: PCRE2 looks for no other first.
			re.need, re.literal = lastNeed(re.need, required(n)), false
			re.prog.starts = nil
		}
		if p.verbs && !re.prog.starts.oneLetter() {
			re.prog.starts = nil
		}
	}
	if o.Anchored {
		re.prog.anchored, re.literal = true, false
	}
	return re, nil
}

func hasCall(n *node) bool { return n.kind == kCall || slices.ContainsFunc(n.subs, hasCall) }

// lastNeed returns the need for the last character of the last run alone.
func lastNeed(needed []need, runs [][]*node) []need {
	if len(needed) == 0 {
		return nil
	}
	last := runs[len(runs)-1]
	text, fold := literalText(last[len(last)-1:], false)
	return []need{{text, fold}}
}

func hasBackref(n *node) bool {
	if n.kind == kBackref {
		return true
	}
	for _, sub := range n.subs {
		if hasBackref(sub) {
			return true
		}
	}
	return false
}
