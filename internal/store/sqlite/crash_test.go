package sqlite_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

// The test binary is also the process that is killed: with crashDir set it
// appends to that directory, says what was acknowledged, and never ends.
const (
	crashDir   = "MAILSINK_CRASH_DIR"
	crashFirst = "MAILSINK_CRASH_FIRST"
	// crashRounds says how often to kill; the default suits every day.
	crashRounds = "MAILSINK_CRASH_ROUNDS"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		first, _ := strconv.Atoi(os.Getenv(crashFirst))
		if err := load(context.Background(), dir, first); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// crashContent returns the content of message id. Its size is anything from
// nothing to more than a row takes.
func crashContent(id int) []byte {
	rnd := rand.New(rand.NewPCG(uint64(id), 7))
	size := rnd.IntN(32 << 10)
	if id%97 == 0 {
		size = 300<<10 + rnd.IntN(1<<10)
	}
	b := make([]byte, size)
	rand.NewChaCha8([32]byte{byte(id), byte(id >> 8), byte(id >> 16), byte(id >> 24)}).Read(b)
	return b
}

// load appends from 100 goroutines, with IDs from first on, until it is
// killed. After each Append it prints the ID and the position.
func load(ctx context.Context, dir string, first int) error {
	s, err := sqlite.Open(ctx, dir, sqlite.Options{Staging: 256 << 10})
	if err != nil {
		return err
	}
	failed := make(chan error)
	s.CompactInSteps(64)
	go func() { failed <- compactForEver(ctx, s) }()
	var next atomic.Int64
	next.Store(int64(first))
	for range 100 {
		go func() {
			for {
				id := int(next.Add(1))
				pos, err := deliver(ctx, s, crashContent(id), store.Delivered{ID: mail.ID(id), Account: "sink"})
				if err != nil {
					failed <- err
					return
				}
				fmt.Printf("%d %d\n", id, pos) // one write, so never torn
			}
		}()
	}
	return <-failed
}

// compactForEver writes some of the journal anew, again and again.
func compactForEver(ctx context.Context, s *sqlite.Store) error {
	for {
		if err := s.Compact(ctx, 1<<40, func(rec store.Record) (store.Record, store.Verdict) {
			if rec.Pos%5 == 0 {
				return rec, store.Replace
			}
			return rec, store.Keep
		}); err != nil {
			return err
		}
	}
}

// kill runs load on dir, kills it after some acknowledgements, and adds those
// that it printed to acked.
func kill(t *testing.T, dir string, first, after int, acked map[store.Pos]mail.ID) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashFirst+"="+strconv.Itoa(first))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n := 0
	lines := bufio.NewScanner(out)
	for ; lines.Scan(); n++ {
		var id mail.ID
		var pos store.Pos
		if _, err := fmt.Sscan(lines.Text(), &id, &pos); err != nil {
			t.Fatalf("the helper said %q", lines.Text())
		}
		acked[pos] = id
		if n == after {
			cmd.Process.Kill()
		}
	}
	cmd.Wait() // killed, as it should be
	if n < after {
		t.Fatalf("the helper ended by itself after %d acknowledgements", n)
	}
}

// verify reads everything in dir back and holds it against acked.
func verify(t *testing.T, dir string, acked map[store.Pos]mail.ID) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	end, _ := s.End(t.Context())
	want := store.Pos(1)
	for recs, err := range s.Records(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if rec.Pos != want {
				t.Fatalf("position %d follows %d", rec.Pos, want-1)
			}
			if id, ok := acked[rec.Pos]; ok && id != rec.Delivered.ID {
				t.Errorf("at position %d is message %d, acknowledged was %d", rec.Pos, rec.Delivered.ID, id)
			}
			acked[rec.Pos] = rec.Delivered.ID // from now on it must stay
			whole(t, s, rec.Delivered)
			want++
		}
		if want > end {
			break
		}
	}
	if len(acked) != int(end) {
		t.Fatalf("%d records were acknowledged or seen before, %d are there", len(acked), end)
	}
}

// whole checks that the content of d is there, octet for octet.
func whole(t *testing.T, s store.Store, d *store.Delivered) {
	t.Helper()
	rc, err := s.Get(t.Context(), d.Key)
	if err != nil {
		t.Errorf("content of message %d: %v", d.ID, err)
		return
	}
	defer rc.Close()
	got, err := io.ReadAll(rc)
	if err != nil || !bytes.Equal(got, crashContent(int(d.ID))) {
		t.Errorf("content of message %d came back as %d other octets, %v", d.ID, len(got), err)
	}
}

func TestWhatWasAcknowledgedSurvivesSIGKILL(t *testing.T) {
	rounds := 5
	if n, err := strconv.Atoi(os.Getenv(crashRounds)); err == nil {
		rounds = n
	}
	dir := t.TempDir()
	acked := make(map[store.Pos]mail.ID)
	for round := range rounds {
		before := len(acked)
		after := 50 + rand.IntN(1500)
		if round%5 == 4 {
			after += 2500 // until the write-ahead log is folded in under load
		}
		kill(t, dir, round*1_000_000, after, acked)
		printed := len(acked)
		verify(t, dir, acked)
		t.Logf("round %d: %d acknowledged, %d there", round+1, printed-before, len(acked)-before)
	}
}
