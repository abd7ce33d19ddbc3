package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

func positions(ctx context.Context, b *bench) error {
	if end, err := b.End(ctx); end != 0 || err != nil {
		return fmt.Errorf("an empty journal ends at %d, %v", end, err)
	}
	for want := store.Pos(1); want <= 5; want++ {
		got, err := b.Append(ctx, delivered(int(want)))
		if err != nil || got != want {
			return fmt.Errorf("append: returned %d, %v; want %d", got, err, want)
		}
		if end, err := b.End(ctx); end != want || err != nil {
			return fmt.Errorf("end: returned %d, %v; want %d", end, err, want)
		}
	}
	return nil
}

func batchTogether(ctx context.Context, b *bench) error {
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for w := range errs {
		wg.Go(func() {
			for i := range 20 {
				n := w*1000 + i*3
				if _, err := b.Append(ctx, delivered(n), delivered(n+1), delivered(n+2)); err != nil {
					errs[w] = err
				}
			}
		})
	}
	wg.Wait()
	recs, err := take(ctx, b, 0, 8*20*3)
	if err := errors.Join(append(errs, err)...); err != nil {
		return err
	}
	for i := 0; i < len(recs); i += 3 {
		first := recs[i].Delivered.ID
		if recs[i+1].Delivered.ID != first+1 || recs[i+2].Delivered.ID != first+2 {
			return fmt.Errorf("the batch at position %d was torn apart", recs[i].Pos)
		}
	}
	return nil
}

func order(ctx context.Context, b *bench) error {
	if err := appendN(ctx, b, 100); err != nil {
		return err
	}
	recs, err := take(ctx, b, 0, 100)
	if err != nil {
		return err
	}
	for i, rec := range recs {
		if rec.Pos != store.Pos(i+1) || rec.Delivered.ID != mail.ID(i+1) {
			return fmt.Errorf("record %d came at position %d with ID %d", i, rec.Pos, rec.Delivered.ID)
		}
	}
	return nil
}

func after(ctx context.Context, b *bench) error {
	if err := appendN(ctx, b, 10); err != nil {
		return err
	}
	recs, err := take(ctx, b, 7, 3)
	if err != nil {
		return err
	}
	if recs[0].Pos != 8 {
		return fmt.Errorf("the first record after 7 is %d", recs[0].Pos)
	}
	return nil
}

func follow(ctx context.Context, b *bench) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	got := make(chan error, 1)
	go func() {
		_, err := take(ctx, b, 0, 3)
		got <- err
	}()
	if err := appendN(ctx, b, 3); err != nil {
		return err
	}
	return <-got
}

func manyWriters(ctx context.Context, b *bench) error {
	const writers, each = 16, 50
	var wg sync.WaitGroup
	errs := make([]error, writers)
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				pos, err := b.Append(ctx, delivered(w*each+i))
				if err != nil || pos == 0 {
					errs[w] = fmt.Errorf("append returned %d, %v", pos, err)
				}
			}
		})
	}
	wg.Wait()
	recs, err := take(ctx, b, 0, writers*each)
	if err := errors.Join(append(errs, err)...); err != nil {
		return err
	}
	seen := make(map[mail.ID]bool)
	for _, rec := range recs {
		seen[rec.Delivered.ID] = true
	}
	if len(seen) != writers*each {
		return fmt.Errorf("%d different records came back, want %d", len(seen), writers*each)
	}
	return nil
}

func cancelled(ctx context.Context, b *bench) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if err := appendN(ctx, b, 1); err != nil {
		return err
	}
	for _, err := range b.Records(ctx, 0) {
		if err != nil {
			if !errors.Is(err, errCause) {
				return fmt.Errorf("records: ended with %v", err)
			}
			return nil
		}
		cancel(errCause)
	}
	return errors.New("records: ended without an error")
}

func roundTrip(ctx context.Context, b *bench) error {
	want := kinds()
	if _, err := b.Append(ctx, want...); err != nil {
		return err
	}
	got, err := take(ctx, b, 0, len(want))
	if err != nil {
		return err
	}
	for i := range want {
		want[i].Pos = store.Pos(i + 1)
		if !reflect.DeepEqual(got[i], want[i]) {
			return fmt.Errorf("record %d came back as %+v, want %+v", i+1, got[i], want[i])
		}
	}
	return nil
}

