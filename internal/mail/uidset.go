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
		set = set.Append(uid)
	}
	return set
}

// Append returns the set with uid added, which must not be less than any UID
// in it. Like the built-in append, it may write behind s.
func (s UIDSet) Append(uid UID) UIDSet {
	if n := len(s); n > 0 && uid <= s[n-1].Last+1 {
		s[n-1].Last = uid
		return s
	}
	return append(s, UIDRange{uid, uid})
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

// Covers reports whether every UID from first to last is in the set.
func (s UIDSet) Covers(first, last UID) bool {
	i, _ := slices.BinarySearchFunc(s, first, func(r UIDRange, uid UID) int {
		if r.Last < uid {
			return -1
		}
		return 1
	})
	return i < len(s) && s[i].First <= first && last <= s[i].Last
}

// Overlaps reports whether any UID from first to last may be in the set.
func (s UIDSet) Overlaps(first, last UID) bool {
	i, _ := slices.BinarySearchFunc(s, first, func(r UIDRange, uid UID) int {
		if r.Last < uid {
			return -1
		}
		return 1
	})
	return i < len(s) && s[i].First <= last
}
