package rewrite

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// reference returns what stands for $name; for name?text and name:text, which
// give a text if the parameter has a value, or has none; and for what 3.0 and
// later write: name?{text}:{text} and {value} operator {value} ? {text} : {text}.
func (p Parameters) reference(name string, depth int) string {
	if strings.HasPrefix(name, "{") {
		return p.comparison(name, depth)
	}
	i := strings.IndexAny(name, "?:")
	if i < 0 {
		return p.expand(p.value(name), depth)
	}
	value := p.expand(p.value(trimSpace(name[:i])), depth)
	if name[i] == '?' {
		return p.choice(name[i+1:], value != "", depth)
	}
	return p.choice(name[i+1:], value == "", depth)
}

// choice returns the first of the texts in "{text}:{text}" or "text" if met,
// otherwise the second.
func (p Parameters) choice(texts string, met bool, depth int) string {
	first, second := texts, ""
	if block, rest := cutBlock(texts); block != "" {
		first, second = unbraced(block), strings.TrimPrefix(trimSpace(rest), ":")
		second = unbraced(trimSpace(second))
	}
	if !met {
		first = second
	}
	return p.expand(first, depth)
}

// cutBlock cuts a text in braces from the front of s; empty without one.
func cutBlock(s string) (block, rest string) {
	s = trimSpace(s)
	if s == "" || s[0] != '{' {
		return "", s
	}
	n := balanced(s)
	return s[:n], s[n:]
}

// unbraced returns what stands in braces, or s without any.
func unbraced(s string) string {
	if s == "" || s[0] != '{' {
		return s
	}
	if inner, err := unbrace(s); err == nil {
		return inner
	}
	return s
}

// comparison returns the text that "{a} operator {b} ? {text} : {text}" chooses.
func (p Parameters) comparison(s string, depth int) string {
	left, rest := cutBlock(s)
	i := strings.IndexByte(rest, '{')
	if i < 0 {
		return ""
	}
	operator := trimSpace(rest[:i])
	right, rest := cutBlock(rest[i:])
	rest, ok := strings.CutPrefix(trimSpace(rest), "?")
	a, b := p.expand(unbraced(left), depth), p.expand(unbraced(right), depth)
	met := compared(a, b, operator)
	if !ok {
		if met {
			return "bool:true"
		}
		return ""
	}
	return p.choice(rest, met, depth)
}

// compared compares two values as numbers where both are, as levels with an
// operator such as "<level", otherwise as text.
func compared(a, b, operator string) bool {
	sign, isLevel := strings.CutSuffix(operator, "level")
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	order := cmp.Compare(a, b)
	switch {
	case isLevel:
		order = slices.Compare(level(a), level(b))
	case errX == nil && errY == nil:
		order = cmp.Compare(x, y)
	}
	switch sign {
	case "==":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	}
	return false
}

// level reads a compatibility level: 3.6 is [3 6].
func level(s string) []int {
	var list []int
	for part := range strings.SplitSeq(s, ".") {
		n, _ := strconv.Atoi(part) // what is no number counts as 0
		list = append(list, n)
	}
	return list
}