// kinds returns one record of every kind, with every field set.
func kinds() []store.Record {
	at := time.Date(2026, 11, 21, 12, 3, 41, 207_000_000, time.UTC)
	return []store.Record{
		{Opened: &store.Opened{UIDValidity: 7}},
		{Delivered: &store.Delivered{
			ID: 1<<63 + 5, Account: "sink", Box: 4, Key: "k", Size: 12, Time: at,
			Flags: mail.NewFlags(mail.Seen, "$Phishing"), Sharers: 2, ModSeq: 9,
			Envelope: &mail.Envelope{
				ReversePath: "a@example.org", Params: []mail.Param{{Name: "SIZE", Value: "12"}, {Name: "SMTPUTF8"}},
				Recipients: []mail.Recipient{{
					Original: `"x y"@example.com`, Final: "sink@mailsink.test", External: true, Params: []mail.Param{{Name: "NOTIFY", Value: "NEVER"}},
					Trace: []mail.Step{{Table: "default", Line: 1, From: "x", To: []mail.Address{"sink@mailsink.test"}}},
				}},
				Client: mail.Client{Address: "127.0.0.1:5", Hello: "h", Protocol: "ESMTPSA", TLS: "TLS 1.3", Identity: "ann", Session: "s"},
			},
			Summary: &mail.Summary{
				From: []mail.Contact{{Name: "Ann", Address: "a@example.org"}}, Subject: "Grüße ✓", MessageID: "m@x", Date: at,
				Snippet: "text", Attachments: 3, HTML: true, Defects: 1, Partial: true,
			},
		}},
		{Copied: &store.Copied{From: 2, ID: 8, Account: "sink", Box: 4, Move: true}},
		{Flagged: &store.Flagged{UIDs: mail.UIDs(1, 2, 3, 9), Op: store.RemoveFlags, Flags: mail.NewFlags(mail.Deleted)}},
		{Expunged: &store.Expunged{UIDs: mail.UIDs(4)}},
		{Created: &store.Created{Account: "sink", Name: "Archive/Ä"}},
		{Renamed: &store.Renamed{Account: "sink", Box: 6, Name: "Old"}},
		{Removed: &store.Removed{Account: "sink", Box: 6}},
		{Subscribed: &store.Subscribed{Account: "sink", Name: "Archive", On: true}},
		{Limited: &store.Limited{Messages: 5, Bytes: 6, Age: time.Hour}},
	}
}

// compactOdd drops records with an odd ID and renames the others.
func compactOdd(ctx context.Context, b *bench, through store.Pos) error {
	return b.Compact(ctx, through, func(rec store.Record) (store.Record, store.Verdict) {
		switch {
		case rec.Delivered.ID%2 == 1:
			return rec, store.Drop
		case rec.Delivered.ID == 2:
			return rec, store.Keep
		}
		next := *rec.Delivered
		next.Account = "compacted"
		return store.Record{Delivered: &next}, store.Replace
	})
}

// wantCompacted is what compactOdd through 6 leaves of eight records.
const wantCompacted = "2 sink, 4 compacted, 6 compacted, 7 sink, 8 sink"

func compact(ctx context.Context, b *bench) error {
	if err := appendN(ctx, b, 8); err != nil {
		return err
	}
	if err := compactOdd(ctx, b, 6); err != nil {
		return err
	}
	return sameAccounts(ctx, b, 5, wantCompacted)
}

// compactEnd drops the last records.
func compactEnd(ctx context.Context, b *bench) error {
	if err := appendN(ctx, b, 8); err != nil {
		return err
	}
	drop := func(rec store.Record) (store.Record, store.Verdict) {
		if rec.Pos > 5 {
			return rec, store.Drop
		}
		return rec, store.Keep
	}
	if err := b.Compact(ctx, 8, drop); err != nil {
		return err
	}
	if end, err := b.End(ctx); end != 5 || err != nil {
		return fmt.Errorf("end: returned %d, %v; the last record left is 5", end, err)
	}
	if pos, err := b.Append(ctx, delivered(9)); pos != 9 || err != nil {
		return fmt.Errorf("the journal went on at %d, %v; want 9", pos, err)
	}
	return nil
}

