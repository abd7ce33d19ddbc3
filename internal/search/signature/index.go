package signature

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/store"
)

// A Shelf keeps blocks. It may forget any of them.
type Shelf interface {
	// Blocks calls yield with the UIDs of each block, in any order.
	Blocks(ctx context.Context, yield func(id int64, uids []uint32)) error
	// Put keeps a block. row returns its row of a bucket, nil for none.
	Put(ctx context.Context, uids []uint32, buckets int, row func(bucket int) []byte) (id int64, err error)
	// Row returns a row, nil for none.
	Row(ctx context.Context, id int64, bucket int) ([]byte, error)
	// Drop forgets a block.
	Drop(ctx context.Context, id int64) error
}

// An Index follows a mailbox. It is safe for concurrent use.
type Index struct {
	box   *mailbox.Mailbox
	shelf Shelf
	log   *slog.Logger
	life  context.Context // that Close has too
	stop  context.CancelFunc
	work  sync.WaitGroup

	begin func() // lets the work begin
	size  int    // of a block

	mu     sync.RWMutex
	blocks []*block // full ones, in order of UID
	open   *growing
}

// Options say how an Index works.
type Options struct {
	// Lazy has the work begin with the first query.
	Lazy bool
	// Block is how many messages are kept together: 8,192 at most, which 0
	// stands for.
	Block int
	Log   *slog.Logger // for what goes wrong; must be set
}

