package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
	"mailsink/internal/pause"
	"mailsink/internal/store"
)

// ErrClosed is returned by a mailbox that has been closed.
var ErrClosed = errors.New("mailbox: closed")

// ErrNotExist is returned for messages, mailboxes and accounts that are not
// there, or not there any more.
var ErrNotExist = errors.New("mailbox: no such thing")

// ErrExists is returned for a mailbox that is there already.
var ErrExists = errors.New("mailbox: there is a mailbox of that name")

// ErrInbox is returned for what cannot be done to INBOX.
var ErrInbox = errors.New("mailbox: INBOX always stays")

// Options say how a Mailbox is opened.
type Options struct {
	Domain string        // of the sink: addresses in it are accounts by their local-part
	Limits store.Limited // what is kept
	Select Selector      // chooses accounts; the zero one leaves it to final addresses
	// Unused is how long an account that Select chose may get no mail
	// before it goes, with all that is in it. 0 keeps it.
	Unused time.Duration
	// Seal has the last word on the envelope of a message, once its size is
	// known: it is given what is kept, and returns another envelope with the
	// same recipients. nil leaves envelopes as they are.
	Seal func(kept iter.Seq[*mail.Message], env mail.Envelope, size int64) mail.Envelope
	Log  *slog.Logger // for what happens behind the callers' backs; nil for none
}

// A Mailbox is the mail of all accounts. It is safe for concurrent use.
type Mailbox struct {
	store      store.Store
	domain     string
	selector   Selector
	seal       func(iter.Seq[*mail.Message], mail.Envelope, int64) mail.Envelope
	log        *slog.Logger
	stop       context.CancelCauseFunc
	work       sync.WaitGroup // follow, and what it starts
	burial     burial
	together   int // records that one append may have
	compacting atomic.Bool
	opened     atomic.Bool   // all that was in the journal at first is in the State
	told       atomic.Uint64 // the greatest position that an append of ours was told
	buffer     sync.Pool     // of *bytes.Buffer, for the beginnings of messages
	summaries  mime.Summarizer
	repeats    repeats

	mu      sync.Mutex
	state   *State
	changed chan struct{} // closed and replaced with each new state
	err     error         // why the mailbox follows the journal no longer
}

// Open replays the journal of st and follows it from then on. It returns when
// all that was in the journal is in the State.
func Open(ctx context.Context, st store.Store, o Options) (*Mailbox, error) {
	end, err := begin(ctx, st)
	if err != nil {
		return nil, fmt.Errorf("mailbox: open: %w", err)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	life, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	m := &Mailbox{store: st, together: together(st), domain: o.Domain, selector: o.Select, seal: o.Seal, log: o.Log, stop: stop, state: newState(), changed: make(chan struct{})}
	m.buffer.New = newBuffer
	m.burial.wake, m.burial.held = make(chan struct{}, 1), make(map[string]*hold)
	m.work.Go(func() { m.follow(life, end) })
	m.work.Go(func() { m.bury(life) })
	state, err := m.reach(ctx, end)
	m.opened.Store(err == nil)
	if err == nil && !state.Limits.Equal(o.Limits) {
		err = m.record(ctx, store.Record{Limited: &o.Limits})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("mailbox: replay: %w", err), m.Close())
	}
	if o.Limits.Ages() {
		m.work.Go(func() { m.ripen(life) })
	}
	if o.Unused > 0 {
		m.work.Go(func() { m.expire(life, o.Unused) })
	}
	return m, nil
}

// begin makes sure that there is a first record, and returns the position of
// the last.
func begin(ctx context.Context, st store.Store) (store.Pos, error) {
	end, err := st.End(ctx)
	if err != nil || end > 0 {
		return end, err
	}
	// RFC 9051 §2.3.1.1: UIDVALIDITY may be the time at which the mailbox
	// was made. From then on it is in the journal, whatever clocks say.
	return st.Append(ctx, store.Record{Opened: &store.Opened{UIDValidity: uint32(time.Now().Unix())}})
}

// follow folds the journal into states until ctx is done, and shows them from
// the record at end on. A disk that cannot be read for a while makes viewers
// wait, and loses nothing.
func (m *Mailbox) follow(ctx context.Context, end store.Pos) {
	f := fold{sharers: make(map[string]int)}
	state := m.State()
	for {
		var failed error
		for recs, err := range m.store.Records(ctx, store.Pos(state.ModSeq)) {
			if failed = err; err != nil {
				break
			}
			var arrived bool
			if state, arrived = f.toward(end, state, recs); arrived {
				m.publish(state, nil)
				m.settle(ctx, &f, state)
			}
		}
		if errors.Is(failed, store.ErrBehind) {
			if state, failed = m.reload(ctx, &f, state); failed == nil {
				continue
			}
		}
		if !m.outlast(ctx, failed) {
			m.publish(state, fmt.Errorf("mailbox: the journal cannot be read: %w", failed))
			return
		}
	}
}

