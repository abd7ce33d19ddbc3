package pattern

// outcome is how an attempt ended.
type outcome byte

const (
	failed    outcome = iota
	matched           // at the place returned
	accepted          // the same, by (*ACCEPT): atomic groups around it are through, too
	pruned            // (*PRUNE): failed, not to be retried from this start
	skipped           // (*SKIP): failed, on from the place returned
	committed         // (*COMMIT): failed for good
	thenBack          // (*THEN) with no alternation to go back to: as pruned
	gaveUp            // Matcher.err says why
	goOn              // not ended
)

// choice is a way that was not taken.
type choice struct {
	pc, pos int32
	low     int32 // of a repetition: the last place to give back to
	trail   int32 // registers are undone to here
	kind    choiceKind
	mark    int32 // the alternation that it belongs to
	frame   *frame
}

type choiceKind byte

const (
	altChoice  choiceKind = iota // go on at pc, pos
	giveBack                     // one byte less, down to low
	takeMore                     // one byte more, up to low, of the set at pc-1
	verbChoice                   // a verb is passed backwards: mark says which
)

// frame is a subroutine call that has not returned.
type frame struct {
	group  int32
	back   int32 // where to go on
	pos    int32
	saved  []int32 // registers of groups before the call
	parent *frame
	depth  int
}

func (m *Matcher) set(reg, value int32) {
	m.trail = append(m.trail, undo{reg, m.regs[reg]})
	m.regs[reg] = value
}

func (m *Matcher) undoTo(mark int32) {
	for int32(len(m.trail)) > mark {
		last := len(m.trail) - 1
		m.regs[m.trail[last].reg] = m.trail[last].old
		m.trail = m.trail[:last]
	}
}

func (m *Matcher) push(c choice) {
	m.steps--
	c.trail = int32(len(m.trail))
	m.stack = append(m.stack, c)
}

// run executes the program from pc until it ends or no way is left that was
// pushed since. Ways left over from success are dropped: whoever wants them
// back runs in the same call.
func (m *Matcher) run(pc, pos int32, fr *frame) (int32, outcome) {
	base := len(m.stack)
	code, text := m.prog.code, m.text
	for {
		in := &code[pc]
		switch in.op {
		case opSet:
			if pos < int32(len(text)) && in.set.hasByte(text[pos]) {
				pos++
				pc++
				continue
			}
		case opText:
			end := pos + int32(len(in.text))
			if end <= int32(len(text)) && text[pos:end] == in.text {
				pos = end
				pc++
				continue
			}
		case opTextFold:
			end := pos + int32(len(in.text))
			if end <= int32(len(text)) && m.low[pos:end] == in.text {
				pos = end
				pc++
				continue
			}
		case opSplit:
			if !m.seen(pc, pos) {
				m.push(choice{pc: in.y, pos: pos, frame: fr})
				pc = in.x
				continue
			}
		case opAltMark:
			if !m.seen(pc, pos) {
				m.push(choice{pc: in.x, pos: pos, frame: fr, mark: in.y})
				pc++
				continue
			}
		case opJump:
			pc = in.x
			continue
		case opSave:
			m.set(in.x, pos)
			pc++
			continue
		case opAssert:
			if m.holds(in, pos, fr) {
				pc++
				continue
			}
		case opRepeat, opRepeatLazy, opRepeatOnce:
			if next, ok := m.repeat(in, pc, pos, fr); ok {
				pos = next
				pc++
				continue
			}
		case opSubEnd:
			m.stack = m.stack[:base]
			return pos, matched
		default:
			var out outcome
			if pc, pos, fr, out = m.step(in, pc, pos, fr); out == goOn {
				continue
			} else if out != failed {
				m.stack = m.stack[:base]
				return pos, out
			}
		}
		var out outcome
		if pc, pos, fr, out = m.backtrack(base); out != goOn {
			m.stack = m.stack[:base]
			return pos, out
		}
	}
}

