package rewrite

import (
	"errors"
	"fmt"
	"strings"

	"mailsink/internal/rewrite/pattern"
)

// ruleParser reads a regexp: or pcre: table. A line with a mistake is reported
// and dropped and the rest is read, as Postfix does: a broken IF frees its body.
type ruleParser struct {
	dialect dialect
	file    string
	label   string
	table   *ruleTable
	open    []int // indexes of IF rules without ENDIF so far
	report  *report

	unsupported error // the first pattern that only the original understands
}

// parseRules reads a table. The error is that a pattern is right but not
// supported: leaving its rule out would send mail where production does not.
func parseRules(name, file string, d dialect, lines []logicalLine, rep *report) (*ruleTable, error) {
	label := d.name + " map " + file
	p := &ruleParser{dialect: d, file: file, label: label, table: newRuleTable(name, label), report: rep}
	for _, l := range lines {
		p.line(l)
	}
	p.unterminated()
	lintRules(p.table, file, rep)
	return p.table, p.unsupported
}

// mistake reports a line that is not used, in Postfix's words.
func (p *ruleParser) mistake(line int, format string, args ...any) {
	p.warn(line, true, fmt.Sprintf(format, args...))
}

func (p *ruleParser) warn(line int, mistake bool, text string) {
	p.report.add(Warning{
		File: p.file, Line: line, Mistake: mistake, Text: sentence(text),
		Postfix: fmt.Sprintf("%s, line %d: %s", p.label, line, text),
	})
}

func (p *ruleParser) line(l logicalLine) {
	text := trimRight(l.text)
	switch {
	case text == "":
	case isSpace(text[0]):
		p.report.add(leadingSpace(p.file, l.line, l.text))
	case !isAlnum(text[0]):
		p.rule(l.line, text)
	case keyword(text, "if"):
		p.ifLine(l.line, text[2:])
	case keyword(text, "endif"):
		p.endif(l.line, text[5:])
	default:
		p.mistake(l.line, "ignoring unrecognized request")
	}
}

// leadingSpace is the mistake of a logical line that begins with white space.
func leadingSpace(file string, line int, text string) Warning {
	shown, more := text, ""
	if len(shown) > maxShown {
		shown, more = shown[:maxShown], "..."
	}
	return Warning{
		File: file, Line: line, Mistake: true,
		Text:    "the first line of a rule must not begin with white space; the line is not used",
		Postfix: fmt.Sprintf("%s: logical line must not start with whitespace: \"%s%s\"", file, printable(shown), more),
	}
}

// maxShown is how much of a line is shown.
const maxShown = 30

// keyword reports whether text begins with word, in any case, and the word
// ends there.
func keyword(text, word string) bool {
	return len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) &&
		(len(text) == len(word) || !isAlnum(text[len(word)]))
}

// rawPattern is a pattern as it stands in the table.
type rawPattern struct {
	negated bool
	text    string
	flags   string
	compile compileFunc
}

// pattern reads "[!]/pattern/flags" and returns what follows it.
func (p *ruleParser) pattern(line int, text string) (raw rawPattern, rest string, ok bool) {
	for text != "" && (text[0] == '!' || isSpace(text[0])) {
		raw.negated = raw.negated != (text[0] == '!')
		text = text[1:]
	}
	if text == "" {
		p.mistake(line, "no regexp: skipping this rule")
		return raw, "", false
	}
	end := closingDelimiter(text, p.dialect.lastCloses)
	if end < 0 {
		p.mistake(line, "no closing regexp delimiter \"%s\": %s this rule", printable(text[:1]), p.dialect.unclosed)
		return raw, "", false
	}
	raw.text, rest = text[1:end], text[end+1:]
	n := 0
	for n < len(rest) && !isSpace(rest[n]) && (rest[n] != '!' || !p.dialect.second) {
		n++
	}
	raw.flags = rest[:n]
	var notes []string
	var err error
	raw.compile, notes, err = p.dialect.flags(rest[:n])
	for _, note := range notes {
		p.warn(line, false, note)
	}
	if err != nil {
		p.mistake(line, "%s", err)
		return raw, "", false
	}
	return raw, rest[n:], true
}

