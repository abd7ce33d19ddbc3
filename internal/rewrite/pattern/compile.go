package pattern

// compiler turns a tree into a program.
type compiler struct {
	prog      program
	groupCode map[int]int32 // where the code of a group begins
	calls     []int32       // opCall instructions to be linked
	alts      int32         // alternations numbered so far
	inAlt     int32         // the innermost alternation, for (*THEN); 0 without
	then      bool          // the pattern has (*THEN)
	copied    bool          // POSIX: what is compiled is a copy
	tooBig    bool
}

// compile returns the program of a tree with that many groups.
func (c *compiler) compile(root *node, groups int) bool {
	c.prog.groups = groups
	c.prog.registers = 2 * (groups + 1)
	if c.prog.posix {
		c.prog.registers *= 2 // what groups matched before the last pass
	}
	c.groupCode = map[int]int32{0: 0}
	c.node(root)
	c.emit(inst{op: opMatch})
	for _, at := range c.calls {
		c.prog.code[at].y = c.groupCode[int(c.prog.code[at].x)]
	}
	return !c.tooBig
}

func (c *compiler) emit(in inst) int32 {
	if len(c.prog.code) >= maxCode || c.prog.registers > maxRegisters {
		c.tooBig = true
		return 0
	}
	c.prog.code = append(c.prog.code, in)
	return int32(len(c.prog.code) - 1)
}

func (c *compiler) here() int32 { return int32(len(c.prog.code)) }

// register reserves n registers and returns the first.
func (c *compiler) register(n int) int32 {
	r := c.prog.registers
	c.prog.registers += n
	return int32(r)
}

// patch sets the targets of a jump; it is harmless when the program is too big.
func (c *compiler) patch(at int32, x, y int32) {
	if int(at) < len(c.prog.code) {
		c.prog.code[at].x, c.prog.code[at].y = x, y
	}
}

func (c *compiler) node(n *node) {
	if c.tooBig {
		return
	}
	switch n.kind {
	case kEmpty:
	case kFail:
		c.emit(inst{op: opFail})
	case kChar, kSet:
		c.character(n)
	case kCat:
		c.sequence(n.subs)
	case kAlt:
		c.alternation(n.subs)
	case kGroup:
		c.group(n)
	case kRepeat:
		c.repeat(n)
	case kAssert:
		c.emit(inst{op: opAssert, x: int32(n.what), y: int32(n.index)})
	default:
		c.rare(n)
	}
}

func (c *compiler) rare(n *node) {
	switch n.kind {
	case kBackref:
		c.backref(n)
	case kLook:
		c.look(n)
	case kAtomic:
		at := c.emit(inst{op: opAtomic})
		c.node(n.subs[0])
		c.emit(inst{op: opSubEnd})
		c.patch(at, c.here(), 0)
	case kCond:
		c.condition(n)
	case kCall:
		c.calls = append(c.calls, c.emit(inst{op: opCall, x: int32(n.index)}))
	case kVerb:
		c.emit(inst{op: opVerb, x: int32(n.verb), y: c.inAlt})
	case kBack:
		c.emit(inst{op: opBack, x: int32(n.min)})
	case kNewline:
		c.emit(inst{op: opNewline})
	case kCluster:
		c.emit(inst{op: opCluster})
	case kByte:
		c.emit(inst{op: opAnyOctet})
	}
}

func (c *compiler) character(n *node) {
	if c.prog.utf {
		c.emit(inst{op: opRune, set: n.runeSet()})
		return
	}
	if n.kind == kChar {
		c.text([]*node{n})
		return
	}
	c.emit(inst{op: opSet, set: n.set})
}

// runeSet returns the characters of a single node in UTF mode.
func (n *node) runeSet() *set {
	if n.kind == kSet {
		return n.set
	}
	s := &set{}
	s.addRange(n.char, n.char)
	if n.fold {
		s.addOrbit(n.char)
	}
	return s
}

// sequence compiles subs in order, neighbouring characters as one text.
func (c *compiler) sequence(subs []*node) {
	for i := 0; i < len(subs); {
		j := i
		for !c.prog.utf && j < len(subs) && subs[j].kind == kChar && subs[j].fold == subs[i].fold {
			j++
		}
		if j > i {
			c.text(subs[i:j])
			i = j
			continue
		}
		c.node(subs[i])
		i++
	}
}

