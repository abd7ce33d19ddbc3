package signature

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/pause"
	"mailsink/internal/search"
	"mailsink/internal/store"
)

// A Shelf keeps blocks: a head, and one row for each of [search.Buckets]. It
// may lose any of them, and is asked to begin anew then. What it gives out is
// checked, so that one that is damaged is known by that.
type Shelf interface {
	// Blocks calls yield with the head of each block, in any order.
	Blocks(ctx context.Context, yield func(id int64, head []byte)) error
	// Put keeps a block in the place of an old one, which is 0 for none. A row
	// is good until the next is asked for.
	Put(ctx context.Context, head []byte, rows iter.Seq[[]byte], old int64) (id int64, err error)
	// Row returns the row of a bucket. One that is not there is an error.
	Row(ctx context.Context, id int64, bucket int) ([]byte, error)
	// Drop forgets a block.
	Drop(ctx context.Context, id int64) error
	// Reset forgets everything, whatever state it is in.
	Reset(ctx context.Context) error
}

// An Index follows a mailbox. It is safe for concurrent use.
type Index struct {
	box   *mailbox.Mailbox
	shelf Shelf
	log   *slog.Logger
	life  context.Context // that Close has too
	stop  context.CancelFunc
	work  sync.WaitGroup

	begin  func() // lets the work begin
	size   int    // of a block
	signer search.Signer

	resting chan struct{} // taken by the one that rests while mail comes

	mu      sync.RWMutex
	blocks  []*block // on the shelf, in order of UID
	open    *growing
	spoiled chan struct{} // closed when the shelf has given out what it was not given
	mended  int           // how often the index was made anew
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

// New returns an index of box that begins with what is on the shelf, or anew
// if that cannot be read. It works until it is closed.
func New(ctx context.Context, box *mailbox.Mailbox, shelf Shelf, o Options) (*Index, error) {
	x := &Index{box: box, shelf: shelf, log: o.Log, size: cmp.Or(o.Block, blockSize), open: new(growing), spoiled: make(chan struct{}), resting: make(chan struct{}, 1)}
	if err := x.load(ctx); err != nil {
		if err := shelf.Reset(ctx); err != nil {
			return nil, err
		}
		x.blocks = nil
	}
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

// load reads which blocks there are. Their rows are read when they are needed.
func (x *Index) load(ctx context.Context) (err error) {
	bad := x.shelf.Blocks(ctx, func(id int64, head []byte) {
		b, damaged := readHead(id, head)
		if err = errors.Join(err, damaged); damaged == nil {
			x.blocks = append(x.blocks, b)
		}
	})
	slices.SortFunc(x.blocks, func(a, b *block) int { return cmp.Compare(a.uids[0], b.uids[0]) })
	for i := 1; i < len(x.blocks); i++ {
		if x.blocks[i].uids[0] <= x.blocks[i-1].last() {
			err = errDamaged
		}
	}
	return errors.Join(bad, err)
}

// leastKept is how many messages must be new for them to be kept at the end.
const leastKept = 256

// Close stops the work, and keeps what has been done.
func (x *Index) Close() error {
	x.stop()
	x.work.Wait()
	if x.isSpoiled() || len(x.open.uids)-x.open.old < leastKept {
		return nil
	}
	return x.seal(x.life, func() {})
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

const (
	retry = time.Second           // after an error of the disk
	lull  = 50 * time.Millisecond // in which messages come together
)

// run reads what comes until ctx is done.
func (x *Index) run(ctx context.Context) {
	for ctx.Err() == nil {
		state := x.box.State()
		err := x.mend(ctx)
		if err == nil {
			err = x.follow(ctx, state)
		}
		switch {
		case x.isSpoiled():
		case err != nil && ctx.Err() == nil:
			x.log.Warn("the search index waits for the disk", "err", err)
			pause.For(retry, ctx.Done())
		case err == nil:
			x.tidy(ctx, state)
			if x.await(ctx, state.ModSeq) != nil {
				return // the mailbox is closed
			}
			pause.For(lull, ctx.Done())
		}
	}
}

// await returns when there is something to do.
func (x *Index) await(ctx context.Context, after mail.ModSeq) error {
	ctx, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	defer watch.Wait()
	defer cancel()
	x.mu.RLock()
	spoiled := x.spoiled
	x.mu.RUnlock()
	watch.Go(func() {
		select {
		case <-spoiled:
			cancel()
		case <-ctx.Done():
		}
	})
	_, err := x.box.Wait(ctx, after)
	if x.isSpoiled() {
		return nil
	}
	return err
}

// spoil notes that the shelf has lost something.
func (x *Index) spoil() {
	x.mu.Lock()
	defer x.mu.Unlock()
	select {
	case <-x.spoiled:
	default:
		close(x.spoiled)
	}
}

func (x *Index) isSpoiled() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	select {
	case <-x.spoiled:
		return true
	default:
		return false
	}
}

// mend begins anew if the shelf has lost something; else it goes on with a
// block that was put there before it was full. A shelf that loses things again
// and again is left alone for longer and longer.
func (x *Index) mend(ctx context.Context) error {
	if !x.isSpoiled() {
		return x.reopen(ctx)
	}
	x.log.Warn("the search index is damaged, and made anew")
	if x.mended > 0 {
		pause.For(retry<<min(x.mended-1, 12), ctx.Done())
	}
	x.mended++
	if err := x.shelf.Reset(ctx); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.blocks, x.open, x.spoiled = nil, new(growing), make(chan struct{})
	return nil
}

// reopen takes the last block from the shelf if nothing was added to it yet and
// there is room.
func (x *Index) reopen(ctx context.Context) error {
	n := len(x.blocks)
	if n == 0 || len(x.open.uids) > 0 || len(x.blocks[n-1].uids) >= x.size {
		return nil
	}
	b := x.blocks[n-1]
	g := &growing{block: *b, old: len(b.uids)}
	for range b.uids {
		g.signs = append(g.signs, new(search.Signature))
	}
	for bucket := range search.Buckets {
		row, err := x.row(ctx, b.id, bucket)
		if err != nil {
			return err
		}
		g.adopt(bucket, row)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.blocks, x.open = x.blocks[:n-1:n-1], g
	return nil
}

// row returns a row of a block on the shelf.
func (x *Index) row(ctx context.Context, id int64, bucket int) (set, error) {
	coded, err := x.shelf.Row(ctx, id, bucket)
	if err == nil {
		var row set
		if row, err = readRow(coded, bucket); err == nil {
			return row, nil
		}
	}
	if ctx.Err() == nil && !errors.Is(err, mailbox.ErrClosed) {
		x.spoil()
	}
	return nil, err
}

// follow enters the messages of state that are new.
func (x *Index) follow(ctx context.Context, state *mailbox.State) error {
	breath := x.breath(ctx)
	for _, m := range state.All.From(state.All.Ceil(x.reached() + 1)) {
		if err := x.enter(ctx, m, breath); err != nil || ctx.Err() != nil || x.isSpoiled() {
			return err
		}
		breath()
	}
	return nil
}

// pieces is how long the index works without giving way.
const pieces = 5 * time.Millisecond

// breath returns a function that is called between steps of work: it rests as
// long as has been worked, and while others bring mail longer, in turn with the
// searches.
func (x *Index) breath(ctx context.Context) func() {
	began, seen := time.Now(), x.box.State().ModSeq
	return func() {
		worked := time.Since(began)
		if worked < pieces {
			return
		}
		if now := x.box.State().ModSeq; now != seen {
			seen = now
			x.giveWay(ctx, 4*min(worked, 10*pieces))
		} else {
			pause.For(worked, ctx.Done())
		}
		began = time.Now()
	}
}

// enter puts one message into the index. A full block goes on the shelf before
// that, so that one for which there was no room is tried again.
func (x *Index) enter(ctx context.Context, m *mail.Message, breath func()) error {
	if len(x.open.uids) >= x.size {
		if err := x.seal(ctx, breath); err != nil {
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
	sign := x.signer.Sign(m, content)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.open.uids = append(x.open.uids, m.UID)
	x.open.signs = append(x.open.signs, sign)
	return nil
}

// seal puts the growing block on the shelf, and begins the next.
func (x *Index) seal(ctx context.Context, breath func()) error {
	id, err := x.shelf.Put(ctx, headOf(x.open.uids), func(yield func([]byte) bool) {
		var coded []byte
		bucket := 0
		x.open.rows(func(row set) bool {
			breath()
			coded = appendRow(coded[:0], row, bucket)
			bucket++
			return yield(coded)
		})
	}, x.open.id)
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, mail.ErrFull) {
			x.spoil() // nothing can be put there any more
		}
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
	x.blocks = slices.DeleteFunc(slices.Clone(x.blocks), func(b *block) bool {
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
