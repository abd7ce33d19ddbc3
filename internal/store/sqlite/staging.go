package sqlite

import (
	"crypto/rand"
	"strconv"
	"sync"
)

// A staged is content that no record names yet. Its octets are guarded by
// staging.mu.
type staged struct {
	key    string
	id     int64  // the row it will have; 0 for a file
	octets []byte // as they go into the row; nil for a file, and once it is written
	coding coding
	size   int64 // of octets

	// Of the writer alone: the transactions that wrote the row, and that
	// entered it in the table unnamed.
	written, flushed uint64
}

// staging is the memory in which small content waits for its record.
type staging struct {
	mu     sync.Mutex
	limit  int64
	used   int64
	nextID int64
	byKey  map[string]*staged
}

func newStaging(limit, nextID int64) *staging {
	return &staging{limit: limit, nextID: nextID, byKey: make(map[string]*staged)}
}

// add takes octets in, or returns nil when there is no room for them. One
// that is larger than all the room is taken when there is nothing else.
func (s *staging) add(octets []byte, as coding) *staged {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := int64(len(octets))
	if s.used > 0 && s.used+size > s.limit {
		return nil
	}
	e := &staged{key: rowKey(s.nextID), id: s.nextID, octets: octets, coding: as, size: size}
	s.nextID++
	s.used += size
	s.byKey[e.key] = e
	return e
}

// addFile registers a file before there is one, so that it is not swept away.
func (s *staging) addFile(key string) *staged {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := &staged{key: key}
	s.byKey[key] = e
	return e
}

// get returns what is staged under key, and its octets if they are in memory.
func (s *staging) get(key string) (*staged, []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.byKey[key]
	if e == nil {
		return nil, nil
	}
	return e, e.octets
}

// waiting returns all that is in memory.
func (s *staging) waiting() []*staged {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*staged, 0, len(s.byKey))
	for _, e := range s.byKey {
		if e.octets != nil {
			all = append(all, e)
		}
	}
	return all
}

// written frees the memory of entries whose rows are committed.
func (s *staging) written(entries []*staged) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range entries {
		s.free(e)
	}
}

// forget lets go of content that is named by a record now, or deleted.
func (s *staging) forget(entries []*staged) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range entries {
		s.free(e)
		delete(s.byKey, e.key)
	}
}

func (s *staging) free(e *staged) {
	if e.octets != nil {
		e.octets = nil
		s.used -= e.size
	}
}

// usage returns how much memory is in use.
func (s *staging) usage() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used
}

// rowKey returns the key of content in a row: its number. Content in a file
// has a name of 26 letters; nothing else is ever looked for, so no key leads
// out of the store.
func rowKey(id int64) string { return strconv.FormatInt(id, 10) }

// rowID returns the row that key stands for.
func rowID(key string) (int64, bool) {
	if key == "" || len(key) > 18 || key[0] == '0' {
		return 0, false
	}
	var id int64
	for i := range len(key) {
		if key[i] < '0' || key[i] > '9' {
			return 0, false
		}
		id = id*10 + int64(key[i]-'0')
	}
	return id, true
}

// newFileKey returns a key that nobody can guess or have used.
func newFileKey() string { return rand.Text() }

// fileKeyLen is the length of what crypto/rand.Text returns.
const fileKeyLen = 26

func isFileKey(key string) bool {
	if len(key) != fileKeyLen {
		return false
	}
	for i := range len(key) {
		if c := key[i]; (c < 'A' || c > 'Z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}
