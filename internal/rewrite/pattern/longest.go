package pattern

// memoLimit bounds the bits that a match may use to remember where it was.
const memoLimit = 1 << 26

// exactSteps is how long the groups of a match are looked for without memory,
// which is exact; after that with it, which is bounded.
const exactSteps = 200_000

// anywhere reports whether the key matches at all: for that one way through is
// enough.
func (m *Matcher) anywhere() bool {
	_, _, ok := m.extent(true)
	return ok
}

// extent returns the leftmost match and, unless any will do, the longest there.
// What was tried in vain from one start need not be tried from the next.
func (m *Matcher) extent(anyEnd bool) (start, end int32, ok bool) {
	m.prepareMemo()
	m.mode = modeLongest
	for s := int32(0); s <= int32(len(m.text)); s++ {
		if !m.prog.mayStart(m.text, s) {
			if m.prog.anchored {
				break
			}
			continue
		}
		m.best = -1
		m.any = anyEnd
		if _, out := m.attempt(s); out == gaveUp {
			return 0, 0, false
		}
		if m.best >= 0 {
			return s, m.best, true
		}
	}
	return 0, 0, false
}

// prepareMemo lets the matcher remember what it tried, where that is all that
// an attempt depends on and not too much.
func (m *Matcher) prepareMemo() {
	bits := len(m.prog.code) * (len(m.text) + 1)
	if m.memory = m.prog.memo && bits <= memoLimit; !m.memory {
		return
	}
	words := (bits + 63) / 64
	if cap(m.visited) < words {
		m.visited = make([]uint64, words)
	}
	m.visited = m.visited[:words]
	clear(m.visited)
}

// findLongest returns the groups of the leftmost-longest match: of the ways to
// match that much, the first that backtracking finds, as glibc has it.
func (m *Matcher) findLongest() []int {
	if loc := m.findToEnd(); loc != nil {
		return loc
	}
	start, end, ok := m.extent(false)
	if !ok {
		return nil
	}
	m.mode, m.want, m.memory = modeExact, end, false
	if m.prog.memo {
		m.limit = exactSteps
	}
	stop, out := m.attempt(start)
	m.limit = stepLimit
	if out == gaveUp && m.prog.memo {
		m.err = nil
		m.prepareMemo()
		stop, out = m.attempt(start)
	}
	if out != matched {
		return nil
	}
	m.regs[1] = stop
	return m.offsets(start)
}

// findToEnd looks for a match from the first place where one can begin to the
// end of the key: no match is further left or longer. Most rules of tables end
// with $, and are through with this.
func (m *Matcher) findToEnd() []int {
	if !m.prog.toEnd {
		return nil
	}
	start, end := int32(0), int32(len(m.text))
	for !m.prog.mayStart(m.text, start) {
		if start++; start > end {
			return nil
		}
	}
	m.mode, m.want, m.memory, m.limit = modeExact, end, false, exactSteps/100
	stop, out := m.attempt(start)
	m.limit, m.err = stepLimit, nil
	if out != matched {
		return nil
	}
	m.regs[1] = stop
	return m.offsets(start)
}
