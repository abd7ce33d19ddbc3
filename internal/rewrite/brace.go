package rewrite

import (
	"fmt"
	"strings"
)

// balanced returns the length of the text in balanced braces that s begins
// with, braces included; 0 if there is none.
func balanced(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth <= 0 {
			if i == 0 {
				return 0
			}
			return i + 1
		}
	}
	return 0
}

// braced returns what stands between the braces that enclose the whole of s.
func braced(s string) (string, bool) {
	if n := balanced(s); n == 0 || n != len(s) {
		return "", false
	}
	return s[1 : len(s)-1], true
}

// unbrace returns what stands between the braces of s, trimmed, or Postfix's
// words on what is wrong with them.
func unbrace(s string) (string, error) {
	n := balanced(s)
	if n == 0 {
		return "", fmt.Errorf("missing '}' in \"%s\"", s)
	}
	if s[n:] != "" {
		return "", fmt.Errorf("syntax error after '}' in \"%s\"", s)
	}
	return trimSpace(s[1 : n-1]), nil
}

// listSeparators separate the elements of a list of tables or values.
const listSeparators = ", \t\r\n"

// splitList splits a list at commas and white space that are outside braces.
func splitList(s string) []string {
	var list []string
	for {
		s = strings.TrimLeft(s, listSeparators)
		if s == "" {
			return list
		}
		end, depth := len(s), 0
		for i := range len(s) {
			if depth == 0 && strings.IndexByte(listSeparators, s[i]) >= 0 {
				end = i
				break
			}
			switch s[i] {
			case '{':
				depth++
			case '}':
				depth = max(depth-1, 0)
			}
		}
		list = append(list, s[:end])
		s = s[end:]
	}
}
