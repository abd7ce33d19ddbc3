package pattern

import (
	"strings"
	"unicode"
)

// property reads \p and \P; the place is on the letter.
func (p *pcreParser) property() (*set, error) {
	negated := p.src[p.pos] == 'P'
	p.pos++
	malformed := p.fail(p.pos, `malformed \P or \p sequence`)
	if !p.more() {
		return nil, malformed
	}
	name := p.src[p.pos : p.pos+1]
	p.pos++
	if name != "{" && !isAlpha(name[0]) {
		return nil, p.fail(p.pos, `malformed \P or \p sequence`)
	}
	if name == "{" {
		end := strings.IndexByte(p.src[p.pos:], '}')
		if end < 0 {
			return nil, p.fail(len(p.src), `malformed \P or \p sequence`)
		}
		name = p.src[p.pos : p.pos+end]
		p.pos += end + 1
		if rest, ok := strings.CutPrefix(name, "^"); ok {
			name, negated = rest, !negated
		}
	}
	in := namedProperty(name)
	if in == nil && otherProperty(bareProperty(name)) {
		return nil, p.unsupported(`\p{` + name + `}`)
	}
	if in == nil {
		return nil, p.fail(p.pos, `unknown property after \P or \p`)
	}
	s := &set{}
	s.addTable(table{in: in, negated: negated})
	return s, nil
}

// canonicalProperty finds the spelling of a property: case, blanks, hyphens
// and underscores do not count.
func canonicalProperty(name string) string {
	bare := bareProperty(name)
	for _, names := range []map[string]*unicode.RangeTable{unicode.Categories, unicode.Properties} {
		for n := range names {
			if bareProperty(n) == bare {
				return n
			}
		}
	}
	for _, n := range []string{"Any", "L&", "Lc", "Xan", "Xps", "Xsp", "Xuc", "Xwd"} {
		if bareProperty(n) == bare {
			return n
		}
	}
	return name
}

// otherProperty reports whether a name is that of a property that PCRE2 has and
// the tables here do not: of writing direction, or derived from others.
func otherProperty(bare string) bool {
	if strings.HasPrefix(bare, "bidi") || strings.HasPrefix(bare, "bc=") || strings.HasPrefix(bare, "bc:") ||
		strings.HasPrefix(bare, "emoji") || strings.HasPrefix(bare, "changeswhen") || strings.HasPrefix(bare, "grapheme") {
		return true
	}
	switch bare {
	case "alphabetic", "alpha", "ascii", "cased", "caseignorable", "ci", "defaultignorablecodepoint", "di", "epres", "ebase", "ecomp", "emod",
		"extendedpictographic", "extpict", "idcontinue", "idc", "idstart", "ids", "lowercase", "lower", "math", "uppercase", "upper",
		"xidcontinue", "xidc", "xidstart", "xids", "cwcf", "cwcm", "cwl", "cwt", "cwu", "grbase", "grext", "grlink":
		return true
	}
	return false
}

func bareProperty(name string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' || r == '\t' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// unicodeProperty returns the test of a property, nil for a name that is none.
func unicodeProperty(name string) func(rune) bool {
	switch name {
	case "Any":
		return func(rune) bool { return true }
	case "L&", "Lc":
		return func(r rune) bool { return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt) }
	case "Xan":
		return func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	case "Xwd":
		return isWordRune
	case "Xsp", "Xps":
		return func(r rune) bool { return unicode.Is(unicode.Z, r) || isHorizontal(r) || isVertical(r) }
	case "Xuc":
		return func(r rune) bool { return r == '$' || r == '@' || r == '`' || r >= 0xA0 && r <= 0xD7FF || r >= 0xE000 }
	case "Cn":
		return func(r rune) bool {
			return !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.C)
		}
	}
	for _, names := range []map[string]*unicode.RangeTable{unicode.Categories, unicode.Properties} {
		if t := names[name]; t != nil {
			return func(r rune) bool { return unicode.Is(t, r) }
		}
	}
	return nil
}