// closingDelimiter returns where the byte at 0 occurs again, a backslash
// protecting the byte behind it; -1 if it does not. A backslash that is the last
// byte of the line protects nothing: it closes where lastCloses says so.
func closingDelimiter(text string, lastCloses bool) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			if i++; i >= len(text) && lastCloses {
				return len(text) - 1
			}
		case text[0]:
			return i
		}
	}
	return -1
}

// compile compiles a pattern of a rule.
func (p *ruleParser) compile(line int, raw rawPattern) (condition, bool) {
	re, err := raw.compile(raw.text)
	if err != nil {
		var bad *pattern.SyntaxError
		if errors.As(err, &bad) && bad.Unsupported && p.unsupported == nil {
			p.unsupported = fmt.Errorf("%s:%d: %s", p.file, line, bad.Text)
		}
		p.mistake(line, "%s", err)
		return condition{}, false
	}
	return condition{re: re, negated: raw.negated}, true
}

// rule reads a match rule.
func (p *ruleParser) rule(line int, text string) {
	first, rest, ok := p.pattern(line, text)
	if !ok {
		return
	}
	var second *rawPattern
	if p.dialect.second && strings.HasPrefix(rest, "!") {
		var raw rawPattern
		if raw, rest, ok = p.pattern(line, rest); !ok {
			return
		}
		second = &raw
	}
	if rest = trimLeft(rest); rest == "" {
		p.warn(line, false, "no replacement text: using empty string")
	}
	result, ok := p.resultText(line, rest, first.negated)
	if !ok {
		return
	}
	p.addRule(rule{line: line, result: result, raw: first}, first, second)
}

// addRule compiles the patterns of a match rule and adds it to the table.
func (p *ruleParser) addRule(r rule, first rawPattern, second *rawPattern) {
	var ok bool
	if r.first, ok = p.compile(r.line, first); !ok {
		return
	}
	if r.result.max > r.first.re.Groups() {
		p.mistake(r.line, "out of range replacement index \"%d\": skipping this rule", r.result.max)
		return
	}
	if second != nil {
		c, ok := p.compile(r.line, *second)
		if !ok {
			return
		}
		r.second = &c
	}
	p.table.rules = append(p.table.rules, r)
}

// resultText parses the result of a rule.
func (p *ruleParser) resultText(line int, text string, negated bool) (*substitution, bool) {
	s, bad := parseSubstitution(text, p.dialect)
	for _, b := range bad {
		if b.mapped {
			p.mistake(line, "%s", b.text)
			continue
		}
		p.report.add(Warning{File: p.file, Line: line, Mistake: true, Text: b.text, Postfix: b.text})
	}
	switch {
	case len(bad) > 0:
		p.mistake(line, "bad replacement syntax: skipping this rule")
	case negated && s.max > 0:
		p.mistake(line, "$number found in negative match replacement text: skipping this rule")
	default:
		return s, true
	}
	return nil, false
}

// ifLine opens a block.
func (p *ruleParser) ifLine(line int, text string) {
	raw, rest, ok := p.pattern(line, trimLeft(text))
	if !ok {
		return
	}
	if rest = trimLeft(rest); rest != "" {
		p.warn(line, true, fmt.Sprintf("ignoring extra text after IF statement: \"%s\"", printable(rest)))
		p.warn(line, true, "do not prepend whitespace to statements between IF and ENDIF")
	}
	c, ok := p.compile(line, raw)
	if !ok {
		return
	}
	p.open = append(p.open, len(p.table.rules))
	p.table.rules = append(p.table.rules, rule{line: line, op: opIf, first: c, raw: raw})
}

// endif closes the innermost open block.
func (p *ruleParser) endif(line int, text string) {
	if len(p.open) == 0 {
		p.mistake(line, "ignoring ENDIF without matching IF")
		return
	}
	if trimLeft(text) != "" {
		p.warn(line, false, "ignoring extra text after ENDIF")
	}
	last := len(p.open) - 1
	p.table.rules[p.open[last]].skip = len(p.table.rules)
	p.open = p.open[:last]
	p.table.rules = append(p.table.rules, rule{line: line, op: opEndif})
}

// unterminated lets the blocks that are still open run to the end.
func (p *ruleParser) unterminated() {
	for i := len(p.open) - 1; i >= 0; i-- {
		r := &p.table.rules[p.open[i]]
		r.skip = len(p.table.rules)
		p.warn(r.line, true, "IF has no matching ENDIF")
	}
}