// readAgain is how long the follower waits after an error of the disk.
const readAgain = time.Second

// outlast waits after an error of the store, and reports whether to go on. At
// the start there is nothing to wait for: whoever opens is told.
func (m *Mailbox) outlast(ctx context.Context, err error) bool {
	if ctx.Err() != nil || errors.Is(err, store.ErrClosed) || !m.opened.Load() {
		return false
	}
	m.log.Error("the journal cannot be read; it will be tried again", "err", err)
	return pause.For(readAgain, ctx.Done())
}

func (m *Mailbox) publish(next *State, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state, m.err = next, err
	close(m.changed)
	m.changed = make(chan struct{})
}

// State returns the newest state. It never blocks for long.
func (m *Mailbox) State() *State {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state
}

// Wait returns the newest state as soon as it is past after. It is the whole
// notification system: a viewer holds the state it last showed, waits for a
// newer one, and says the difference.
func (m *Mailbox) Wait(ctx context.Context, after mail.ModSeq) (*State, error) {
	for {
		m.mu.Lock()
		state, changed, err := m.state, m.changed, m.err
		m.mu.Unlock()
		switch {
		case state.ModSeq > after:
			return state, nil
		case err != nil:
			return nil, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// reach returns the first state that has the record at pos.
func (m *Mailbox) reach(ctx context.Context, pos store.Pos) (*State, error) {
	return m.Wait(ctx, mail.ModSeq(pos)-1)
}

// record appends recs and waits until the state shows them: together, or in
// pieces where the store cannot take as many at once.
func (m *Mailbox) record(ctx context.Context, recs ...store.Record) error {
	first := true
	for piece := range slices.Chunk(recs, m.together) {
		if _, _, err := m.append(ctx, piece...); err != nil && !first {
			return &unseen{err}
		} else if err != nil {
			return err
		}
		first = false
	}
	return nil
}

// together returns how many records one append of st may have.
func together(st store.Store) int {
	if bounded, ok := st.(interface{ Together() int }); ok {
		return bounded.Together()
	}
	return math.MaxInt
}

// append is record for callers that want the state, and the position of the
// last record.
func (m *Mailbox) append(ctx context.Context, recs ...store.Record) (*State, store.Pos, error) {
	pos, err := m.store.Append(ctx, recs...)
	if err != nil {
		return nil, 0, fmt.Errorf("mailbox: journal: %w", err)
	}
	m.note(pos)
	// What is in the journal has happened, whether or not the caller still
	// waits to hear of it. The follower is never far behind, unless it is cut
	// off from the journal: then nobody may be told what would not be shown.
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), unseenMost, errCutOff)
	defer cancel()
	state, err := m.reach(ctx, pos)
	if err != nil {
		return nil, 0, &unseen{err}
	}
	return state, pos, nil
}

// unseenMost bounds how long an append waits for the follower.
const unseenMost = 20 * time.Second

var errCutOff = errors.New("mailbox: the journal has the record, but cannot be read at the moment")

// An unseen error is that of a record which is in the journal all the same:
// what it names must stay.
type unseen struct{ error }

func (u *unseen) Unwrap() error { return u.error }

// note remembers that a record was acknowledged at pos.
func (m *Mailbox) note(pos store.Pos) {
	for {
		told := m.told.Load()
		if uint64(pos) <= told || m.told.CompareAndSwap(told, uint64(pos)) {
			return
		}
	}
}

// Content opens the content of a message, octet for octet. The error is
// [store.ErrNotExist] when the message has been expunged meanwhile.
func (m *Mailbox) Content(ctx context.Context, msg *mail.Message) (io.ReadSeekCloser, error) {
	return m.store.Get(ctx, msg.Key)
}

// Octets returns the content of a message, octet for octet. The caller must
// not write to it.
func (m *Mailbox) Octets(ctx context.Context, msg *mail.Message) ([]byte, error) {
	rc, err := m.Content(ctx, msg)
	if err != nil {
		return nil, err
	}
	return store.ReadAll(rc)
}

// Account returns the name of the account that mail for a final address is
// kept in.
func (m *Mailbox) Account(final mail.Address) string { return final.Account(m.domain) }

// Close wakes every waiter with ErrClosed. It does not close the store.
func (m *Mailbox) Close() error {
	m.stop(ErrClosed)
	m.work.Wait()
	return nil
}
