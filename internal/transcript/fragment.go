package transcript

import (
	"slices"
	"strconv"
	"time"
)

// A Fragment is what arrived of a message that was refused, or that its client
// did not finish: the first octets of its content.
type Fragment struct {
	Number int           // in its session, from 1
	At     time.Duration // when it was refused, since the session began
	Size   int64         // octets that arrived
	Kept   int           // how many of them are here still, from the first
	Reply  string        // that refused it; empty for none
}

const (
	maxFragments = 20        // kept of a session
	fragmentCost = 256       // octets, beside those of the content
	mostKept     = 256 << 10 // octets of a fragment
)

// Keep takes down that a message was refused with reply after size octets, of
// which octets are the first. It copies as many of them as are kept.
func (r *Recorder) Keep(octets []byte, size int64, reply string) {
	if r == nil || size == 0 {
		return
	}
	octets = slices.Clone(octets[:min(len(octets), mostKept)])
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.gone {
		return
	}
	s := &r.session
	r.fragments++
	if len(s.Fragments) == maxFragments {
		s.Fragments = slices.Delete(s.Fragments, 0, 1)
	}
	s.Fragments = append(s.Fragments, Fragment{r.fragments, time.Since(s.Start), size, len(octets), reply})
	r.kept.Put(fragmentKey(s.ID, r.fragments), octets, len(octets)+fragmentCost)
}

func fragmentKey(session string, n int) string { return session + "/" + strconv.Itoa(n) }

// Fragment returns fragment n of the session called id with its octets, which
// nobody may change, unless it had to make room for newer ones.
func (r *Ring) Fragment(id string, n int) (f Fragment, octets []byte, ok bool) {
	s, _ := r.Session(id)
	i := slices.IndexFunc(s.Fragments, func(f Fragment) bool { return f.Number == n && f.Kept > 0 })
	if i < 0 {
		return Fragment{}, nil, false
	}
	octets, ok = r.kept.Get(fragmentKey(id, n))
	return s.Fragments[i], octets, ok
}

// present says of each fragment how much of it is here still.
func (r *Ring) present(s *Session) {
	for i, f := range s.Fragments {
		if _, ok := r.kept.Get(fragmentKey(s.ID, f.Number)); !ok {
			s.Fragments[i].Kept = 0
		}
	}
}
