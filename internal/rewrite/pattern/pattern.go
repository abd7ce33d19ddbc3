package pattern

import (
	"regexp"
	"regexp/syntax"
)

// POSIX says how a pattern of a regexp: table is read.
type POSIX struct {
	IgnoreCase bool // fold ASCII letters
	Newline    bool // REG_NEWLINE: lines, not one text
	Extended   bool // an extended expression; otherwise a basic one
}

// PCRE says how a pattern of a pcre: table is read.
type PCRE struct {
	IgnoreCase, MultiLine, DotAll, Extended, Anchored, DollarEndOnly, Ungreedy bool
}

// Regexp is a compiled pattern. It never changes.
type Regexp struct{ re *regexp.Regexp }

// CompilePOSIX compiles a POSIX pattern.
func CompilePOSIX(text string, o POSIX) (*Regexp, error) {
	flags := syntax.OneLine | syntax.DotNL | syntax.ClassNL
	if o.IgnoreCase {
		flags |= syntax.FoldCase
	}
	if o.Newline {
		flags &^= syntax.OneLine | syntax.DotNL | syntax.ClassNL
	}
	return compile(text, flags, true)
}

// CompilePCRE compiles a PCRE2 pattern.
func CompilePCRE(text string, o PCRE) (*Regexp, error) {
	flags := syntax.Perl
	if o.IgnoreCase {
		flags |= syntax.FoldCase
	}
	if o.DotAll {
		flags |= syntax.DotNL
	}
	return compile(text, flags, false)
}

func compile(text string, flags syntax.Flags, longest bool) (*Regexp, error) {
	tree, err := syntax.Parse(text, flags)
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(tree.String())
	if err != nil {
		return nil, err
	}
	if longest {
		re.Longest()
	}
	return &Regexp{re: re}, nil
}

// Groups returns the number of capturing groups.
func (re *Regexp) Groups() int { return re.re.NumSubexp() }

// Matcher matches one key at a time; it is not safe for concurrent use.
type Matcher struct{ key string }

// NewMatcher returns a matcher.
func NewMatcher() *Matcher { return &Matcher{} }

// Reset sets the key that is matched from here on.
func (m *Matcher) Reset(key string) { m.key = key }

// Match reports whether the key matches.
func (m *Matcher) Match(re *Regexp) (bool, error) { return re.re.MatchString(m.key), nil }

// Find returns the offsets of the match and of its groups, nil without match.
func (m *Matcher) Find(re *Regexp) ([]int, error) {
	return re.re.FindStringSubmatchIndex(m.key), nil
}
