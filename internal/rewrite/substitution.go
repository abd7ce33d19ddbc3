package rewrite

import (
	"fmt"
	"strconv"
	"strings"
)

// substitution is the result text of a rule, parsed: literal text with
// references to groups of the pattern between.
type substitution struct {
	parts []textPart
	max   int // highest group named; 0 when the text is all literal
}

// textPart is literal text, or the group of that number when group > 0.
type textPart struct {
	literal string
	group   int
}

// textError is why a result text cannot be used, in Postfix's words.
type textError struct {
	mapped bool // the text is logged with "regexp map FILE, line N: " in front
	text   string
}

// parseSubstitution parses a result text. Postfix expands $name, ${name} and
// $(name) and takes $$ for a dollar sign; in a pattern table a name has to be
// the number of a group. After a name that is none it reads on; it stops at a
// reference without name or end, and then also at one in brackets.
func parseSubstitution(text string, d dialect) (s *substitution, bad []textError) {
	s = &substitution{}
	var literal strings.Builder
	for i := 0; i < len(text); {
		if text[i] != '$' {
			literal.WriteByte(text[i])
			i++
			continue
		}
		if i+1 < len(text) && text[i+1] == '$' {
			literal.WriteByte('$')
			i += 2
			continue
		}
		name, next, ok := macroName(text, i+1)
		if !ok {
			return nil, append(bad, textError{text: fmt.Sprintf("truncated macro reference: \"%s\"", text)})
		}
		if len(bad) > 0 && text[i+1:next] != name {
			break
		}
		if name == "" {
			return nil, append(bad, textError{text: fmt.Sprintf("empty macro name: \"%s\"", text)})
		}
		group, err := groupNumber(name, d)
		if err != nil {
			bad = append(bad, *err)
		}
		s.addLiteral(&literal)
		s.parts = append(s.parts, textPart{group: group})
		s.max = max(s.max, group)
		i = next
	}
	s.addLiteral(&literal)
	return s, bad
}

func (s *substitution) addLiteral(b *strings.Builder) {
	if b.Len() > 0 {
		s.parts = append(s.parts, textPart{literal: b.String()})
		b.Reset()
	}
}

// macroName returns the name that begins at i, behind the dollar sign, and the
// place behind it. Brackets of one kind nest, of two kinds do not.
func macroName(text string, i int) (name string, next int, ok bool) {
	if i < len(text) && (text[i] == '{' || text[i] == '(') {
		open, closing := text[i], byte('}')
		if open == '(' {
			closing = ')'
		}
		depth := 1
		for j := i + 1; j < len(text); j++ {
			switch text[j] {
			case open:
				depth++
			case closing:
				depth--
			}
			if depth == 0 {
				return text[i+1 : j], j + 1, true
			}
		}
		return "", 0, false
	}
	j := i
	for j < len(text) && (isAlnum(text[j]) || text[j] == '_') {
		j++
	}
	return text[i:j], j, true
}

// groupNumber reads the number of a group, 1 or more.
func groupNumber(name string, d dialect) (int, *textError) {
	for i := range len(name) {
		if !isDigit(name[i]) {
			return 0, &textError{mapped: true, text: fmt.Sprintf("non-numeric replacement index \"%s\"", name)}
		}
	}
	// As atoi(3) has it, where an int has 32 bits.
	long, _ := strconv.ParseInt(name, 10, 64)
	n := int(int32(long))
	if n < 1 {
		return 0, &textError{mapped: true, text: fmt.Sprintf("%s replacement index \"%s\"", d.outOfRange, name)}
	}
	return n, nil
}

// expand returns the text with the groups of key at loc filled in. loc holds
// two offsets for each group from 0 on, -1 for a group that took no part.
func (s *substitution) expand(key string, loc []int) string {
	if len(s.parts) == 1 && s.parts[0].group == 0 {
		return s.parts[0].literal
	}
	size := 0
	for _, p := range s.parts {
		size += len(p.literal)
		if i := 2 * p.group; p.group > 0 && i+1 < len(loc) && loc[i] >= 0 {
			size += loc[i+1] - loc[i]
		}
	}
	var b strings.Builder
	b.Grow(size)
	for _, p := range s.parts {
		b.WriteString(p.literal)
		if i := 2 * p.group; p.group > 0 && i+1 < len(loc) && loc[i] >= 0 {
			b.WriteString(key[loc[i]:loc[i+1]])
		}
	}
	return b.String()
}
