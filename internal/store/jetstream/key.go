package jetstream

import "strconv"

// A key says where content is in its stream: 'w' and the sequence of the one
// message that holds it whole, or 'm' and that of its manifest. The sequence
// is in base 36.
type key struct {
	manifest bool
	seq      uint64
}

func (k key) String() string {
	kind := "w"
	if k.manifest {
		kind = "m"
	}
	return kind + strconv.FormatUint(k.seq, 36)
}

// readKey returns the key that s writes. ok is false for every other text.
func readKey(s string) (k key, ok bool) {
	if s == "" || s[0] != 'w' && s[0] != 'm' {
		return k, false
	}
	seq, err := strconv.ParseUint(s[1:], 36, 64)
	k = key{manifest: s[0] == 'm', seq: seq}
	return k, err == nil && seq > 0 && k.String() == s
}
