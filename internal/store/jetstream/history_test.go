package jetstream_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/history"
	"mailsink/internal/store/jetstream"
)

// A trial is clients of several sinks over several servers, things that go
// wrong meanwhile, and what the clients were told.
type trial struct {
	t       *testing.T
	ctx     context.Context
	place   jetstream.Place
	sinks   []*sink
	servers []*child
	configs []settings
	began   time.Time
	loyal   bool // each client stays with one sink

	mu    sync.Mutex
	ops   []history.Op
	live  []string // IDs of messages that may be flagged and expunged
	acked map[int]int
	grown chan struct{} // closed and replaced with each acknowledgement
}

// newTrial starts three servers and three sinks.
func newTrial(ctx context.Context, t *testing.T) *trial {
	t.Helper()
	tr := &trial{t: t, ctx: ctx, began: time.Now(), acked: make(map[int]int), grown: make(chan struct{}), configs: threeServers(t)}
	tr.place = jetstream.Place{Name: "mail", Replicas: 3}
	for _, one := range tr.configs {
		tr.place.Servers = append(tr.place.Servers, fmt.Sprint("127.0.0.1:", one.Port))
		tr.servers = append(tr.servers, spawn(t, one))
	}
	built.binary(t) // while they find each other
	openSoon(ctx, t, tr.place).Close()
	for i := range 3 {
		tr.sinks = append(tr.sinks, newSink(t, i, "127.0.0.1", tr.place.String()))
		tr.sinks[i].start(t)
	}
	return tr
}

// note remembers what a client did.
func (tr *trial) note(op history.Op, id string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	op.Ended = time.Since(tr.began)
	tr.ops = append(tr.ops, op)
	if op.Outcome != history.Acked {
		return
	}
	if id != "" {
		tr.live = append(tr.live, id)
	}
	tr.acked[op.Node]++
	close(tr.grown)
	tr.grown = make(chan struct{})
}

// pick returns the ID of a message, and takes it away for the last time if
// it is to go.
func (tr *trial) pick(r *rand.Rand, last bool) string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	if len(tr.live) < 10 {
		return ""
	}
	i := r.IntN(len(tr.live))
	id := tr.live[i]
	if last {
		tr.live = slices.Delete(tr.live, i, i+1)
	}
	return id
}

// client asks for one thing after the other until ctx is done.
func (tr *trial) client(ctx context.Context, number int, r *rand.Rand) {
	for i := 0; ctx.Err() == nil; i++ {
		s := tr.sinks[number%len(tr.sinks)]
		if !tr.loyal {
			s = tr.sinks[r.IntN(len(tr.sinks))]
		}
		name := fmt.Sprintf("%dx%d", number, i)
		op := history.Op{Node: s.number, Began: time.Since(tr.began)}
		id := ""
		switch turn := r.IntN(10); {
		case turn < 5:
			op.Mark = "deliver-" + name
			id, op.Outcome = s.deliver(op.Mark)
		case turn < 7:
			if on := tr.pick(r, false); on != "" {
				op.Mark = "flag-" + name
				op.Outcome = s.flag(on, op.Mark)
			}
		case turn < 8:
			if on := tr.pick(r, true); on != "" {
				op.Mark = "expunge-" + on
				op.Outcome = s.expunge(on)
			}
		default:
			op.Seen, op.Outcome = s.seen()
		}
		if op.Mark != "" || op.Outcome == history.Acked && op.Seen > 0 {
			tr.note(op, id)
		}
	}
}

// until waits for n more acknowledgements by any of some sinks, at most for a
// time, and reports whether they came.
func (tr *trial) until(n int, most time.Duration, sinks ...int) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	first := -1
	for {
		tr.mu.Lock()
		sum, grown := 0, tr.grown
		for _, s := range sinks {
			sum += tr.acked[s]
		}
		tr.mu.Unlock()
		if first < 0 {
			first = sum
		}
		if sum >= first+n {
			return true
		}
		select {
		case <-grown:
		case <-timer.C:
			return false
		case <-tr.ctx.Done():
			return false
		}
	}
}

// A mishap is one thing that goes wrong, and how it is mended.
type mishap struct {
	name string
	do   func(tr *trial, i int)
	mend func(tr *trial, i int)
	// mendFirst is higher for what others need in order to start.
	mendFirst int
}

var mishaps = []mishap{
	{"a sink is killed", func(tr *trial, i int) { tr.sinks[i].kill() }, func(tr *trial, i int) { tr.sinks[i].start(tr.t) }, 0},
	{"a server is killed", func(tr *trial, i int) { tr.servers[i].kill() }, func(tr *trial, i int) { tr.servers[i] = spawn(tr.t, tr.configs[i]) }, 2},
	{"a sink is paused", func(tr *trial, i int) { tr.sinks[i].pause() }, func(tr *trial, i int) { tr.sinks[i].resume() }, 1},
	{"a server is paused", func(tr *trial, i int) { tr.servers[i].pause() }, func(tr *trial, i int) { tr.servers[i].resume() }, 2},
}

// A blow is what befalls one process.
type blow struct {
	mishap
	on int // which sink or server
}

func (b blow) String() string { return fmt.Sprintf("%s (%d)", b.name, b.on) }