func sameAccounts(ctx context.Context, b *bench, n int, want string) error {
	recs, err := take(ctx, b, 0, n)
	if err != nil {
		return err
	}
	var got []string
	for _, rec := range recs {
		got = append(got, fmt.Sprint(rec.Pos, " ", rec.Delivered.Account))
	}
	if got := strings.Join(got, ", "); got != want {
		return fmt.Errorf("after compaction: %s; want %s", got, want)
	}
	return nil
}

func closed(ctx context.Context, b *bench) error {
	ended := make(chan error, 1)
	if err := appendN(ctx, b, 1); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	go func() {
		var last error
		for _, last = range b.Records(ctx, 1) {
		}
		ended <- last
	}()
	if err := b.Close(); err != nil {
		return err
	}
	if err := <-ended; !errors.Is(err, store.ErrClosed) {
		return fmt.Errorf("records: ended with %v", err)
	}
	if _, err := b.Append(ctx, delivered(2)); !errors.Is(err, store.ErrClosed) {
		return fmt.Errorf("append: returned %v", err)
	}
	if _, _, err := b.Put(ctx, strings.NewReader("x")); !errors.Is(err, store.ErrClosed) {
		return fmt.Errorf("put: returned %v", err)
	}
	return nil
}

func reopenRecords(ctx context.Context, b *bench) error {
	want := kinds()
	if _, err := b.Append(ctx, want...); err != nil {
		return err
	}
	if err := b.reopen(); err != nil {
		return err
	}
	got, err := take(ctx, b, 0, len(want))
	if err != nil {
		return err
	}
	for i := range want {
		want[i].Pos = store.Pos(i + 1)
		if !reflect.DeepEqual(got[i], want[i]) {
			return fmt.Errorf("record %d came back as %+v, want %+v", i+1, got[i], want[i])
		}
	}
	if pos, err := b.Append(ctx, delivered(1)); pos != store.Pos(len(want)+1) || err != nil {
		return fmt.Errorf("append after reopening: returned %d, %v", pos, err)
	}
	return nil
}

func reopenContent(ctx context.Context, b *bench) error {
	keys := make(map[string]string)
	for _, n := range []int{0, 5, 100_000, 2 << 20} {
		want := strings.Repeat("x", n)
		key, _, err := b.Put(ctx, strings.NewReader(want))
		if err != nil {
			return err
		}
		rec := delivered(n)
		rec.Delivered.Key = key
		if _, err := b.Append(ctx, rec); err != nil {
			return err
		}
		keys[key] = want
	}
	if err := b.reopen(); err != nil {
		return err
	}
	for key, want := range keys {
		if got, err := octets(ctx, b, key); string(got) != want || err != nil {
			return fmt.Errorf("%d octets came back as %d, %v", len(want), len(got), err)
		}
	}
	return nil
}

func reopenCompacted(ctx context.Context, b *bench) error {
	if err := appendN(ctx, b, 8); err != nil {
		return err
	}
	if err := compactOdd(ctx, b, 6); err != nil {
		return err
	}
	if err := b.reopen(); err != nil {
		return err
	}
	if err := sameAccounts(ctx, b, 5, wantCompacted); err != nil {
		return err
	}
	if err := compactOdd(ctx, b, 8); err != nil { // drops 7 and renames 8
		return err
	}
	if err := b.Compact(ctx, 8, func(rec store.Record) (store.Record, store.Verdict) { return rec, store.Drop }); err != nil {
		return err
	}
	if err := b.reopen(); err != nil {
		return err
	}
	if pos, err := b.Append(ctx, delivered(9)); pos != 9 || err != nil {
		return fmt.Errorf("the journal went on at %d, %v; want 9", pos, err)
	}
	return nil
}
