package rewrite

import (
	"strings"
)

// logicalLine is one line of a table after continuation lines are joined.
type logicalLine struct {
	text string
	line int // of its first physical line
}

// isSpace is isspace(3) in the C locale: the only white space of a table.
func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// isDigit and isAlnum are the C locale's, too.
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isAlnum(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// trimSpace trims white space of the C locale at both ends.
func trimSpace(s string) string { return trimLeft(trimRight(s)) }

func trimLeft(s string) string {
	for s != "" && isSpace(s[0]) {
		s = s[1:]
	}
	return s
}

func trimRight(s string) string {
	for s != "" && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// logicalLines yields the logical lines of text: lines that are empty or begin
// with # are dropped wherever they are, and a line that begins with white
// space continues the one before, joined without a blank. NUL ends a line's
// text, as it ends a C string; a line that begins with it is empty.
func logicalLines(text string, yield func(logicalLine)) {
	var parts []string
	var first, number int
	flush := func() {
		if len(parts) > 0 {
			yield(logicalLine{text: cutNUL(strings.Join(parts, "")), line: first})
		}
		parts = parts[:0]
	}
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		number++
		content := trimLeft(line)
		if content == "" || content[0] == '#' {
			continue
		}
		if len(parts) == 0 || !isSpace(line[0]) {
			flush()
			first = number
		}
		parts = append(parts, line)
	}
	flush()
}

func cutNUL(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	return s
}
