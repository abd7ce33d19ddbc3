package imap

import (
	"bytes"
	"strconv"
	"strings"
)

// correctSearch rewrites SMALLER n as NOT LARGER n-1. The engine forgets
// SMALLER when a date or LARGER follows it; NOT it keeps.
func correctSearch(text []byte) []byte {
	if !bytes.Contains(bytes.ToUpper(text), []byte("SMALLER")) {
		return text
	}
	out := make([]byte, 0, len(text)+16)
	skip := 3 // tag, command and, of UID SEARCH, one word more
	for len(text) > 0 {
		word, rest := cutWord(text)
		text = rest
		key := strings.ToUpper(string(word))
		switch {
		case len(word) == 1 && strings.Contains("() \r\n", key):
		case skip > 0:
			skip--
			if skip == 1 && key == "SEARCH" {
				skip = 0
			}
		case key == "SMALLER":
			number, rest := cutWord(bytes.TrimPrefix(text, []byte{' '}))
			if n, err := strconv.ParseUint(string(number), 10, 63); err == nil && n > 1 {
				word = strconv.AppendUint([]byte("NOT LARGER "), n-1, 10)
				text = rest
			}
		default:
			skip = arguments(key)
		}
		out = append(out, word...)
	}
	return out
}

// arguments returns how many words follow a search key that are none.
func arguments(key string) int {
	switch key {
	case "BCC", "CC", "FROM", "SUBJECT", "TO", "BODY", "TEXT", "KEYWORD", "UNKEYWORD", "CHARSET", "UID",
		"BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE", "LARGER":
		return 1
	case "HEADER":
		return 2
	}
	return 0
}

// cutWord returns the first word of text: an atom, a quoted string, or what
// stands between words.
func cutWord(text []byte) (word, rest []byte) {
	if len(text) == 0 {
		return nil, nil
	}
	n := 1
	switch text[0] {
	case '(', ')', ' ', '\r', '\n':
	case '"':
		for n < len(text) && text[n] != '"' {
			if text[n] == '\\' {
				n++
			}
			n++
		}
		n = min(n+1, len(text))
	default:
		for n < len(text) && !strings.Contains("() \"\r\n", string(text[n])) {
			n++
		}
	}
	return text[:n], text[n:]
}
