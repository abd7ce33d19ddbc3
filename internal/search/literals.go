package search

import (
	"regexp"
	"regexp/syntax"
	"unicode"
)

// literalsOf returns what a text needs for re to match it: the literals that no
// match is without.
func literalsOf(re *regexp.Regexp) Condition {
	parsed, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return Condition{} // it has been compiled
	}
	return needed(parsed.Simplify())
}

// needed returns what re cannot match without.
func needed(re *syntax.Regexp) Condition {
	switch re.Op {
	case syntax.OpLiteral:
		return literal(re)
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed(re.Sub[0])
		}
	case syntax.OpConcat:
		var c Condition
		for _, sub := range re.Sub {
			if part := needed(sub); !part.Empty() {
				c.All = append(c.All, part)
			}
		}
		return c
	case syntax.OpAlternate:
		var c Condition
		for _, sub := range re.Sub {
			part := needed(sub)
			if part.Empty() {
				return Condition{}
			}
			c.Any = append(c.Any, part)
		}
		return c
	}
	return Condition{}
}

// literal returns what a text needs for a literal. It is cut where the texts
// that it matches may differ when they are folded, and at white space, which a
// signature has less of.
func literal(re *syntax.Regexp) Condition {
	var c Condition
	var word []rune
	for _, r := range re.Rune {
		if plain, ok := foldedAlways(r, re.Flags&syntax.FoldCase != 0); ok {
			word = append(word, plain)
			continue
		}
		c.Buckets = append(c.Buckets, bucketsOf(string(word))...)
		word = word[:0]
	}
	c.Buckets = append(c.Buckets, bucketsOf(string(word))...)
	return c
}

// foldedAlways returns what stands in a folded text where r, in any case if
// that is so, matches it. ok is false if that may be several things.
func foldedAlways(r rune, anyCase bool) (plain rune, ok bool) {
	found := 0
	try := func(c rune) {
		if fold(string(c)) == string(c) && !unicode.IsSpace(c) {
			plain = c
			found++
		}
	}
	try(r)
	for c := unicode.SimpleFold(r); anyCase && c != r; c = unicode.SimpleFold(c) {
		try(c)
	}
	return plain, found == 1
}
