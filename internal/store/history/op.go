package history

import (
	"fmt"
	"time"

	"mailsink/internal/store"
)

// An Outcome is what a client knows of an operation.
type Outcome int

// The outcomes.
const (
	Unknown Outcome = iota // no answer came, or one that leaves it open
	Acked                  // the sink said that it is done
	Refused                // it cannot have happened: it never was sent
)

// An Op is one thing that a client asked of a node.
type Op struct {
	Node    int
	Mark    string // finds its record; empty for a reading
	Began   time.Duration
	Ended   time.Duration // both by one clock that does not jump
	Outcome Outcome
	// Seen is the position that a reading was shown.
	Seen store.Pos
}

func (o Op) String() string {
	if o.Mark == "" {
		return fmt.Sprintf("the reading of %d at node %d, from %v to %v", o.Seen, o.Node, o.Began, o.Ended)
	}
	return fmt.Sprintf("%s at node %d, from %v to %v", o.Mark, o.Node, o.Began, o.Ended)
}

// An Entry is a record of the journal: where it stands, and the mark of the
// operation that it came of. What no client asked for has no mark.
type Entry struct {
	Pos  store.Pos
	Mark string
}
