package rewrite

import (
	"fmt"
	"strings"
)

// Warning is something in a table that its author should know: a mistake, for
// which the line is not used, or a trap, for which it is used but likely does
// not mean what was meant.
type Warning struct {
	File    string // as the configuration names it
	Line    int    // first line of the rule; 0 for the file as a whole
	Mistake bool   // the line is not used
	Remark  bool   // of no consequence; for who asks for all there is to say
	Text    string // one sentence: what is wrong and what to write instead
	// Postfix is the text that Postfix itself logs, without "warning: ", where
	// it logs one.
	Postfix string
}

// Error returns the warning as "file:line: sentence".
func (w Warning) Error() string {
	if w.Line == 0 {
		return w.File + ": " + w.Text
	}
	return fmt.Sprintf("%s:%d: %s", w.File, w.Line, w.Text)
}

// report collects what is said about the tables while they are loaded.
type report struct {
	warnings   []Warning
	unreadable string // a file that is no text: what its lines lack is no news
}

func (r *report) add(w Warning) {
	if w.File != "" && w.File == r.unreadable {
		w.Mistake, w.Remark = false, true
	}
	r.warnings = append(r.warnings, w)
}

// mistakes returns the warnings that name unusable lines, as errors.
func (r *report) mistakes() []error {
	var errs []error
	for _, w := range r.warnings {
		if w.Mistake {
			errs = append(errs, w)
		}
	}
	return errs
}

// sentence turns a Postfix log text into what follows "file:line: ", with what
// to write instead where that can be said.
func sentence(text string) string {
	said, advice := text, ""
	for _, end := range []string{": skipping this rule", ": ignoring this rule"} {
		if i := strings.Index(text, end); i >= 0 {
			said, advice = text[:i], "; the rule is not used"
		}
	}
	switch {
	case strings.HasPrefix(text, "non-numeric replacement index"):
		advice = "; write ${1}x where text follows a number, and $$ for a dollar sign"
	case strings.HasPrefix(text, "no replacement text"):
		advice = "; an empty result is an error (451) for every address that matches"
	case strings.HasPrefix(text, "do not prepend whitespace"), strings.HasPrefix(text, "ignoring extra text after IF"):
		advice = "; a line that begins with white space continues the line before, so rules inside if must not be indented"
	case strings.HasPrefix(text, "unknown regexp option"):
		advice += "; flags end at the first white space"
	case strings.HasPrefix(text, "ignoring unrecognized request"):
		advice = "; a rule begins with a delimiter, as in /pattern/ result"
	case strings.HasPrefix(text, "ignoring ENDIF without"):
		advice = "; if its IF was not used for a mistake, the rules between hold without condition"
	}
	return said + advice
}
