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
	if c.prog.posix {
		c.loopPOSIX(n, sub)
		return
	}
	for range n.min {
		if c.node(sub); c.tooBig {
			return
		}
	}
	if n.max < 0 {
		c.endless(n, sub)
		return
	}
	c.options(n, sub)
}

// loopPOSIX is loop for glibc, which forgets in every copy but the first which
// groups can be left out.
func (c *compiler) loopPOSIX(n *node, sub *node) {
	outer := c.copied
	for i := range n.min {
		c.copied = outer || i > 0
		if c.node(sub); c.tooBig {
			return
		}
	}
	c.copied = outer || n.min > 0
	marked := int32(1)
	if outer {
		marked = 0
	}
	if n.max < 0 {
		c.endlessPOSIX(sub, marked)
	} else {
		c.optionsPOSIX(n.max-n.min, sub, marked)
	}
	c.copied = outer
}

// options compiles x{0,k} as PCRE2 does: (x(x(x)?)?)?.
func (c *compiler) options(n *node, sub *node) {
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

// optionsPOSIX compiles x{0,k} as glibc does: (((x)?x)?x)?, which shows in what
// the groups are said to have matched.
func (c *compiler) optionsPOSIX(k int, sub *node, marked int32) {
	splits := make([]int32, k)
	for i := range splits {
		splits[k-1-i] = c.emit(inst{op: opSplit})
	}
	for i, at := range splits {
		if i > 0 {
			c.copied, marked = true, 0
		}
		if c.optional(sub, marked); c.tooBig {
			return
		}
		c.branch(at, at+1, c.here(), greedy)
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

// endless compiles a loop without limit of PCRE2: a pass that consumed nothing
// is taken, and ends the loop.
func (c *compiler) endless(n *node, sub *node) {
	r := c.register(1)
	split := c.emit(inst{op: opSplit})
	c.emit(inst{op: opLoopFirst, x: r})
	c.node(sub)
	c.emit(inst{op: opLoopPCRE, x: r, y: split})
	c.branch(split, split+1, c.here(), n.greed)
}

// endlessPOSIX compiles a loop without limit of glibc: it does not begin a
// second pass at the same place.
func (c *compiler) endlessPOSIX(sub *node, marked int32) {
	r := c.register(1)
	split := c.emit(inst{op: opLoopPOSIX, z: r})
	c.emit(inst{op: opLoopFirst, x: r})
	c.optional(sub, marked)
	c.emit(inst{op: opJump, x: split})
	c.patch(split, c.here(), 0)
}

// optional compiles a pass that may be left out. When such a pass is a group,
// marked and consumes nothing, glibc keeps what groups matched before it.
func (c *compiler) optional(sub *node, marked int32) {
	if sub.kind == kGroup {
		c.groupPOSIX(sub, marked)
		return
	}
	c.node(sub)
}
