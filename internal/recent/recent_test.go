package recent

import (
	"fmt"
	"sync"
	"testing"
)

func TestWhatWasAskedForLeastRecentlyGoesFirst(t *testing.T) {
	k := &Kept[int]{Most: 10}
	for i, key := range []string{"a", "b", "c"} {
		k.Put(key, i, 3)
	}
	k.Get("a")
	k.Put("d", 3, 4)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true} {
		if _, kept := k.Get(key); kept != want {
			t.Errorf("%s is kept: %t, want %t", key, kept, want)
		}
	}
}

func TestWhatCostsMoreThanAllPushesNothingOut(t *testing.T) {
	k := &Kept[int]{Most: 10}
	k.Put("small", 1, 10)
	k.Put("huge", 2, 11)
	if _, kept := k.Get("huge"); kept {
		t.Error("more is kept than may be")
	}
	if v, kept := k.Get("small"); !kept || v != 1 {
		t.Error("what fits is gone")
	}
}

func TestTheFirstValueOfAKeyStays(t *testing.T) {
	k := &Kept[int]{Most: 10}
	k.Put("a", 1, 1)
	k.Put("a", 2, 1)
	if v, _ := k.Get("a"); v != 1 || k.cost != 1 {
		t.Errorf("it is %d and costs %d", v, k.cost)
	}
}

func TestNothingIsKeptWithoutABound(t *testing.T) {
	var k Kept[int]
	k.Put("a", 1, 1)
	if _, kept := k.Get("a"); kept {
		t.Error("a value is kept")
	}
}

func TestManyMayAskAtATime(t *testing.T) {
	k := &Kept[int]{Most: 100}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 1000 {
				key := fmt.Sprint(i % 150)
				k.Put(key, i%150, 1)
				if v, kept := k.Get(key); kept && v != i%150 {
					t.Errorf("%s is %d", key, v)
				}
			}
		})
	}
	all.Wait()
	if k.cost > k.Most || k.order.Len() != len(k.byKey) || k.cost != len(k.byKey) {
		t.Errorf("%d entries of %d keys cost %d", k.order.Len(), len(k.byKey), k.cost)
	}
}