func (c *compiler) text(chars []*node) {
	text := make([]byte, len(chars))
	fold := false
	for i, n := range chars {
		text[i] = byte(n.char)
		if n.fold {
			fold = fold || isAlpha(text[i])
			text[i] = lower(text[i])
		}
	}
	if fold {
		c.emit(inst{op: opTextFold, text: string(text)})
		return
	}
	c.emit(inst{op: opText, text: string(text)})
}

func lower(c byte) byte {
	if isUpper(c) {
		return c + 32
	}
	return c
}

func (c *compiler) alternation(subs []*node) {
	c.alts++
	outer := c.inAlt
	c.inAlt = c.alts
	mark := c.alts
	var ends []int32
	for i, sub := range subs {
		if i == len(subs)-1 {
			c.inAlt = c.lastBranch(mark)
			c.node(sub)
			break
		}
		split := c.emit(inst{op: opAltMark})
		c.node(sub)
		ends = append(ends, c.emit(inst{op: opJump}))
		c.patch(split, c.here(), mark)
	}
	c.inAlt = outer
	for _, at := range ends {
		c.patch(at, c.here(), 0)
	}
}

// lastBranch marks the last branch of an alternation, so that (*THEN) in it
// fails the alternation as a whole.
func (c *compiler) lastBranch(mark int32) int32 {
	if !c.then {
		return mark
	}
	at := c.emit(inst{op: opAltMark})
	c.patch(at, -1, mark)
	return mark
}

func (c *compiler) group(n *node) {
	i := int32(n.index)
	if _, ok := c.groupCode[n.index]; !ok {
		c.groupCode[n.index] = c.here()
	}
	if c.prog.posix {
		c.groupPOSIX(n, 0)
		return
	}
	c.emit(inst{op: opSave, x: 2 * i})
	c.node(n.subs[0])
	c.emit(inst{op: opGroupEnd, x: i})
}

// groupPOSIX compiles a group of glibc; optional is 1 for a pass that may be
// left out.
func (c *compiler) groupPOSIX(n *node, optional int32) {
	c.emit(inst{op: opPosixOpen, x: int32(n.index)})
	c.node(n.subs[0])
	c.emit(inst{op: opPosixClose, x: int32(n.index), y: optional})
	c.prog.marked = c.prog.marked || optional > 0
}

func (c *compiler) backref(n *node) {
	fold := int32(0)
	if n.fold {
		fold = 1
	}
	if len(n.names) > 0 {
		c.prog.refs = append(c.prog.refs, toInt32(n.names))
		c.emit(inst{op: opBackrefAny, x: int32(len(c.prog.refs) - 1), y: fold})
		return
	}
	c.emit(inst{op: opBackref, x: int32(n.index), y: fold})
}

func toInt32(list []int) []int32 {
	out := make([]int32, len(list))
	for i, v := range list {
		out[i] = int32(v)
	}
	return out
}

// Flags of opLook.
const (
	lookNegative = 1 << iota
	lookBehind
)

func (c *compiler) look(n *node) {
	flags := int32(0)
	if n.neg {
		flags |= lookNegative
	}
	if n.back {
		flags |= lookBehind
	}
	at := c.emit(inst{op: opLook})
	outer := c.inAlt
	c.inAlt = 0
	c.node(n.subs[0])
	c.inAlt = outer
	c.emit(inst{op: opSubEnd})
	c.patch(at, c.here(), flags)
}

// condition compiles (?(condition)yes|no).
func (c *compiler) condition(n *node) {
	test, yes, no := n.subs[0], n.subs[1], n.subs[2]
	// An alternative that is only taken when the condition fails: the split is
	// dropped once the condition holds, so that yes does not fall back to no.
	cond := c.emit(inst{op: opCondition})
	if test.kind == kLook {
		c.look(test)
	} else {
		c.node(test)
	}
	c.emit(inst{op: opSubEnd})
	start := c.here()
	c.node(yes)
	end := c.emit(inst{op: opJump})
	c.patch(cond, start, c.here())
	c.node(no)
	c.patch(end, c.here(), 0)
}
