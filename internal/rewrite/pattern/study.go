package pattern

import (
	"math/bits"
	"slices"
)

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
	re.need = needs(required(root), re.prog.upper)
	if re.prog.upper {
		for i, n := range re.need {
			re.need[i].text = mapASCII(n.text, func(c byte) bool { return n.fold && isLower(c) }, 224)
		}
	}
	if len(re.need) == 1 && allChars(root) {
		re.literal = !re.prog.unmatchable(root)
	}
}

// need is text that every matching key holds.
type need struct {
	text string
	fold bool // text is in one case, to be found in the key in that case
}

// maxNeeds is how many texts are looked for before a pattern is tried.
const maxNeeds = 3

// needs returns the longest of the runs of characters.
func needs(runs [][]*node, upper bool) []need {
	slices.SortStableFunc(runs, func(a, b []*node) int { return len(b) - len(a) })
	var out []need
	for _, run := range runs[:min(len(runs), maxNeeds)] {
		text, fold := literalText(run, upper)
		out = append(out, need{text, fold})
	}
	return out
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

// required returns the runs of characters that every match holds.
func required(n *node) [][]*node {
	switch n.kind {
	case kChar:
		return [][]*node{{n}}
	case kGroup, kAtomic:
		return required(n.subs[0])
	case kRepeat:
		if n.min > 0 {
			return required(n.subs[0])
		}
	case kCat:
		var runs [][]*node
		joins := false
		for _, sub := range n.subs {
			if sub.kind != kChar {
				runs, joins = append(runs, required(sub)...), false
				continue
			}
			if !joins {
				runs = append(runs, nil)
			}
			last := len(runs) - 1
			runs[last], joins = append(runs[last], sub), true
		}
		return runs
	}
	return nil
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

// unmatchable reports whether a text of characters differs from what is looked
// for: it holds a lower-case letter where the key is raised to upper case, or
// letters of which only some match in either case.
func (p *program) unmatchable(root *node) bool {
	chars := root.subs
	if root.kind == kChar {
		chars = []*node{root}
	}
	fold := slices.ContainsFunc(chars, func(n *node) bool { return n.fold })
	return slices.ContainsFunc(chars, func(n *node) bool {
		c := byte(n.char)
		return p.upper && isLower(c) || fold && !n.fold && isAlpha(c)
	})
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
