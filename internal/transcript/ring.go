package transcript

import (
	"slices"
	"sync"
	"time"

	"mailsink/internal/recent"
)

// Limits bound a Ring. The zero value of each is a sensible default.
type Limits struct {
	Sessions int // kept; 0 means 1000
	Octets   int // kept of a session, about; 0 means 12 KiB

	Fragments int // octets kept of messages that were refused, together; 0 means 16 MiB
}

// firstOctets is room for the lines of a session with one message.
const firstOctets = 1 << 10

// A Ring keeps the last sessions. A nil Ring keeps none.
type Ring struct {
	limits Limits
	kept   recent.Kept[[]byte] // fragments

	mu    sync.Mutex
	order []*Recorder // oldest first
	byID  map[string]*Recorder
}

// New returns a Ring without sessions.
func New(limits Limits) *Ring {
	if limits.Sessions <= 0 {
		limits.Sessions = 1000
	}
	if limits.Octets <= 0 {
		limits.Octets = 12 << 10
	}
	if limits.Fragments <= 0 {
		limits.Fragments = 16 << 20
	}
	return &Ring{limits: limits, kept: recent.Kept[[]byte]{Most: limits.Fragments}, byID: make(map[string]*Recorder)}
}

// Begin takes down the session called id at a door. Where there are too many,
// the oldest that has ended is forgotten, or else the oldest.
func (r *Ring) Begin(id, door string) *Recorder {
	if r == nil {
		return nil
	}
	rec := &Recorder{half: r.limits.Octets / 3, kept: &r.kept, session: Session{ID: id, Door: door, Start: time.Now()}}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.order) >= r.limits.Sessions {
		rec.head = r.evict()
	} else {
		rec.head = make([]byte, 0, firstOctets)
	}
	r.order = append(r.order, rec)
	r.byID[id] = rec
	return rec
}

// evict forgets a session and returns the room that its lines had; r.mu is
// held.
func (r *Ring) evict() []byte {
	i := max(0, slices.IndexFunc(r.order, (*Recorder).ended))
	old := r.order[i]
	r.order = slices.Delete(r.order, i, i+1)
	delete(r.byID, old.session.ID)
	return old.forget()
}

// Session returns the session called id, as far as it has gone.
func (r *Ring) Session(id string) (s Session, ok bool) {
	if r == nil {
		return Session{}, false
	}
	r.mu.Lock()
	rec, ok := r.byID[id]
	r.mu.Unlock()
	if !ok {
		return Session{}, false
	}
	s = rec.read(true)
	r.present(&s)
	return s, true
}

// Sessions returns up to limit sessions without their lines, newest first:
// those older than the one called before, or the newest if that is empty or
// forgotten. more says that there are older ones.
func (r *Ring) Sessions(before string, limit int) (list []Session, more bool) {
	if r == nil {
		return nil, false
	}
	r.mu.Lock()
	end := len(r.order)
	if rec, ok := r.byID[before]; ok {
		end = slices.Index(r.order, rec)
	}
	start := max(0, end-limit)
	page := slices.Clone(r.order[start:end])
	r.mu.Unlock()
	for _, rec := range slices.Backward(page) {
		list = append(list, rec.read(false))
	}
	return list, start > 0
}
