package order

import "strings"

// BaseSubject returns the base subject of s, which is decoded (RFC 5256 §2.1):
// without what answering, forwarding and mailing lists have put around it.
// reply says that it was an answer or a forwarding.
func BaseSubject(s string) (base string, reply bool) {
	s = strings.Join(strings.FieldsFunc(s, isBlank), " ")
	for {
		var cut, wrapped bool
		s, cut = cutTrailers(s)
		reply = reply || cut
		s, cut = cutLeaders(s)
		reply = reply || cut
		if s, wrapped = unwrapForward(s); !wrapped {
			return s, reply
		}
		reply = true
	}
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }

// cutTrailers takes "(fwd)" and white space off the end: step 2.
func cutTrailers(s string) (rest string, cut bool) {
	for {
		s = strings.TrimRight(s, " ")
		n := len(s) - len("(fwd)")
		if n < 0 || !strings.EqualFold(s[n:], "(fwd)") {
			return s, cut
		}
		s, cut = s[:n], true
	}
}

// cutLeaders takes "Re:", "[list] Fwd:" and, unless nothing else is left,
// "[list]" off the beginning: steps 3 to 5.
func cutLeaders(s string) (rest string, cut bool) {
	for {
		s = strings.TrimLeft(s, " ")
		if after, ok := cutLeader(s); ok {
			s, cut = after, true
			continue
		}
		after, ok := cutBlob(s)
		if !ok || after == "" {
			return s, cut
		}
		s = after
	}
}

// cutLeader takes off subj-leader: any number of blobs, then subj-refwd.
func cutLeader(s string) (rest string, ok bool) {
	for {
		after, blob := cutBlob(s)
		if !blob {
			break
		}
		s = after
	}
	n := 0
	switch {
	case hasPrefix(s, "fwd"):
		n = 3
	case hasPrefix(s, "re"), hasPrefix(s, "fw"):
		n = 2
	default:
		return "", false
	}
	s = strings.TrimLeft(s[n:], " ")
	if after, blob := cutBlob(s); blob {
		s = after
	}
	return strings.CutPrefix(s, ":")
}

// cutBlob takes off subj-blob: "[…]", in which there is no bracket, and the
// white space behind it.
func cutBlob(s string) (rest string, ok bool) {
	if s == "" || s[0] != '[' {
		return s, false
	}
	end := strings.IndexAny(s[1:], "[]")
	if end < 0 || s[1+end] == '[' {
		return s, false
	}
	return strings.TrimLeft(s[end+2:], " "), true
}

// unwrapForward takes off "[fwd:" and "]" around everything: step 6.
func unwrapForward(s string) (inside string, ok bool) {
	if !hasPrefix(s, "[fwd:") || s[len(s)-1] != ']' {
		return s, false
	}
	return s[len("[fwd:") : len(s)-1], true
}

// hasPrefix compares without regard to case.
func hasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
