package history

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"mailsink/internal/store"
)

// Check returns every promise that journal breaks, given what clients did; it
// returns nothing if all is well. Readings have no mark; each mark belongs to
// one operation.
func Check(ops []Op, journal []Entry) []error {
	c := check{at: make(map[string]store.Pos)}
	c.positions(journal)
	var writes, readings []Op
	for _, op := range ops {
		if op.Mark == "" {
			readings = append(readings, op)
		} else {
			writes = append(writes, op)
		}
	}
	c.present(writes)
	c.ordered(writes)
	c.read(writes, readings)
	return c.broken
}

// A check gathers what is wrong.
type check struct {
	at     map[string]store.Pos
	broken []error
}

func (c *check) breaks(format string, args ...any) {
	c.broken = append(c.broken, fmt.Errorf(format, args...))
}

// positions holds that positions ascend and that no mark stands twice.
func (c *check) positions(journal []Entry) {
	last := store.Pos(0)
	for _, e := range journal {
		if e.Pos <= last {
			c.breaks("position %d stands behind %d", e.Pos, last)
		}
		last = e.Pos
		if e.Mark == "" {
			continue
		}
		if before, twice := c.at[e.Mark]; twice {
			c.breaks("doubled: %s stands at %d and at %d", e.Mark, before, e.Pos)
		}
		c.at[e.Mark] = e.Pos
	}
}

// present holds that what was acknowledged is there, and that nothing is that
// nobody asked for.
func (c *check) present(writes []Op) {
	asked := make(map[string]bool)
	for _, op := range writes {
		_, there := c.at[op.Mark]
		asked[op.Mark] = true
		switch {
		case op.Outcome == Acked && !there:
			c.breaks("lost: %s was acknowledged and is not in the journal", op)
		case op.Outcome == Refused && there:
			c.breaks("%s was never sent and is in the journal", op)
		}
	}
	for mark, pos := range c.at {
		if !asked[mark] {
			c.breaks("%s stands at %d, and nobody asked for it", mark, pos)
		}
	}
}

// ordered holds that what was acknowledged before another was begun stands
// before it.
func (c *check) ordered(writes []Op) {
	var placed []Op
	for _, op := range writes {
		if _, there := c.at[op.Mark]; !there {
			continue
		}
		if op.Outcome != Acked { // it may have taken effect at any later time
			op.Ended = math.MaxInt64
		}
		placed = append(placed, op)
	}
	slices.SortFunc(placed, func(a, b Op) int { return cmp.Compare(c.at[a.Mark], c.at[b.Mark]) })
	latest := Op{Began: -1} // of those before, the one that was begun last
	for _, op := range placed {
		if op.Ended < latest.Began {
			c.breaks("reordered: %s stands at %d, behind %s at %d", op, c.at[op.Mark], latest, c.at[latest.Mark])
		}
		if op.Began > latest.Began {
			latest = op
		}
	}
}

// A sight is what a node must show from a moment on.
type sight struct {
	when time.Duration
	pos  store.Pos
	why  Op
}

// read holds that each reading shows what its node had acknowledged or shown
// before.
func (c *check) read(writes, readings []Op) {
	known := make(map[int][]sight)
	for _, op := range writes {
		if pos, there := c.at[op.Mark]; there && op.Outcome == Acked {
			known[op.Node] = append(known[op.Node], sight{op.Ended, pos, op})
		}
	}
	for _, op := range readings {
		known[op.Node] = append(known[op.Node], sight{op.Ended, op.Seen, op})
	}
	for node, list := range known {
		known[node] = rising(list)
	}
	for _, op := range readings {
		list := known[op.Node]
		i, _ := slices.BinarySearchFunc(list, op.Began, func(s sight, t time.Duration) int { return cmp.Compare(s.when, t) })
		if i > 0 && list[i-1].pos > op.Seen {
			c.breaks("stale: %s came after %s, at %d", op, list[i-1].why, list[i-1].pos)
		}
	}
}

// rising sorts sights by time, and gives each the greatest position so far.
func rising(list []sight) []sight {
	slices.SortFunc(list, func(a, b sight) int { return cmp.Compare(a.when, b.when) })
	for i := 1; i < len(list); i++ {
		if list[i-1].pos > list[i].pos {
			list[i].pos, list[i].why = list[i-1].pos, list[i-1].why
		}
	}
	return list
}
