package store

import (
	"fmt"
	"testing"
)

func TestAMemoKeepsWhatIsAskedForAndBoundsTheRest(t *testing.T) {
	m := memo[int]{many: true}
	ask := func(n int) (known bool) {
		raw := fmt.Append(nil, "text ", n)
		s, known := m.find(raw)
		if known && s.value != n {
			t.Fatalf("%s stands for %d", raw, s.value)
		}
		if !known {
			s.keep(raw, n)
		}
		return known
	}
	const kinds = 8000 // in turn, which is the worst order for a cache
	forgotten := 0
	for range 3 {
		forgotten = 0
		for n := range kinds {
			if !ask(n) {
				forgotten++
			}
		}
	}
	if forgotten > kinds/20 {
		t.Errorf("%d of %d are forgotten", forgotten, kinds)
	}
	if s, known := m.find(nil); known {
		t.Errorf("nothing stands for %d", s.value)
	}
	for n := range 100_000 {
		ask(n)
	}
	kept := 0
	for _, set := range m.sets {
		for _, s := range set {
			if len(s.raw) > 0 {
				kept++
			}
		}
	}
	if kept > memoMany*memoWays {
		t.Errorf("%d are kept", kept)
	}
	long := make([]byte, memoOctets+1)
	s, _ := m.find(long)
	s.keep(long, 1)
	if _, known := m.find(long); known {
		t.Error("what is too long is kept")
	}
}
