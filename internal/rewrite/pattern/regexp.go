package pattern

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
		return nil, &SyntaxError{Text: "Regular expression too big"}
	}
	re := &Regexp{prog: c.prog}
	re.study(n)
	return re, nil
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
	if !c.compile(n, p.groups) {
		return nil, p.fail(len(text), "regular expression is too large")
	}
	re := &Regexp{prog: c.prog}
	for _, in := range re.prog.code {
		re.fold = re.fold || in.op == opTextFold
	}
	if !p.ends && !p.utf {
		re.study(n)
		if p.verbs && !re.prog.starts.oneLetter() {
			re.prog.starts = nil
		}
	}
	if o.Anchored {
		re.prog.anchored, re.literal = true, false
	}
	return re, nil
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
