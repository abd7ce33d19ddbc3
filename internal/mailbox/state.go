package mailbox

import (
	"slices"
	"strings"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// Everyone is the account whose INBOX is every account's mail.
const Everyone = "all"

// Inbox is the name of the mailbox that mail arrives in, in every account.
const Inbox = "INBOX"

// A State is the whole sink at one moment. It never changes, so it can be
// read without locks and kept as long as a reader likes.
type State struct {
	ModSeq      mail.ModSeq // position of the last record in it
	UIDValidity uint32
	All         *Box // every message, whatever its mailbox
	Inboxes     *Box // the INBOX of every account as one
	Limits      store.Limited

	accounts []*Account
	index    map[string]int // into accounts, by name
	ids      *ids

	recipients *directory // the mailboxes of original recipients of Everyone

	limitedAt    store.Pos // of the record that set Limits
	limitedSince store.Pos // see [store.Limited]
}

// An Account is the mailboxes of one final address.
type Account struct {
	Name          string
	Boxes         []*Box   // INBOX first, then as they were created
	Subscriptions []string // sorted

	// Used is when mail last came, for an account that a [Selector] chose;
	// zero for all others.
	Used time.Time

	born mail.ModSeq // position of the record that made it

	recipients *directory // the mailboxes of its original recipients

	annotations map[annotationKey]Annotation

	batch uint64 // the State that it was made for, which may change it
}

func newState() *State {
	return &State{
		All: &Box{UIDNext: 1}, Inboxes: &Box{Account: Everyone, Name: Inbox, UIDNext: 1},
		index: map[string]int{}, ids: &ids{m: make(map[mail.ID]mail.UID)},
	}
}

// Accounts returns all accounts in the order they were made.
func (s *State) Accounts() []*Account { return slices.Clone(s.accounts) }

// Account returns an account by its name, in any case.
func (s *State) Account(name string) (*Account, bool) {
	i, ok := s.index[strings.ToLower(name)]
	if !ok {
		return nil, false
	}
	return s.accounts[i], true
}

// Box returns a mailbox of an account by its name. INBOX may be written in
// any case (RFC 9051 §5.1). The INBOX of Everyone is all of them, and is
// there before any account is.
func (s *State) Box(account, name string) (*Box, bool) {
	if strings.EqualFold(account, Everyone) && strings.EqualFold(name, Inbox) {
		return s.Inboxes, true
	}
	a, ok := s.Account(account)
	if !ok {
		return nil, false
	}
	return a.Box(name)
}

// Current returns b as it is in s, for a b of an earlier state. It is false
// when the mailbox is gone.
func (s *State) Current(b *Box) (*Box, bool) {
	switch {
	case b.virtual != nil:
		return s.currentVirtual(b), true
	case b.Account == "":
		return s.All, true
	case b.Account == Everyone && b.ID == 0:
		return s.Inboxes, true
	}
	a, ok := s.Account(b.Account)
	if !ok {
		return nil, false
	}
	return a.byID(b.ID)
}

// Find returns a message by its ID.
func (s *State) Find(id mail.ID) (*mail.Message, bool) {
	uid, ok := s.ids.get(id)
	if !ok {
		return nil, false
	}
	m, ok := s.All.Get(uid)
	return m, ok && m.ID == id
}

// Box returns a mailbox by its name.
func (a *Account) Box(name string) (*Box, bool) {
	if strings.EqualFold(name, Inbox) {
		return a.byID(0)
	}
	for _, b := range a.Boxes {
		if b.Name == name {
			return b, true
		}
	}
	return nil, false
}

func (a *Account) byID(id mail.BoxID) (*Box, bool) {
	for _, b := range a.Boxes {
		if b.ID == id {
			return b, true
		}
	}
	return nil, false
}

// ids finds the UID of an ID. It is one for all states of a history: an ID
// keeps its UID until the message moves, so only the newest state writes, and
// a reader of an older one checks what it finds.
type ids struct {
	mu sync.RWMutex
	m  map[mail.ID]mail.UID
}

func (x *ids) get(id mail.ID) (mail.UID, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	uid, ok := x.m[id]
	return uid, ok
}

// fill begins anew with all messages of b.
func (x *ids) fill(b *Box) {
	m := make(map[mail.ID]mail.UID, b.Len())
	for _, msg := range b.From(0) {
		m[msg.ID] = msg.UID
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.m = m
}

func (x *ids) set(id mail.ID, uid mail.UID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.m[id] = uid
}

// forget removes the IDs of messages, where they still mean these.
func (x *ids) forget(gone []*mail.Message) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, m := range gone {
		if x.m[m.ID] == m.UID {
			delete(x.m, m.ID)
		}
	}
}
