package history_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"mailsink/internal/store"
	"mailsink/internal/store/history"
)

// op is an acknowledged operation of node 0.
func op(mark string, began, ended int) history.Op {
	return history.Op{Mark: mark, Began: time.Duration(began), Ended: time.Duration(ended), Outcome: history.Acked}
}

func with(o history.Op, outcome history.Outcome) history.Op {
	o.Outcome = outcome
	return o
}

func reading(seen store.Pos, began, ended int) history.Op {
	return history.Op{Seen: seen, Began: time.Duration(began), Ended: time.Duration(ended), Outcome: history.Acked}
}

// journal has marks at positions from 1 on; - is a record of nobody's.
func journal(marks string) (list []history.Entry) {
	for i, mark := range strings.Fields(marks) {
		list = append(list, history.Entry{Pos: store.Pos(i + 1), Mark: strings.Trim(mark, "-")})
	}
	return list
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name    string
		ops     []history.Op
		journal []history.Entry
		want    string // in the first violation; empty for none
	}{
		{"nothing happened", nil, nil, ""},
		{"one after the other", []history.Op{op("a", 1, 2), op("b", 3, 4)}, journal("a b"), ""},
		{"at one time in any order", []history.Op{op("a", 1, 4), op("b", 2, 3)}, journal("b a"), ""},
		{"records of nobody between", []history.Op{op("a", 1, 2), op("b", 3, 4)}, journal("- a - b"), ""},
		{"acknowledged and lost", []history.Op{op("a", 1, 2)}, journal("-"), "lost: a"},
		{"unanswered and absent", []history.Op{with(op("a", 1, 2), history.Unknown)}, nil, ""},
		{"unanswered and there", []history.Op{with(op("a", 1, 2), history.Unknown)}, journal("a"), ""},
		{"unanswered and there twice", []history.Op{with(op("a", 1, 2), history.Unknown)}, journal("a a"), "doubled: a"},
		{"never sent and there", []history.Op{with(op("a", 1, 2), history.Refused)}, journal("a"), "never sent"},
		{"asked for by nobody", nil, journal("a"), "nobody asked"},
		{"doubled", []history.Op{op("a", 1, 2)}, journal("a - a"), "doubled: a stands at 1 and at 3"},
		{"against real time", []history.Op{op("a", 1, 2), op("b", 3, 4)}, journal("b a"), "reordered: a"},
		{"against real time, far away", []history.Op{op("a", 1, 2), op("b", 1, 9), op("c", 3, 4)}, journal("c b a"), "reordered: a"},
		{"unanswered takes effect later", []history.Op{with(op("a", 1, 2), history.Unknown), op("b", 3, 4)}, journal("b a"), ""},
		{"unanswered not before it was begun", []history.Op{op("a", 1, 2), with(op("b", 3, 4), history.Unknown)}, journal("b a"), "reordered: a"},
		{"positions that do not ascend", nil, []history.Entry{{Pos: 2}, {Pos: 2}}, "position 2 stands behind 2"},
		{"a reader sees what was acknowledged", []history.Op{op("a", 1, 2), reading(1, 3, 4)}, journal("a"), ""},
		{"a reader does not", []history.Op{op("a", 1, 2), op("b", 3, 4), reading(1, 5, 6)}, journal("a b"), "stale"},
		{"a reader at the same time need not", []history.Op{op("a", 1, 4), reading(0, 3, 5)}, journal("a"), ""},
		{"a reader sees less than one before", []history.Op{reading(2, 1, 2), reading(1, 3, 4)}, journal("- -"), "stale"},
	} {
		t.Run(c.name, func(t *testing.T) {
			broken := history.Check(c.ops, c.journal)
			switch {
			case c.want == "" && len(broken) > 0:
				t.Errorf("all is well, and the check says %v", broken)
			case c.want != "" && (len(broken) == 0 || !strings.Contains(broken[0].Error(), c.want)):
				t.Errorf("the check says %v, want %q", broken, c.want)
			}
		})
	}
}

// TestOrderAgreesWithEveryPair compares the one pass with the definition.
func TestOrderAgreesWithEveryPair(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 0))
		var ops []history.Op
		var list []history.Entry
		for i := range 8 {
			began := r.IntN(20)
			ops = append(ops, op(strconv.Itoa(i), began, began+1+r.IntN(12)))
		}
		for i, k := range r.Perm(len(ops)) {
			list = append(list, history.Entry{Pos: store.Pos(i + 1), Mark: ops[k].Mark})
		}
		if got, want := len(history.Check(ops, list)) > 0, brokenPair(ops, list); got != want {
			t.Fatalf("seed %d: broken %t, want %t", seed, got, want)
		}
	}
}

// brokenPair reports whether one ended before another began that stands
// before it.
func brokenPair(ops []history.Op, list []history.Entry) bool {
	at := make(map[string]store.Pos)
	for _, e := range list {
		at[e.Mark] = e.Pos
	}
	for _, a := range ops {
		for _, b := range ops {
			if a.Ended < b.Began && at[a.Mark] > at[b.Mark] {
				return true
			}
		}
	}
	return false
}
