package mail

import "slices"

// A UIDSet is a set of UIDs as ascending ranges that neither touch nor
// overlap, so that "all of a million messages" is one range.
type UIDSet []UIDRange

// A UIDRange is every UID from First to Last, both included.
type UIDRange struct {
	First UID `cbor:"1,keyasint"`
	Last  UID `cbor:"2,keyasint"`
}

// UIDs returns the set of the given UIDs, in any order.
func UIDs(uids ...UID) UIDSet {
	sorted := slices.Sorted(slices.Values(uids))
	var set UIDSet
	for _, uid := range sorted {
		if n := len(set); n > 0 && uid <= set[n-1].Last+1 {
			set[n-1].Last = uid
			continue
		}
		set = append(set, UIDRange{uid, uid})
	}
	return set
}

// Has reports whether uid is in the set.
func (s UIDSet) Has(uid UID) bool {
	i, found := slices.BinarySearchFunc(s, uid, func(r UIDRange, uid UID) int {
		switch {
		case r.Last < uid:
			return -1
		case r.First > uid:
			return 1
		}
		return 0
	})
	return found && i < len(s)
}
