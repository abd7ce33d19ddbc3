package pattern

// step executes the instructions that are not on the beaten track.
func (m *Matcher) step(in *inst, pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	switch in.op {
	case opMatch:
		return m.end(pc, pos, fr)
	case opGroupEnd:
		if fr != nil && fr.group == in.x {
			return m.leave(fr, pos)
		}
		m.set(2*in.x+1, pos)
		return pc + 1, pos, fr, goOn
	case opPosixOpen:
		if m.memory && m.mode == modeLongest {
			return pc + 1, pos, fr, goOn
		}
		m.set(2*in.x, pos)
		m.set(2*in.x+1, -1)
		return pc + 1, pos, fr, goOn
	case opPosixClose:
		if !m.memory || m.mode != modeLongest {
			m.closePOSIX(in, pos)
		}
		return pc + 1, pos, fr, goOn
	case opLoopFirst:
		m.set(in.x, pos)
		return pc + 1, pos, fr, goOn
	case opLoopPCRE:
		if m.regs[in.x] == pos {
			return pc + 1, pos, fr, goOn
		}
		return in.y, pos, fr, goOn
	case opLoopPOSIX:
		return m.loopPOSIX(in, pc, pos, fr)
	case opBackref, opBackrefAny:
		end, ok := m.backref(in, pos)
		return pc + 1, end, fr, going(ok)
	case opBack:
		return m.back(in, pc, pos, fr)
	case opRune, opNewline, opCluster, opAnyOctet:
		end, ok := m.character(in, pos)
		return pc + 1, end, fr, going(ok)
	case opLook, opAtomic, opCondition:
		return m.nested(in, pc, pos, fr)
	case opCall:
		return m.call(in, pc, pos, fr)
	case opVerb:
		return m.doVerb(in, pc, pos, fr)
	}
	return pc, pos, fr, failed
}

func going(ok bool) outcome {
	if ok {
		return goOn
	}
	return failed
}

// end is reached when the pattern, or a call of the whole of it, is through.
func (m *Matcher) end(pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	if fr != nil && fr.group == 0 {
		return m.leave(fr, pos)
	}
	switch m.mode {
	case modeLongest:
		m.best = max(m.best, pos)
		if !m.any && pos < int32(len(m.text)) {
			return pc, pos, fr, failed
		}
	case modeExact:
		if pos != m.want {
			return pc, pos, fr, failed
		}
	}
	return pc, pos, fr, matched
}

// loopPOSIX begins another pass of a loop first and goes on behind it second;
// a pass that has begun at the same place is not begun again.
func (m *Matcher) loopPOSIX(in *inst, pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	if m.regs[in.z] == pos {
		return in.x, pos, fr, goOn
	}
	if m.seen(pc, pos) {
		return pc, pos, fr, failed
	}
	m.push(choice{pc: in.x, pos: pos, frame: fr})
	return pc + 1, pos, fr, goOn
}

// closePOSIX ends a group. A pass that consumed nothing and could have been
// left out takes back what was matched in it.
func (m *Matcher) closePOSIX(in *inst, pos int32) {
	n := int32(2 * (m.prog.groups + 1))
	if !m.prog.marked {
		m.set(2*in.x+1, pos)
		return
	}
	switch {
	case m.regs[2*in.x] < pos:
		m.set(2*in.x+1, pos)
		for i := range n {
			m.change(n+i, m.regs[i])
		}
	case in.y > 0 && m.regs[n+2*in.x] >= 0:
		for i := range n {
			m.change(i, m.regs[n+i])
		}
	default:
		m.set(2*in.x+1, pos)
	}
}

// change sets a register that may have the value already.
func (m *Matcher) change(reg, value int32) {
	if m.regs[reg] != value {
		m.set(reg, value)
	}
}