// seen reports whether the way from here on was tried before, where that can
// be remembered.
func (m *Matcher) seen(pc, pos int32) bool {
	if !m.memory {
		return false
	}
	i := int(pc)*(len(m.text)+1) + int(pos)
	word, bit := i>>6, uint64(1)<<(i&63)
	if m.visited[word]&bit != 0 {
		return true
	}
	m.visited[word] |= bit
	return false
}

// repeat takes bytes of a set and remembers that it can take fewer or more.
func (m *Matcher) repeat(in *inst, pc, pos int32, fr *frame) (int32, bool) {
	if m.seen(pc, pos) {
		return 0, false
	}
	text := m.text
	least, most := pos+in.x, int32(len(text))
	if in.y < most-pos {
		most = pos + in.y
	}
	if in.op == opRepeatLazy {
		end := m.span(in.set, pos, min(least, most))
		if end < least {
			return 0, false
		}
		if end < most {
			m.push(choice{kind: takeMore, pc: pc + 1, pos: end, low: most, frame: fr})
		}
		return end, true
	}
	end := m.span(in.set, pos, most)
	if end < least {
		return 0, false
	}
	if end > least && in.op == opRepeat {
		m.push(choice{kind: giveBack, pc: pc + 1, pos: end, low: least, frame: fr})
	}
	return end, true
}

// span returns how far bytes of the set reach, at most to limit.
func (m *Matcher) span(s *set, pos, limit int32) int32 {
	text := m.text
	for pos < limit && s.hasByte(text[pos]) {
		pos++
	}
	return pos
}

// backtrack goes back to the last way that was not taken.
func (m *Matcher) backtrack(base int) (pc, pos int32, fr *frame, out outcome) {
	for len(m.stack) > base {
		if m.steps--; m.steps <= 0 || len(m.stack) > stackLimit {
			m.err = ErrLimit
			return 0, 0, nil, gaveUp
		}
		c := &m.stack[len(m.stack)-1]
		m.undoTo(c.trail)
		switch c.kind {
		case altChoice:
			m.stack = m.stack[:len(m.stack)-1]
			if c.pc >= 0 {
				return c.pc, c.pos, c.frame, goOn
			}
		case giveBack:
			c.pos--
			m.skipTo(c)
			pc, pos, fr = c.pc, c.pos, c.frame
			if c.pos <= c.low {
				m.stack = m.stack[:len(m.stack)-1]
			}
			return pc, pos, fr, goOn
		case takeMore:
			if m.prog.code[c.pc-1].set.hasByte(m.text[c.pos]) {
				c.pos++
				pc, pos, fr = c.pc, c.pos, c.frame
				if c.pos >= c.low {
					m.stack = m.stack[:len(m.stack)-1]
				}
				return pc, pos, fr, goOn
			}
			m.stack = m.stack[:len(m.stack)-1]
		case verbChoice:
			pos, out = c.pos, outcome(c.mark)
			if out != thenBack || !m.dropBranch(base, c.low) {
				return 0, pos, nil, out
			}
		}
	}
	return 0, 0, nil, failed
}

// skipTo gives back more at once where text comes next that can only begin
// further left. It counts as many steps as giving back one by one.
func (m *Matcher) skipTo(c *choice) {
	pc := c.pc
	in := &m.prog.code[pc]
	for in.op == opPosixClose || in.op == opGroupEnd && c.frame == nil {
		pc++
		in = &m.prog.code[pc]
	}
	text := m.text
	switch in.op {
	case opText:
	case opTextFold:
		text = m.low
	default:
		return
	}
	from := c.pos
	for first := in.text[0]; c.pos > c.low && (int(c.pos) >= len(text) || text[c.pos] != first); {
		c.pos--
	}
	m.steps -= int(from - c.pos)
}

// dropBranch drops the ways of the branch that holds (*THEN), so that the next
// branch of the alternation is tried; false when that is not among them.
func (m *Matcher) dropBranch(base int, mark int32) bool {
	for i := len(m.stack) - 1; i >= base; i-- {
		if m.stack[i].kind == altChoice && m.stack[i].mark == mark && mark > 0 {
			m.stack = m.stack[:i+1]
			return true
		}
	}
	return false
}
