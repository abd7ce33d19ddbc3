package pattern

import "strings"

// stepLimit is how many steps one attempt may take: PCRE2's default match limit.
const stepLimit = 10_000_000

// lookupLimit is how many steps all attempts for one key may take together.
const lookupLimit = 4 * stepLimit

// stackLimit is how many ways back one attempt may remember.
const stackLimit = 1 << 20

// callLimit bounds how deep sub-programs and subroutine calls nest.
const callLimit = 5000

// Matcher matches patterns against one key at a time. It keeps the memory that
// matching needs, so that a table reuses it from key to key; it is not safe
// for concurrent use.
type Matcher struct {
	key, low, up string
	left         int // steps left for the key

	prog    *program
	text    string // the key as the program sees it
	regs    []int32
	trail   []undo
	stack   []choice
	visited []uint64
	log     []nodeSet // of automata
	loc     []int     // the answer of Find
	limit   int       // steps that one attempt may take
	steps   int       // left for the attempt
	depth   int
	mode    mode
	want    int32 // modeExact: where the match has to end
	best    int32 // modeLongest: where the longest match so far ends
	any     bool  // modeLongest: any match will do
	memory  bool  // visited is in use
	err     error
}

// mode is what the end of the pattern means.
type mode byte

const (
	modeFirst   mode = iota // the first way through is the match
	modeLongest             // every way through is tried
	modeExact               // the first way through that ends at want
)

// undo is a register as it was.
type undo struct{ reg, old int32 }

// NewMatcher returns a matcher without a key.
func NewMatcher() *Matcher { return &Matcher{} }

// Reset sets the key that is matched from here on and gives it a new budget.
func (m *Matcher) Reset(key string) {
	m.key, m.low, m.up = key, "", ""
	m.left = lookupLimit
}

// lowKey returns the key with ASCII letters in lower case.
func (m *Matcher) lowKey() string {
	if m.low == "" {
		m.low = mapASCII(m.key, isUpper, 32)
	}
	return m.low
}

// upKey returns the key with ASCII letters in upper case.
func (m *Matcher) upKey() string {
	if m.up == "" {
		m.up = mapASCII(m.key, isLower, 224)
	}
	return m.up
}

// mapASCII adds d to the bytes for which f holds; s is returned as it is when
// there are none.
func mapASCII(s string, f func(byte) bool, d byte) string {
	for i := range len(s) {
		if !f(s[i]) {
			continue
		}
		var b strings.Builder
		b.Grow(len(s))
		b.WriteString(s[:i])
		for ; i < len(s); i++ {
			c := s[i]
			if f(c) {
				c += d
			}
			b.WriteByte(c)
		}
		return b.String()
	}
	return s
}

// Match reports whether the key matches. The error is ErrLimit or ErrLoop.
func (m *Matcher) Match(re *Regexp) (bool, error) {
	if ok, sure := re.screen(m); sure {
		return ok, nil
	}
	m.begin(re)
	switch {
	case re.matches != nil:
		_, ok := m.automatic(re, re.matches, -1)
		return ok, nil
	case re.prog.posix:
		return m.anywhere(), m.err
	}
	_, ok := m.search()
	return ok, m.err
}

// FindUpTo returns the offsets of the match and of its groups up to n, two for
// each, -1 for a group that took no part; nil when the key does not match. They
// are good until FindUpTo is called again. How many are asked for can make a
// difference in what glibc says of them; there may be more in the answer.
func (m *Matcher) FindUpTo(re *Regexp, n int) ([]int, error) {
	if ok, sure := re.screen(m); sure && !ok {
		return nil, nil
	}
	m.begin(re)
	if re.finds != nil {
		loc, _ := m.automatic(re, re.finds, n)
		return loc, nil
	}
	if re.prog.posix {
		return m.findLongest(), m.err
	}
	start, ok := m.search()
	if !ok {
		return nil, m.err
	}
	return m.offsets(start), nil
}

func (m *Matcher) begin(re *Regexp) {
	m.prog = &re.prog
	m.text = m.key
	if re.prog.upper {
		m.text = m.upKey()
	} else if !re.prog.posix && re.fold {
		m.lowKey()
	}
	m.err = nil
	m.mode, m.memory = modeFirst, false
	m.depth, m.limit = 0, stepLimit
	if cap(m.regs) < re.prog.registers {
		m.regs = make([]int32, re.prog.registers)
	}
	m.regs = m.regs[:re.prog.registers]
}

// attempt tries to match at start.
func (m *Matcher) attempt(start int32) (end int32, out outcome) {
	for i := range m.regs {
		m.regs[i] = -1
	}
	m.trail, m.stack = m.trail[:0], m.stack[:0]
	m.steps = min(m.limit, m.left)
	budget := m.steps
	end, out = m.run(0, start, nil)
	m.left -= budget - m.steps
	return end, out
}

// search looks for the first match, as PCRE2 does, and returns where it begins.
func (m *Matcher) search() (start int32, ok bool) {
	re := m.prog
	for s := int32(0); s <= int32(len(m.text)); s++ {
		if !re.mayStart(m.text, s) {
			if re.anchored {
				break
			}
			continue
		}
		end, out := m.attempt(s)
		switch out {
		case matched, accepted:
			m.regs[1] = end
			return s, true
		case committed, gaveUp:
			return 0, false
		case skipped:
			s = max(s, end-1)
		}
	}
	return 0, false
}

// offsets returns the registers of the groups.
func (m *Matcher) offsets(start int32) []int {
	loc := m.loc[:0]
	for i := range 2 * (m.prog.groups + 1) {
		loc = append(loc, int(m.regs[i]))
	}
	m.loc = loc
	loc[0] = int(start)
	for i := 2; i < len(loc); i += 2 {
		if loc[i+1] < 0 || loc[i] < 0 {
			loc[i], loc[i+1] = -1, -1
		}
	}
	return loc
}

// screen answers from literal text alone where it can.
func (re *Regexp) screen(m *Matcher) (ok, sure bool) {
	for _, n := range re.need {
		key := m.key
		switch {
		case n.fold && re.prog.upper:
			key = m.upKey()
		case n.fold:
			key = m.lowKey()
		}
		if !strings.Contains(key, n.text) {
			return false, true
		}
	}
	return re.literal, re.literal
}
