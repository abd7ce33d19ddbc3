package mailbox

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"mailsink/internal/mail"
)

// pageSize is the most messages a page holds. A change copies one page and
// the list of pages: at a million messages 4 KiB and 64 KiB.
const pageSize = 512

// A List is a sequence of messages in order of UID that never changes.
// A changed one is made of it that shares all pages the change did not touch,
// so keeping an old list costs little and comparing two costs only what
// differs. The zero List is empty.
//
// Only the newest list of a history may be added to: lists share the free
// room behind their last message.
type List struct {
	pages []page
	tail  []*mail.Message // the page that still grows, if any
	base  int             // ordinal of the first message
	size  int
}

// A page is a run of messages; start is the ordinal of the first. Ordinals
// count from the beginning of the history, so that dropping the oldest
// message moves base and nothing else.
type page struct {
	start int
	msgs  []*mail.Message
}

// Len returns the number of messages.
func (l List) Len() int { return l.size }

// chunk returns the k-th run of messages and the index of its first.
func (l List) chunk(k int) (int, []*mail.Message) {
	if k == len(l.pages) {
		from := max(0, l.base-l.tailStart())
		return l.size - len(l.tail) + from, l.tail[from:]
	}
	p := l.pages[k]
	from := max(0, l.base-p.start)
	return p.start + from - l.base, p.msgs[from:]
}

// tailStart returns the ordinal of the first message of the tail.
func (l List) tailStart() int { return l.base + l.size - len(l.tail) }

// chunks returns how many runs there are.
func (l List) chunks() int {
	if len(l.tail) == 0 {
		return len(l.pages)
	}
	return len(l.pages) + 1
}

// At returns the message at index i; its sequence number is i+1.
func (l List) At(i int) *mail.Message {
	k := sort.Search(len(l.pages), func(k int) bool { return l.pages[k].start-l.base > i }) - 1
	if j := i - (l.tailStart() - l.base); j >= 0 {
		k = len(l.pages)
	}
	start, msgs := l.chunk(max(k, 0))
	return msgs[i-start]
}

// Ceil returns the index of the first message whose UID is at least uid.
func (l List) Ceil(uid mail.UID) int {
	return l.search(func(m *mail.Message) int { return cmp.Compare(m.UID, uid) })
}

// search returns the index of the first message for which compare, which
// ascends over the list, is not negative.
func (l List) search(compare func(*mail.Message) int) int {
	k := sort.Search(l.chunks(), func(k int) bool {
		_, msgs := l.chunk(k)
		return compare(msgs[len(msgs)-1]) >= 0
	})
	if k == l.chunks() {
		return l.size
	}
	start, msgs := l.chunk(k)
	return start + sort.Search(len(msgs), func(i int) bool { return compare(msgs[i]) >= 0 })
}

// Index returns the index of uid, if it is there.
func (l List) Index(uid mail.UID) (int, bool) {
	i := l.Ceil(uid)
	return i, i < l.size && l.At(i).UID == uid
}

// Get returns the message with the given UID, if it is there.
func (l List) Get(uid mail.UID) (*mail.Message, bool) {
	i, ok := l.Index(uid)
	if !ok {
		return nil, false
	}
	return l.At(i), true
}

// From yields the messages from index i on, with their indexes.
func (l List) From(i int) iter.Seq2[int, *mail.Message] {
	return func(yield func(int, *mail.Message) bool) {
		first := sort.Search(l.chunks(), func(k int) bool {
			start, msgs := l.chunk(k)
			return start+len(msgs) > i
		})
		for k := first; k < l.chunks(); k++ {
			start, msgs := l.chunk(k)
			for j := max(0, i-start); j < len(msgs); j++ {
				if !yield(start+j, msgs[j]) {
					return
				}
			}
		}
	}
}

// Backward yields the messages from index i-1 down to the first.
func (l List) Backward(i int) iter.Seq2[int, *mail.Message] {
	return func(yield func(int, *mail.Message) bool) {
		for k := l.chunks() - 1; k >= 0; k-- {
			start, msgs := l.chunk(k)
			for j := min(len(msgs), i-start) - 1; j >= 0; j-- {
				if !yield(start+j, msgs[j]) {
					return
				}
			}
		}
	}
}

