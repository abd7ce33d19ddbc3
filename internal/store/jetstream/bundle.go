package jetstream

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

const (
	// bundledMost is the size of content that is bundled with what comes at
	// the same time. Larger content would not gain by it.
	bundledMost = 32 << 10
	// bundleMost is the size of a bundle: whoever reads one of its contents
	// fetches all of them.
	bundleMost = 128 << 10
	// bundlers is how many bundles one node stores at a time.
	bundlers = 2
)

// sendContents stores the contents of group in one message.
func (s *Store) sendContents(ctx context.Context, group []*parcel) {
	if len(group) == 1 {
		seq, err := s.publish(ctx, contentSubject(s.place.Name), group[0].payloads[0])
		group[0].answer <- outcome{key{kind: whole, seq: seq}, err}
		return
	}
	var all []byte
	for _, p := range group {
		all = append(all, p.payloads[0]...)
	}
	seq, err := s.publish(ctx, contentSubject(s.place.Name), all)
	if err != nil {
		answerAll(group, err)
		return
	}
	s.bundles.keep(seq, all)
	at := 0
	for _, p := range group {
		p.answer <- outcome{key: key{kind: bundled, seq: seq, at: at, size: p.size, of: len(all)}}
		at += p.size
	}
}

// fetchBundled returns the octets of a content that lies in a bundle.
func (s *Store) fetchBundled(ctx context.Context, k key) ([]byte, error) {
	if k.size == 0 {
		return []byte{}, nil
	}
	all, ok := s.bundles.kept(k.seq)
	if !ok {
		var err error
		if all, err = s.message(ctx, k.seq); err != nil {
			return nil, err
		}
		s.bundles.keep(k.seq, all)
	}
	if len(all) != k.of {
		return nil, fmt.Errorf("jetstream: a bundle has %d octets, and should have %d", len(all), k.of)
	}
	return slices.Clip(all[k.at : k.at+k.size]), nil
}

// bundles knows the bundles that were read last, and of which contents of a
// bundle nobody has any more.
type bundles struct {
	mu    sync.Mutex
	dead  map[uint64]map[int]int // size by offset, by sequence
	read  map[uint64][]byte
	order []uint64 // of read, oldest first
}

// keptBundles is how many bundles stay in memory: neighbours are read
// together.
const keptBundles = 64

func newBundles() *bundles {
	return &bundles{dead: make(map[uint64]map[int]int), read: make(map[uint64][]byte)}
}

func (b *bundles) keep(seq uint64, all []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, there := b.read[seq]; there {
		return
	}
	if len(b.order) == keptBundles {
		delete(b.read, b.order[0])
		b.order = b.order[1:]
	}
	b.read[seq] = all
	b.order = append(b.order, seq)
}

func (b *bundles) kept(seq uint64) ([]byte, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	all, ok := b.read[seq]
	return all, ok
}

// bury notes that nobody has the content of k any more, and reports whether
// that was the last one of its bundle.
func (b *bundles) bury(k key) (last bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	dead := b.dead[k.seq]
	if dead == nil {
		dead = make(map[int]int)
		b.dead[k.seq] = dead
	}
	dead[k.at] = k.size
	sum := 0
	for _, size := range dead {
		sum += size
	}
	if sum < k.of {
		return false
	}
	delete(b.dead, k.seq)
	if i := slices.Index(b.order, k.seq); i >= 0 {
		b.order = slices.Delete(b.order, i, i+1)
		delete(b.read, k.seq)
	}
	return true
}

// buried reports whether bury has been told of k.
func (b *bundles) buried(k key) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, dead := b.dead[k.seq][k.at]
	return dead
}

// revive takes back what bury was told.
func (b *bundles) revive(k key) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if dead := b.dead[k.seq]; dead != nil {
		if delete(dead, k.at); len(dead) == 0 {
			delete(b.dead, k.seq)
		}
	}
}
