package rewrite

import (
	"fmt"

	"mailsink/internal/rewrite/pattern"
)

// dialect is what differs between regexp: and pcre: tables.
type dialect struct {
	name       string // the table type
	outOfRange string // how $0 is complained of
	unclosed   string // what becomes of a rule without closing delimiter
	second     bool   // /a/!/b/ is a rule
	lastCloses bool   // a backslash at the end of the line closes any pattern
	// flags reads the flags behind a pattern, before anything else of the rule
	// is looked at, and returns how to compile with them. The notes are
	// Postfix's words on flags that do nothing.
	flags func(flags string) (compile compileFunc, notes []string, err error)
}

// compileFunc makes a pattern of the text between delimiters.
type compileFunc func(text string) (*pattern.Regexp, error)

func regexpDialect() dialect {
	return dialect{name: "regexp", outOfRange: "out-of-range", unclosed: "skipping", second: true, lastCloses: true, flags: posixFlags}
}

func pcreDialect() dialect {
	return dialect{name: "pcre", outOfRange: "out of range", unclosed: "ignoring", flags: pcreFlags}
}

// posixFlags reads the flags of a regexp: table. Each flag toggles; case is
// ignored and the syntax extended unless a flag says otherwise.
func posixFlags(flags string) (compileFunc, []string, error) {
	o := pattern.POSIX{IgnoreCase: true, Extended: true}
	for _, f := range []byte(flags) {
		switch f {
		case 'i':
			o.IgnoreCase = !o.IgnoreCase
		case 'm':
			o.Newline = !o.Newline
		case 'x':
			o.Extended = !o.Extended
		default:
			return nil, nil, unknownOption(f)
		}
	}
	return func(text string) (*pattern.Regexp, error) { return pattern.CompilePOSIX(text, o) }, nil, nil
}

// pcreFlags reads the flags of a pcre: table. Each flag toggles; case is
// ignored and a dot matches newline unless a flag says otherwise.
func pcreFlags(flags string) (compileFunc, []string, error) {
	o := pattern.PCRE{IgnoreCase: true, DotAll: true}
	var notes []string
	for _, f := range []byte(flags) {
		switch f {
		case 'i':
			o.IgnoreCase = !o.IgnoreCase
		case 'm':
			o.MultiLine = !o.MultiLine
		case 's':
			o.DotAll = !o.DotAll
		case 'x':
			o.Extended = !o.Extended
		case 'A':
			o.Anchored = !o.Anchored
		case 'E':
			o.DollarEndOnly = !o.DollarEndOnly
		case 'U':
			o.Ungreedy = !o.Ungreedy
		case 'X':
			notes = append(notes, `ignoring obsolete regexp option "X"`)
		default:
			return nil, notes, unknownOption(f)
		}
	}
	return func(text string) (*pattern.Regexp, error) { return pattern.CompilePCRE(text, o) }, notes, nil
}

// unknownOption says that a flag is not known to the table type. The rule is
// skipped before its pattern is looked at.
func unknownOption(f byte) error {
	return fmt.Errorf("unknown regexp option \"%s\": skipping this rule", printable(string([]byte{f})))
}
