package jetstream

import (
	"strconv"
	"strings"
)

// A kind says how a content lies in its stream.
type kind byte

const (
	whole   kind = 'w' // one message holds it and nothing else
	parted  kind = 'm' // a manifest names the messages that hold its parts
	bundled kind = 'b' // one message holds it and others
)

// keyBase is that of the numbers in a key.
const keyBase = 36

// A key says where content is in its stream: its kind, and the sequence of the
// message that holds it, or its manifest. Of bundled content, the offset in
// the message, its size, and that of the message follow.
type key struct {
	kind         kind
	seq          uint64
	at, size, of int // of bundled content
}

func (k key) String() string {
	s := string(rune(k.kind)) + strconv.FormatUint(k.seq, keyBase)
	if k.kind == bundled {
		for _, n := range []int{k.at, k.size, k.of} {
			s += "." + strconv.FormatInt(int64(n), keyBase)
		}
	}
	return s
}

// readKey returns the key that s writes. ok is false for every other text.
func readKey(s string) (k key, ok bool) {
	if s == "" {
		return k, false
	}
	k.kind = kind(s[0])
	numbers := strings.Split(s[1:], ".")
	var err error
	if k.seq, err = strconv.ParseUint(numbers[0], keyBase, 64); err != nil || k.seq == 0 {
		return k, false
	}
	switch {
	case k.kind == bundled && len(numbers) == 4:
		for i, n := range []*int{&k.at, &k.size, &k.of} {
			var v uint64
			if v, err = strconv.ParseUint(numbers[1+i], keyBase, 31); err != nil {
				return k, false
			}
			*n = int(v)
		}
		ok = k.at+k.size <= k.of && k.of <= bundleMost
	case k.kind == whole || k.kind == parted:
		ok = true
	}
	return k, ok && k.String() == s
}
