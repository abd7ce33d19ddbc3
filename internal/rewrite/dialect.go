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
	// compile makes a pattern of the text between the delimiters and the flags
	// behind them. The notes are Postfix's words on flags that do nothing; the
	// error is Postfix's words on why the rule is skipped.
	compile func(text, flags string) (re *pattern.Regexp, notes []string, err error)
}

func regexpDialect() dialect {
	return dialect{name: "regexp", outOfRange: "out-of-range", unclosed: "skipping", second: true, compile: compilePOSIX}
}

func pcreDialect() dialect {
	return dialect{name: "pcre", outOfRange: "out of range", unclosed: "ignoring", compile: compilePCRE}
}

// compilePOSIX compiles a pattern of a regexp: table. Each flag toggles; case
// is ignored and the syntax extended unless a flag says otherwise.
func compilePOSIX(text, flags string) (*pattern.Regexp, []string, error) {
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
	re, err := pattern.CompilePOSIX(text, o)
	return re, nil, err
}

// compilePCRE compiles a pattern of a pcre: table. Each flag toggles; case is
// ignored and a dot matches newline unless a flag says otherwise.
func compilePCRE(text, flags string) (*pattern.Regexp, []string, error) {
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
	re, err := pattern.CompilePCRE(text, o)
	return re, notes, err
}

// flagError is a flag that the table type does not know. The rule is skipped
// before its pattern is looked at.
type flagError byte

func unknownOption(f byte) error { return flagError(f) }

func (e flagError) Error() string {
	return fmt.Sprintf("unknown regexp option \"%c\": skipping this rule", byte(e))
}
