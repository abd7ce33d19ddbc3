package pattern

// node is a piece of a parsed pattern, the same for both dialects.
type node struct {
	kind  kind
	char  rune    // kChar: a byte, or a code point in UTF mode
	fold  bool    // kChar, kBackref: case is ignored
	set   *set    // kSet
	subs  []*node // kCat, kAlt; others use subs[0]
	min   int     // kRepeat
	max   int     // kRepeat; -1 without limit
	greed greed   // kRepeat
	index int     // kGroup, kBackref, kCall: the number of the group
	names []int   // kBackref, kCond: groups of one name, tried in order
	neg   bool    // kLook: must not match; kCond: DEFINE
	back  bool    // kLook: behind
	what  assertion
	verb  verb
}

type kind byte

const (
	kEmpty   kind = iota
	kFail         // matches nothing
	kChar         // one character
	kSet          // one character of a set
	kCat          // subs in sequence
	kAlt          // one of subs
	kGroup        // subs[0], captured as index
	kRepeat       // subs[0], min to max times
	kAssert       // a place, no characters
	kBackref      // what a group captured
	kLook         // subs[0] matches, ahead or behind
	kAtomic       // subs[0], not given back
	kCond         // subs: condition, yes, no
	kCall         // group index as a subroutine
	kVerb         // (*VERB)
	kNewline      // \R
	kCluster      // \X
	kByte         // \C: one byte, also in UTF mode
	kBack         // min characters back
)

type greed byte

const (
	greedy greed = iota
	lazy
	possessive
)

// assertion is a place that an assertion names.
type assertion byte

const (
	textStart      assertion = iota // \A ^
	textEnd                         // \z and $ of POSIX
	textEndNewline                  // \Z $: also before a final newline
	lineStart                       // ^ in multi-line mode
	lineEnd                         // $ in multi-line mode
	wordBoundary                    // \b
	notBoundary                     // \B
	wordStart                       // \<
	wordEnd                         // \>
	hasGroup                        // in conditions: a group is set
	inCall                          // in conditions: inside a subroutine call
	neverTrue                       // in conditions: DEFINE
)

type verb byte

const (
	verbAccept verb = iota
	verbCommit
	verbPrune
	verbSkip
	verbThen
)

func cat(subs ...*node) *node {
	if len(subs) == 1 {
		return subs[0]
	}
	return &node{kind: kCat, subs: subs}
}

func alt(subs ...*node) *node {
	if len(subs) == 1 {
		return subs[0]
	}
	return &node{kind: kAlt, subs: subs}
}

func assert(a assertion) *node { return &node{kind: kAssert, what: a} }

// single reports whether the node is exactly one byte in byte mode.
func (n *node) single() bool { return n.kind == kChar || n.kind == kSet }

// byteSet returns the bytes that a single node matches in byte mode.
func (n *node) byteSet() *set {
	if n.kind == kSet {
		return n.set
	}
	s := singleton(byte(n.char))
	if n.fold {
		s.foldASCII()
	}
	return s
}
