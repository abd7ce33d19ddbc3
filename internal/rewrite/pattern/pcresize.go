package pattern

// PCRE2 refuses a pattern whose code is longer than its links reach. The size
// that is reckoned here is that of its code with links of two octets.
const (
	maxPCRECode = 1 << 16
	pcreLink    = 3 // an opcode with a link
	pcreCapture = 5 // and the number of a group
)

// pcreTooLarge reports whether PCRE2 would find a pattern too large.
func pcreTooLarge(root *node) bool { return 2*pcreLink+1+pcreSize(root) > maxPCRECode }

// pcreSize returns the octets of the code for n. It stops adding where the sum
// is too large anyway.
func pcreSize(n *node) int {
	size := 0
	for _, sub := range n.subs {
		if size += pcreSize(sub); size > maxPCRECode {
			return size
		}
	}
	switch n.kind {
	case kChar:
		return 2
	case kSet:
		return n.set.pcreSize()
	case kAlt:
		return size + pcreLink*(len(n.subs)-1)
	case kGroup:
		return size + pcreCapture + pcreLink
	case kLook, kAtomic, kCond:
		return size + 2*pcreLink
	case kRepeat:
		return pcreRepeatSize(n, size)
	case kBackref, kCall, kBack:
		return pcreLink
	case kEmpty, kCat:
		return size
	}
	return 1
}

// pcreSize returns the octets for one character of the set: a type, a single
// character that is meant or not meant, or a map.
func (s *set) pcreSize() int {
	n := 0
	for c := range 256 {
		if s.hasByte(byte(c)) {
			n++
		}
	}
	switch {
	case n >= 255 || s.isType(isDigit) || s.isType(isWord) || s.isType(isSpace):
		return 1
	case n <= 2:
		return 2
	}
	return 33
}

// isType reports whether the set is what f says, or the opposite.
func (s *set) isType(f func(byte) bool) bool {
	t := classSet(f)
	if s.bits == t.bits {
		return true
	}
	t.complement()
	return s.bits == t.bits
}

// pcreRepeatSize returns the octets for a repetition of what takes size. Groups
// are written as often as they may occur.
func pcreRepeatSize(n *node, size int) int {
	if n.subs[0].single() {
		if n.min > 1 {
			size += 2
		}
		if n.max > 1 && n.max > n.min {
			size += 2
		}
		return size
	}
	if n.subs[0].kind == kCat || n.subs[0].kind == kAlt || n.subs[0].kind == kRepeat {
		size += 2 * pcreLink // a group that does not capture
	}
	total := size * max(n.min, 1)
	if more := n.max - n.min; n.max > 0 && more > 0 {
		total += (more-1)*(size+2*pcreLink+1) + 1
		if n.min > 0 {
			total += size + pcreLink
		}
	}
	return min(total, 2*maxPCRECode)
}
