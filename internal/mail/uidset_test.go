package mail

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestASetOfUIDsIsAscendingRangesThatDoNotTouch(t *testing.T) {
	for _, c := range []struct {
		uids []UID
		want UIDSet
	}{
		{nil, nil},
		{[]UID{7}, UIDSet{{7, 7}}},
		{[]UID{3, 1, 2}, UIDSet{{1, 3}}},
		{[]UID{5, 1, 5, 2, 9, 1}, UIDSet{{1, 2}, {5, 5}, {9, 9}}},
		{[]UID{1<<32 - 1, 1}, UIDSet{{1, 1}, {1<<32 - 1, 1<<32 - 1}}},
	} {
		if got := UIDs(c.uids...); !slices.Equal(got, c.want) {
			t.Errorf("%v are %v, want %v", c.uids, got, c.want)
		}
	}
}

// TestASetAnswersAsAListWould asks sets of every density about every range of
// a small space.
func TestASetAnswersAsAListWould(t *testing.T) {
	const most = 24
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var in [most + 1]bool
		var uids []UID
		for uid, odds := 1, r.IntN(10); uid <= most; uid++ {
			if in[uid] = r.IntN(10) < odds; in[uid] {
				uids = append(uids, UID(uid))
			}
		}
		r.Shuffle(len(uids), func(i, j int) { uids[i], uids[j] = uids[j], uids[i] })
		set := UIDs(uids...)
		for first := 1; first <= most; first++ {
			if set.Has(UID(first)) != in[first] {
				t.Fatalf("%v has %d: %t", set, first, !in[first])
			}
			all, any := true, false
			for last := first; last <= most; last++ {
				all, any = all && in[last], any || in[last]
				if got := set.Covers(UID(first), UID(last)); got != all {
					t.Fatalf("%v covers %d to %d: %t", set, first, last, got)
				}
				if got := set.Overlaps(UID(first), UID(last)); got != any {
					t.Fatalf("%v overlaps %d to %d: %t", set, first, last, got)
				}
			}
		}
	}
}
