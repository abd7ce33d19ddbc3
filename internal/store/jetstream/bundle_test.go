package jetstream_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// putTogether puts n small contents at one moment and returns their keys.
func putTogether(ctx context.Context, t *testing.T, s *jetstream.Store, n int) []string {
	t.Helper()
	keys := make([]string, n)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], _, err = s.Put(ctx, strings.NewReader(text(i))); err != nil {
				t.Errorf("put %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	return keys
}

// text is the i-th content; some are empty.
func text(i int) string { return strings.Repeat(fmt.Sprint(i, " "), i*40) }

func wantText(ctx context.Context, t *testing.T, s *jetstream.Store, key string, i int) {
	t.Helper()
	rc, err := s.Get(ctx, key)
	if err != nil {
		t.Errorf("content %d at %s: %v", i, key, err)
		return
	}
	if octets, err := store.ReadAll(rc); string(octets) != text(i) || err != nil {
		t.Errorf("content %d at %s has %d octets, %v; want %d", i, key, len(octets), err, len(text(i)))
	}
}

func TestContentsThatComeTogetherShareMessagesAndGoOneByOne(t *testing.T) {
	ctx, s := within(t), start(t, nil)
	a, b := open(t, at(s, "mail"), jetstream.Options{}), open(t, at(s, "mail"), jetstream.Options{})
	const n = 100
	keys := putTogether(ctx, t, a, n)
	if stored, err := a.Messages(ctx); err != nil || stored >= n {
		t.Errorf("%d contents are %d messages, %v", n, stored, err)
	}
	for i, key := range keys {
		wantText(ctx, t, a, key, i)
		wantText(ctx, t, b, key, i)
	}
	for i, key := range keys {
		if i%2 == 1 {
			continue
		}
		if err := a.Delete(ctx, key); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Get(ctx, key); len(text(i)) > 0 && !errors.Is(err, store.ErrNotExist) {
			t.Errorf("content %d was deleted, and to get it is %v", i, err)
		}
	}
	for i, key := range keys {
		if i%2 == 1 {
			wantText(ctx, t, b, key, i)
		}
	}
	if err := a.Delete(ctx, keys...); err != nil {
		t.Fatal(err)
	}
	if stored, err := a.Messages(ctx); err != nil || stored != 0 {
		t.Errorf("when all contents are deleted, %d messages are left, %v", stored, err)
	}
}

func TestASweepKeepsABundleThatARecordNames(t *testing.T) {
	ctx, s := within(t), open(t, at(start(t, nil), "mail"), jetstream.Options{})
	keys := putTogether(ctx, t, s, 40)
	rec := record(1)
	rec.Delivered.Key = keys[20]
	if _, err := s.Append(ctx, rec); err != nil {
		t.Fatal(err)
	}
	if err := s.SweepAll(ctx); err != nil {
		t.Fatal(err)
	}
	wantText(ctx, t, s, keys[20], 20)
	if stored, err := s.Messages(ctx); err != nil || stored != 1 {
		t.Errorf("a record names one content, and %d messages are left, %v", stored, err)
	}
}

func TestABatchThatIsSentAgainIsStoredOnce(t *testing.T) {
	ctx, s := within(t), open(t, at(start(t, nil), "mail"), jetstream.Options{})
	fill(ctx, t, s, 1, 3)
	first, again, err := s.SendTwice(ctx, record(4), record(5), record(6))
	if err != nil || first != 6 || again != 6 {
		t.Fatalf("a batch stands at %d, and sent again at %d, %v; want 6 and 6", first, again, err)
	}
	if end, err := s.End(ctx); err != nil || end != 6 {
		t.Errorf("the journal ends at %d, %v; want 6", end, err)
	}
}

func TestKeysOfOtherKindsAreNoContent(t *testing.T) {
	ctx, s := within(t), open(t, at(start(t, nil), "mail"), jetstream.Options{})
	for _, key := range []string{"", "w", "w0", "x1", "w1.0", "m-1", "b1", "b1.0.1", "b1.0.2.1", "b1.0.1.zzzzzz", "b1.-1.1.1", "b01.0.1.1", "wzzzzzzzzzzzzzzz", "w1", "b1.0.1.1", "m1"} {
		if _, err := s.Get(ctx, key); !errors.Is(err, store.ErrNotExist) {
			t.Errorf("content %q is %v", key, err)
		}
	}
}
