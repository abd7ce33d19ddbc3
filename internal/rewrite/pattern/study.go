package pattern

import "math/bits"

// study finds what can be known of a match before it is tried: where it can
// begin and which text it must hold.
func (re *Regexp) study(root *node) {
	re.prog.anchored = anchored(root)
	if n := len(root.subs); root.kind == kCat && n > 0 {
		last := root.subs[n-1]
		re.prog.toEnd = re.prog.posix && last.kind == kAssert && last.what == textEnd
	}
	if s, empty := first(root, 0); !empty && !s.full() {
		re.prog.starts = s
	}
	chars := required(root)
	re.need, re.needFold = literalText(chars, re.prog.upper)
	re.literal = re.need != "" && allChars(root) && !re.prog.unmatchable(chars)
}

// mayStart reports whether a match may begin at s.
func (p *program) mayStart(text string, s int32) bool {
	if p.anchored && s > 0 {
		return false
	}
	return p.starts == nil || int(s) < len(text) && p.starts.hasByte(text[s])
}

// anchored reports whether n can only match at the start of the text.
func anchored(n *node) bool {
	switch n.kind {
	case kAssert:
		return n.what == textStart
	case kCat:
		return len(n.subs) > 0 && anchored(n.subs[0])
	case kGroup, kAtomic:
		return anchored(n.subs[0])
	case kAlt:
		for _, sub := range n.subs {
			if !anchored(sub) {
				return false
			}
		}
		return true
	case kRepeat:
		return n.min > 0 && anchored(n.subs[0])
	}
	return false
}

// first returns the bytes that a match of n can begin with, and whether it can
// be empty.
func first(n *node, depth int) (*set, bool) {
	if depth++; depth > maxDepth {
		return everything(), true
	}
	switch n.kind {
	case kChar, kSet:
		return n.byteSet(), false
	case kGroup, kAtomic:
		return first(n.subs[0], depth)
	case kRepeat:
		s, empty := first(n.subs[0], depth)
		return s, empty || n.min == 0
	case kCat, kAlt:
		return firstOf(n, depth)
	case kEmpty, kAssert, kLook, kBack, kVerb:
		return &set{}, true
	case kFail:
		return &set{}, false
	}
	return everything(), true
}

func firstOf(n *node, depth int) (*set, bool) {
	all := &set{}
	for _, sub := range n.subs {
		s, empty := first(sub, depth)
		all.union(&set{bits: s.bits})
		if n.kind == kCat && !empty {
			return all, false
		}
		if n.kind == kAlt && empty {
			return everything(), true
		}
	}
	return all, n.kind == kCat
}

func everything() *set {
	s := &set{}
	s.complement()
	return s
}

// required returns the longest run of characters that every match holds.
func required(n *node) []*node {
	switch n.kind {
	case kChar:
		return []*node{n}
	case kGroup, kAtomic:
		return required(n.subs[0])
	case kRepeat:
		if n.min > 0 {
			return required(n.subs[0])
		}
	case kCat:
		var best, run []*node
		for _, sub := range n.subs {
			if sub.kind == kChar {
				run = append(run, sub)
				best = longer(best, run)
				continue
			}
			run = nil
			best = longer(best, required(sub))
		}
		return best
	}
	return nil
}

func longer(a, b []*node) []*node {
	if len(b) > len(a) {
		return append([]*node(nil), b...)
	}
	return a
}

// literalText returns the text of chars, in lower case if any of them matches
// in either case.
func literalText(chars []*node, upper bool) (text string, fold bool) {
	b := make([]byte, len(chars))
	for i, n := range chars {
		b[i] = byte(n.char)
		fold = fold || isAlpha(b[i]) && (n.fold || upper)
	}
	if fold {
		for i := range b {
			b[i] = lower(b[i])
		}
	}
	return string(b), fold
}

func allChars(n *node) bool {
	if n.kind == kChar {
		return true
	}
	for _, sub := range n.subs {
		if sub.kind != kChar {
			return false
		}
	}
	return n.kind == kCat
}

// unmatchable reports whether a character can occur in no key: a lower-case
// letter where the key is raised to upper case; or whether lower-casing the
// run would let it match where it must not.
func (p *program) unmatchable(chars []*node) bool {
	fold := false
	for _, n := range chars {
		fold = fold || n.fold
		if p.upper && isLower(byte(n.char)) {
			return true
		}
	}
	for _, n := range chars {
		if fold && !n.fold && isAlpha(byte(n.char)) {
			return true
		}
	}
	return false
}

// oneLetter reports whether the set is one byte, or one letter in both cases:
// with verbs in a pattern it shows where PCRE2 looks for its first byte.
func (s *set) oneLetter() bool {
	if s == nil {
		return false
	}
	n := 0
	var folded set
	for c := range 256 {
		if s.hasByte(byte(c)) {
			folded.add(lower(byte(c)))
		}
	}
	for _, w := range folded.bits {
		n += bits.OnesCount64(w)
	}
	return n == 1
}
