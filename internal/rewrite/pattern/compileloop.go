package pattern

// repeat compiles a repetition.
func (c *compiler) repeat(n *node) {
	sub := n.subs[0]
	if sub.kind == kEmpty || n.max == 0 {
		c.uncalled(sub, n.max)
		return
	}
	if !c.prog.utf && sub.single() {
		c.repeatSet(n, sub.byteSet())
		return
	}
	if n.greed == possessive {
		at := c.emit(inst{op: opAtomic})
		c.loop(n, sub)
		c.emit(inst{op: opSubEnd})
		c.patch(at, c.here(), 0)
		return
	}
	c.loop(n, sub)
}

// uncalled compiles what is repeated zero times: it never runs in place, but
// a subroutine call may name it.
func (c *compiler) uncalled(sub *node, limit int) {
	if limit != 0 || c.prog.posix {
		return
	}
	at := c.emit(inst{op: opJump})
	c.node(sub)
	c.patch(at, c.here(), 0)
}

const noLimit = 1<<31 - 1

func (c *compiler) repeatSet(n *node, s *set) {
	o := opRepeat
	switch n.greed {
	case lazy:
		o = opRepeatLazy
	case possessive:
		o = opRepeatOnce
	}
	limit := n.max
	if limit < 0 {
		limit = noLimit
	}
	c.emit(inst{op: o, x: int32(n.min), y: int32(limit), set: s})
}

// loop compiles a repetition of more than one character: copies of what has to
// be there, then a loop or nested options.
func (c *compiler) loop(n *node, sub *node) {
	for range n.min {
		if c.node(sub); c.tooBig {
			return
		}
	}
	if n.max < 0 {
		c.endless(n, sub)
		return
	}
	var splits []int32
	for range n.max - n.min {
		splits = append(splits, c.emit(inst{op: opSplit}))
		if c.node(sub); c.tooBig {
			return
		}
	}
	for _, at := range splits {
		c.branch(at, at+1, c.here(), n.greed)
	}
}

// branch sets the two ways of a split: into the body or past it.
func (c *compiler) branch(at, body, past int32, g greed) {
	if g == lazy {
		c.patch(at, past, body)
		return
	}
	c.patch(at, body, past)
}

// endless compiles a loop without limit. The dialects differ in what a pass
// that consumed nothing means: PCRE2 takes it and leaves the loop, glibc takes
// it only as the first pass.
func (c *compiler) endless(n *node, sub *node) {
	r := c.register(2)
	if c.prog.posix {
		c.emit(inst{op: opClear, x: r + 1})
	}
	split := c.emit(inst{op: opSplit})
	c.emit(inst{op: opLoopFirst, x: r})
	c.node(sub)
	o := opLoopPCRE
	if c.prog.posix {
		o = opLoopPOSIX
	}
	c.emit(inst{op: o, x: r, y: split})
	c.branch(split, split+1, c.here(), n.greed)
}