// add returns the list with m, whose UID is greater than any, behind it.
func (l List) add(m *mail.Message) List {
	l.push(m)
	return l
}

// push is add for a list that nobody else has.
func (l *List) push(m *mail.Message) {
	if len(l.tail) == pageSize {
		l.pages = append(l.pages, page{l.tailStart(), l.tail})
		l.tail = nil
	}
	l.tail = append(l.tail, m)
	l.size++
}

// drop returns the list without its first message.
func (l List) drop() List {
	l.base++
	l.size--
	for len(l.pages) > 0 && l.pages[0].start+len(l.pages[0].msgs) <= l.base {
		l.pages = l.pages[1:]
	}
	if l.size == 0 {
		return List{}
	}
	return l
}

// edit returns the list with f applied to the messages of set. Where f
// returns nil, the message goes.
func (l List) edit(set mail.UIDSet, f func(*mail.Message) *mail.Message) List {
	edited := l.touched(set)
	same := true
	for i, e := range edited {
		_, msgs := l.chunk(e.k)
		edited[i].msgs = editPage(msgs, set, f)
		same = same && len(edited[i].msgs) == len(msgs)
	}
	if same {
		return l.with(edited)
	}
	var next List
	for k := range l.chunks() {
		_, msgs := l.chunk(k)
		if len(edited) > 0 && edited[0].k == k {
			msgs, edited = edited[0].msgs, edited[1:]
		}
		if len(msgs) == 0 {
			continue
		}
		if k == len(l.pages) {
			next.tail = msgs
		} else {
			next.pages = append(next.pages, page{next.size, msgs})
		}
		next.size += len(msgs)
	}
	return next.packed()
}

// A run is the k-th run of messages of a list, and what becomes of it.
type run struct {
	k    int
	msgs []*mail.Message
}

// touched returns the runs that may have messages of set, in order.
func (l List) touched(set mail.UIDSet) (runs []run) {
	if len(set) > l.chunks() {
		for k := range l.chunks() {
			if _, msgs := l.chunk(k); set.Overlaps(msgs[0].UID, msgs[len(msgs)-1].UID) {
				runs = append(runs, run{k: k})
			}
		}
		return runs
	}
	k := 0
	for _, r := range set {
		k += sort.Search(l.chunks()-k, func(i int) bool {
			_, msgs := l.chunk(k + i)
			return msgs[len(msgs)-1].UID >= r.First
		})
		for ; k < l.chunks(); k++ {
			_, msgs := l.chunk(k)
			if msgs[0].UID > r.Last {
				break
			}
			if n := len(runs); n == 0 || runs[n-1].k < k {
				runs = append(runs, run{k: k})
			}
			if msgs[len(msgs)-1].UID > r.Last {
				break // the next range may begin here
			}
		}
	}
	return runs
}

// with returns the list with other runs, which are as long as those that they
// replace.
func (l List) with(runs []run) List {
	if len(runs) == 0 {
		return l
	}
	next := l
	next.pages = slices.Clone(l.pages)
	for _, r := range runs {
		if r.k == len(l.pages) {
			next.tail = r.msgs
			continue
		}
		start, _ := l.chunk(r.k)
		next.pages[r.k] = page{l.base + start, r.msgs}
	}
	return next
}

func editPage(msgs []*mail.Message, set mail.UIDSet, f func(*mail.Message) *mail.Message) []*mail.Message {
	whole := set.Covers(msgs[0].UID, msgs[len(msgs)-1].UID)
	var out []*mail.Message
	for i, m := range msgs {
		if whole || set.Has(m.UID) {
			m = f(m)
		}
		if m == nil {
			continue
		}
		if out == nil {
			out = make([]*mail.Message, 0, len(msgs)-i)
		}
		out = append(out, m)
	}
	return out
}

// packed returns l, made anew if its pages have become mostly holes.
func (l List) packed() List {
	if len(l.pages) < 16+4*l.size/pageSize {
		return l
	}
	var next List
	for _, m := range l.From(0) {
		next = next.add(m)
	}
	return next
}

// UIDs returns the UIDs of the messages from index i up to, not including, j.
func (l List) UIDs(i, j int) mail.UIDSet {
	var set mail.UIDSet
	for k, m := range l.From(i) {
		if k >= j {
			break
		}
		set = set.Append(m.UID)
	}
	return set
}