// backref matches again what a group captured. A group that is not set matches
// nothing.
func (m *Matcher) backref(in *inst, pos int32) (int32, bool) {
	group := in.x
	if in.op == opBackrefAny {
		for _, g := range m.prog.refs[in.x] {
			if group = g; m.regs[2*g] >= 0 && m.regs[2*g+1] >= 0 {
				break
			}
		}
	}
	lo, hi := m.regs[2*group], m.regs[2*group+1]
	if lo < 0 || hi < lo || int(pos+hi-lo) > len(m.text) {
		return pos, lo >= 0 && hi == lo
	}
	if in.y == 0 {
		end := pos + hi - lo
		return end, m.text[lo:hi] == m.text[pos:end]
	}
	if m.prog.utf {
		return m.backrefUTF(lo, hi, pos)
	}
	end := pos + hi - lo
	low := m.lowKey()
	return end, low[lo:hi] == low[pos:end]
}

// nested runs a sub-program: a look-around, an atomic group or a condition.
func (m *Matcher) nested(in *inst, pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	if m.depth++; m.depth > callLimit {
		m.err = ErrLimit
		return pc, pos, fr, gaveUp
	}
	mark := int32(len(m.trail))
	end, out := m.run(pc+1, pos, fr)
	m.depth--
	if out == gaveUp || out == accepted && in.op == opAtomic {
		return pc, end, fr, out
	}
	if out == accepted {
		out = matched
	}
	if out != matched {
		m.undoTo(mark)
	}
	negative := in.op == opLook && in.y&lookNegative != 0
	if out != matched && out != failed && out != thenBack && !negative {
		return pc, end, fr, out
	}
	switch {
	case in.op == opAtomic:
		if out == matched {
			pos = end
		}
		return in.x, pos, fr, going(out == matched)
	case in.op == opCondition && out != matched:
		return in.y, pos, fr, goOn
	case in.op == opCondition:
		return in.x, pos, fr, goOn
	case negative:
		m.undoTo(mark)
	}
	return in.x, pos, fr, going((out == matched) != negative)
}

// call runs a group as a subroutine.
func (m *Matcher) call(in *inst, pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	depth := 1
	if fr != nil {
		depth = fr.depth + 1
	}
	if m.steps--; m.steps <= 0 || depth > callLimit {
		m.err = ErrLimit
		return pc, pos, fr, gaveUp
	}
	for f := fr; f != nil && f.pos == pos; f = f.parent {
		if f.group == in.x {
			m.err = ErrLoop
			return pc, pos, fr, gaveUp
		}
	}
	saved := make([]int32, len(m.regs))
	copy(saved, m.regs)
	next := &frame{group: in.x, back: pc + 1, pos: pos, saved: saved, parent: fr, depth: depth}
	return in.y, pos, next, goOn
}

// leave returns from a subroutine: what groups captured in it is forgotten.
func (m *Matcher) leave(fr *frame, pos int32) (int32, int32, *frame, outcome) {
	for i, v := range fr.saved {
		if m.regs[i] != v {
			m.set(int32(i), v)
		}
	}
	return fr.back, pos, fr.parent, goOn
}

func (m *Matcher) doVerb(in *inst, pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	out := failed
	switch verb(in.x) {
	case verbAccept:
		return m.accept(pc, pos, fr)
	case verbCommit:
		out = committed
	case verbPrune:
		out = pruned
	case verbSkip:
		out = skipped
	case verbThen:
		out = thenBack
	}
	m.push(choice{kind: verbChoice, pos: pos, low: in.y, mark: int32(out)})
	return pc + 1, pos, fr, goOn
}

// accept ends the pattern, the subroutine or the assertion that it stands in.
func (m *Matcher) accept(pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	for g := 1; g <= m.prog.groups; g++ {
		start, end := m.regs[2*g], m.regs[2*g+1]
		if start >= 0 && end < 0 {
			m.set(int32(2*g+1), pos)
		}
	}
	if fr != nil {
		return m.leave(fr, pos)
	}
	return pc, pos, fr, accepted
}

// back goes back for a look-behind.
func (m *Matcher) back(in *inst, pc, pos int32, fr *frame) (int32, int32, *frame, outcome) {
	for range in.x {
		_, size := m.runeBefore(pos)
		if size == 0 {
			return pc, pos, fr, failed
		}
		pos -= size
	}
	return pc + 1, pos, fr, goOn
}