// suffer lets blows fall at once, mends them, and returns when all sinks take
// mail again.
func (tr *trial) suffer(long time.Duration, blows ...blow) {
	tr.t.Helper()
	began := time.Now()
	for _, b := range blows {
		b.do(tr, b.on)
	}
	tr.until(1<<30, long, 0, 1, 2)
	slices.SortStableFunc(blows, func(a, b blow) int { return cmp.Compare(b.mendFirst, a.mendFirst) })
	for _, b := range blows {
		b.mend(tr, b.on)
	}
	for s := range tr.sinks {
		if !tr.until(5, 2*time.Minute, s) {
			tr.t.Fatalf("%v: sink %d does nothing more", blows, s)
		}
	}
	tr.t.Logf("%v for %v; all do their work after %v", blows, long.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
}

// journal reads all that was stored, and marks it.
func (tr *trial) journal() (entries []history.Entry, state *mailbox.State) {
	tr.t.Helper()
	s := openSoon(tr.ctx, tr.t, tr.place)
	end, err := s.End(tr.ctx)
	if err != nil {
		tr.t.Fatal(err)
	}
	var all []store.Record
	for recs, err := range s.Records(tr.ctx, 0) {
		if err != nil {
			tr.t.Fatal(err)
		}
		if all = append(all, recs...); all[len(all)-1].Pos >= end {
			break
		}
	}
	ids := make(map[mail.UID]mail.ID)
	for _, rec := range all {
		if rec.Delivered != nil {
			ids[rec.Pos.UID()] = rec.Delivered.ID
		}
		entries = append(entries, history.Entry{Pos: rec.Pos, Mark: mark(rec, ids)})
	}
	state, err = mailbox.Replay(func(yield func([]store.Record, error) bool) { yield(all, nil) })
	if err != nil {
		tr.t.Fatal(err)
	}
	return entries, state
}

// mark returns the mark of the operation that made rec.
func mark(rec store.Record, ids map[mail.UID]mail.ID) string {
	switch {
	case rec.Delivered != nil:
		return rec.Delivered.Summary.Subject
	case rec.Flagged != nil:
		return string(rec.Flagged.Flags[0])
	case rec.Expunged != nil:
		return "expunge-" + ids[rec.Expunged.UIDs[0].First].String()
	}
	return ""
}

// check holds that the journal and the views of all sinks are what the
// clients were told.
func (tr *trial) check() {
	tr.t.Helper()
	entries, state := tr.journal()
	for _, err := range history.Check(tr.ops, entries) {
		tr.t.Error(err)
	}
	want := imapView(state)
	for _, s := range tr.sinks {
		for pos, _ := s.seen(); pos < store.Pos(state.ModSeq) && tr.ctx.Err() == nil; pos, _ = s.seen() {
		}
		got, err := s.view()
		if err != nil || !slices.Equal(got, want) {
			tr.t.Errorf("sink %d shows %d lines, %v; the journal is %d\n%s", s.number, len(got), err, len(want), firstDifference(got, want))
		}
	}
	acked := 0
	for _, op := range tr.ops {
		if op.Outcome == history.Acked {
			acked++
		}
	}
	tr.t.Logf("%d operations, %d acknowledged; %d records, %d messages left", len(tr.ops), acked, len(entries), state.All.Len())
}

// imapView is what IMAP tells of state.
func imapView(state *mailbox.State) []string {
	box, _ := state.Box("sink", "INBOX")
	lines := []string{fmt.Sprintf("* OK [UIDVALIDITY %d] UIDs valid", box.UIDValidity)}
	for i, m := range box.From(0) {
		lines = append(lines, fmt.Sprintf("* %d FETCH (UID %d FLAGS (%s))", i+1, m.UID, strings.Join(flagWords(m.Flags), " ")))
	}
	return lines
}

func flagWords(flags mail.Flags) (words []string) {
	for _, f := range flags {
		words = append(words, string(f))
	}
	return words
}

func firstDifference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			return fmt.Sprintf("line %d is %q, and not %q", i+1, g, w)
		}
	}
	return ""
}

// number returns what a variable of the environment says.
func number(t *testing.T, name string, other uint64) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(cmp.Or(os.Getenv(name), strconv.FormatUint(other, 10)), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestHistory lets clients deliver, flag and expunge at three sinks over three
// servers, while processes of both kinds are killed and paused. Make history
// has more and longer rounds.
func TestHistory(t *testing.T) {
	t.Parallel()
	rounds := int(number(t, "MAILSINK_HISTORY_ROUNDS", 0))
	seed := number(t, "MAILSINK_HISTORY_SEED", rand.Uint64())
	t.Logf("MAILSINK_HISTORY_SEED=%d", seed)
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rounds+3)*time.Minute)
	t.Cleanup(cancel)
	tr := newTrial(ctx, t)
	t.Logf("three servers and three sinks are ready after %v", time.Since(tr.began).Round(time.Millisecond))
	loading, stop := context.WithCancel(ctx)
	defer stop()
	var clients sync.WaitGroup
	for i := range 6 {
		clients.Go(func() { tr.client(loading, i, rand.New(rand.NewPCG(seed, uint64(i)))) })
	}
	tr.until(60, time.Minute, 0, 1, 2)
	r := rand.New(rand.NewPCG(seed, 99))
	victims := r.Perm(3)
	if rounds == 0 { // each once, as briefly as it can be
		tr.suffer(300*time.Millisecond, blow{mishaps[0], victims[0]}, blow{mishaps[1], victims[1]}, blow{mishaps[2], victims[1]}, blow{mishaps[3], victims[2]})
	}
	for range rounds {
		first, second := blow{mishaps[r.IntN(len(mishaps))], r.IntN(3)}, blow{mishaps[r.IntN(len(mishaps))], r.IntN(3)}
		blows := []blow{first}
		if second.name != first.name && r.IntN(2) == 0 {
			blows = append(blows, second)
		}
		tr.suffer(time.Duration(r.IntN(12_000))*time.Millisecond, blows...)
	}
	stop()
	clients.Wait()
	t.Logf("the clients have ended after %v", time.Since(tr.began).Round(time.Millisecond))
	tr.check()
	t.Logf("all is judged after %v", time.Since(tr.began).Round(time.Millisecond))
}
