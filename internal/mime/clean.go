package mime

import "unicode/utf8"

// maxHeaderText bounds the decoded text of one field.
const maxHeaderText = 64 << 10

// clean makes s fit for show: valid UTF-8, white space and line ends turned
// into single spaces, controls and characters that turn the direction of text
// replaced by U+FFFD, at most limit octets.
func clean(s string, limit int) string {
	if len(s) <= limit && plain(s) {
		return s
	}
	b := make([]byte, 0, min(len(s), limit)+utf8.UTFMax)
	space := false
	for _, r := range s {
		if r == ' ' || isBreak(r) {
			space = len(b) > 0
			continue
		}
		if space {
			b = append(b, ' ')
			space = false
		}
		if isUnsafe(r) {
			r = utf8.RuneError
		}
		b = utf8.AppendRune(b, r)
		if len(b) > limit {
			return cut(string(b), limit)
		}
	}
	return string(b)
}

// plain reports whether s is printable UTF-8 without runs of spaces.
func plain(s string) bool {
	last := rune(' ')
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 || isBreak(r) {
				return false
			}
		}
		if isUnsafe(r) || r == ' ' && last == ' ' {
			return false
		}
		last = r
		i += n
	}
	return s == "" || last != ' '
}

// isBreak reports whether r is white space that parts lines or columns.
func isBreak(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

// isUnsafe reports whether r is a control (C0, C1, DEL) or turns the direction
// of text (Unicode Bidirectional Algorithm §2: embeddings, overrides,
// isolates).
func isUnsafe(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// cut shortens s to at most limit octets, on the border of a character, and
// marks that it did.
func cut(s string, limit int) string {
	const mark = "…"
	if len(s) <= limit {
		return s
	}
	if limit < len(mark) {
		return ""
	}
	n := limit - len(mark)
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + mark
}