// New returns an index of box that begins with what is on the shelf. It works
// until it is closed.
func New(ctx context.Context, box *mailbox.Mailbox, shelf Shelf, o Options) (*Index, error) {
	x := &Index{box: box, shelf: shelf, log: o.Log, size: cmp.Or(o.Block, blockSize), open: new(growing)}
	err := shelf.Blocks(ctx, func(id int64, uids []uint32) {
		if len(uids) == 0 || len(uids) > blockSize {
			return
		}
		b := &block{id: id}
		for _, uid := range uids {
			b.uids = append(b.uids, mail.UID(uid))
		}
		x.blocks = append(x.blocks, b)
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(x.blocks, func(a, b *block) int { return cmp.Compare(a.uids[0], b.uids[0]) })
	x.life = context.WithoutCancel(ctx)
	ctx, x.stop = context.WithCancel(x.life)
	begun := make(chan struct{})
	x.begin = sync.OnceFunc(func() { close(begun) })
	if !o.Lazy {
		x.begin()
	}
	x.work.Go(func() {
		select {
		case <-begun:
			x.run(ctx)
		case <-ctx.Done():
		}
	})
	return x, nil
}

// leastKept is how many messages a block must have to be kept at the end.
const leastKept = 256

// Close stops the work, and keeps what has been done.
func (x *Index) Close() error {
	x.stop()
	x.work.Wait()
	if len(x.open.uids) < leastKept {
		return nil
	}
	return x.seal(x.life)
}

// reached returns the highest UID that is in the index.
func (x *Index) reached() mail.UID {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if n := len(x.open.uids); n > 0 {
		return x.open.uids[n-1]
	}
	if n := len(x.blocks); n > 0 {
		return x.blocks[n-1].last()
	}
	return 0
}

// Behind returns how many messages are not in the index yet.
func (x *Index) Behind() int {
	all := x.box.State().All
	return all.Len() - all.Ceil(x.reached()+1)
}

// retry is how long to wait after an error of the disk.
const retry = time.Second

// run reads what comes until ctx is done.
func (x *Index) run(ctx context.Context) {
	for ctx.Err() == nil {
		state := x.box.State()
		if err := x.follow(ctx, state); err != nil && ctx.Err() == nil {
			x.log.Warn("the search index waits for the disk", "err", err)
			rest(ctx, retry)
			continue
		}
		x.tidy(ctx, state)
		if _, err := x.box.Wait(ctx, state.ModSeq); err != nil {
			return // the mailbox is closed
		}
	}
}

// pieces is how long the index works without giving way.
const pieces = 5 * time.Millisecond

// follow enters the messages of state that are new. It rests as long as it has
// worked, and longer while others bring mail.
func (x *Index) follow(ctx context.Context, state *mailbox.State) error {
	began := time.Now()
	for _, m := range state.All.From(state.All.Ceil(x.reached() + 1)) {
		if err := x.enter(ctx, m); err != nil || ctx.Err() != nil {
			return err
		}
		if worked := time.Since(began); worked > pieces {
			if x.box.State().ModSeq != state.ModSeq {
				worked *= 3
			}
			rest(ctx, worked)
			began = time.Now()
		}
	}
	return nil
}

func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// enter puts one message into the index. A full block goes on the shelf before
// that, so that one for which there was no room is tried again.
func (x *Index) enter(ctx context.Context, m *mail.Message) error {
	if len(x.open.uids) >= x.size {
		if err := x.seal(ctx); err != nil {
			return err
		}
	}
	content, err := x.box.Octets(ctx, m)
	if errors.Is(err, store.ErrNotExist) {
		return nil // expunged meanwhile
	}
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.open.add(m, content)
	return nil
}

// seal puts the growing block on the shelf, and begins the next.
func (x *Index) seal(ctx context.Context) error {
	uids := make([]uint32, len(x.open.uids))
	for i, uid := range x.open.uids {
		uids[i] = uint32(uid)
	}
	id, err := x.shelf.Put(ctx, uids, buckets, x.open.row)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.blocks = append(x.blocks, &block{id, x.open.uids})
	x.open = new(growing)
	return nil
}

// tidy drops the blocks of which no message is left.
func (x *Index) tidy(ctx context.Context, state *mailbox.State) {
	x.mu.Lock()
	var gone []*block
	x.blocks = slices.DeleteFunc(x.blocks, func(b *block) bool {
		from := state.All.Ceil(b.uids[0])
		empty := from == state.All.Len() || state.All.At(from).UID > b.last()
		if empty {
			gone = append(gone, b)
		}
		return empty
	})
	x.mu.Unlock()
	for _, b := range gone {
		if err := x.shelf.Drop(ctx, b.id); err != nil && ctx.Err() == nil {
			x.log.Warn("a part of the search index could not be dropped", "err", err)
		}
	}
}

// Filter returns a function that says of messages whether q may match them. It
// is quickest for messages in ascending or descending order, and is for one
// goroutine.
func (x *Index) Filter(ctx context.Context, q *search.Query) func(*mail.Message) bool {
	c := q.Condition()
	if c.Empty() {
		return func(*mail.Message) bool { return true }
	}
	x.begin()
	f := &filter{index: x, ctx: ctx, want: c}
	return f.may
}

// A filter remembers the block it looked at last.
type filter struct {
	index *Index
	ctx   context.Context
	want  search.Condition
	block *block
	found bits
	known bool
}

func (f *filter) may(m *mail.Message) bool {
	if f.block == nil || m.UID < f.block.uids[0] || m.UID > f.block.last() {
		if !f.turn(m.UID) {
			return true
		}
	}
	if !f.known {
		return true
	}
	i, ok := f.block.place(m.UID)
	return !ok || f.found.has(i)
}

// turn looks at the block that has a UID, if one does.
func (f *filter) turn(uid mail.UID) bool {
	x := f.index
	x.mu.RLock()
	defer x.mu.RUnlock()
	i, _ := slices.BinarySearchFunc(x.blocks, uid, func(b *block, uid mail.UID) int { return cmp.Compare(b.last(), uid) })
	var err error
	switch {
	case i < len(x.blocks) && x.blocks[i].uids[0] <= uid:
		f.block = x.blocks[i]
		f.found, f.known, err = may(f.ctx, f.want, func(ctx context.Context, bucket int) (bits, error) {
			b, err := x.shelf.Row(ctx, f.block.id, bucket)
			return bitsOf(b), err
		})
	case len(x.open.uids) > 0 && uid >= x.open.uids[0] && uid <= x.open.last():
		f.block = &block{uids: x.open.uids[:len(x.open.uids):len(x.open.uids)]}
		f.found, f.known, err = may(f.ctx, f.want, func(_ context.Context, bucket int) (bits, error) { return x.open.rows[bucket], nil })
	default:
		f.block = nil
		return false
	}
	if err != nil { // then the query itself is asked
		f.found, f.known = nil, false
	}
	return true
}
