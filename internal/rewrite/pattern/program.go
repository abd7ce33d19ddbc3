package pattern

// inst is one instruction of a program. Unless said otherwise the next
// instruction is the one behind it.
type inst struct {
	op   op
	x, y int32
	z    int32 // opLoopPOSIX only
	set  *set
	text string
}

type op byte

const (
	opSet        op = iota // one byte of set
	opText                 // text, byte for byte
	opTextFold             // text in lower case, against the subject in lower case
	opRepeat               // bytes of set, x to y times, as many as possible first
	opRepeatLazy           // bytes of set, x to y times, as few as possible first
	opRepeatOnce           // bytes of set, x to y times, as many as possible, not given back
	opSplit                // x first, then y
	opAltMark              // the next first, then x; (*THEN) goes back to alternation y
	opJump                 // to x
	opSave                 // register x = place
	opGroupEnd             // register 2x+1 = place, or return if group x was called
	opAssert               // assertion x holds here, of group y
	opMatch                // the whole pattern, or a call of it, is through
	opFail                 // no way on
	opPosixOpen            // group x begins; register y = place
	opPosixClose           // group x ends; y: a pass that may be left out
	opLoopFirst            // register x = place: a pass of a loop begins
	opLoopPCRE             // a pass ends; on to the split at y unless it was empty
	opLoopPOSIX            // y unless a pass has begun here (register z), otherwise the next
	opBackref              // what group x captured; y: ignoring case
	opBackrefAny           // what the first set group of refs[x] captured
	opLook                 // the program behind it matches here; on at x; y: flags
	opAtomic               // the program behind it, not given back; on at x
	opCondition            // the program behind it matches here; on at x, otherwise at y
	opSubEnd               // end of the program behind one of these three
	opCall                 // group x as a subroutine, its code at y
	opVerb                 // verb x inside alternation y
	opRune                 // UTF mode: one character of set
	opBack                 // x characters back
	opNewline              // \R
	opCluster              // \X
	opAnyOctet             // \C
)

// program is a compiled pattern.
type program struct {
	code      []inst
	refs      [][]int32 // groups of one name
	groups    int
	registers int // two for each group from 0 on, then those of loops
	upper     bool
	utf       bool
	ucp       bool
	posix     bool
	anchored  bool // matches only at the start
	toEnd     bool // ends with $
	starts    *set // bytes that a match can begin with; nil when any, or none
	marked    bool // POSIX: there are groups that may be left out
	memo      bool // what lies behind (instruction, place) depends on nothing else
}

// Bounds of a compiled pattern. PCRE2 stops at 64 KiB of code of its own.
const (
	maxCode      = 100_000
	maxRegisters = 4096
)
