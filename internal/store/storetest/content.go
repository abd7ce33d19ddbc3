package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"mailsink/internal/store"
)

func putGet(ctx context.Context, b *bench) error {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, want := range []string{"", "\r\n", "bare\nlf", "\r\r\n.\r\n", string(every), strings.Repeat("x", 70_000)} {
		if err := there(ctx, b, []byte(want)); err != nil {
			return err
		}
	}
	return nil
}

func putLarge(ctx context.Context, b *bench) error {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{1<<16 - 1, 1 << 16, 1<<18 + 1, 3<<20 + 7} {
		want := make([]byte, size)
		for i := range want {
			want[i] = byte(rnd.Uint32())
		}
		if err := there(ctx, b, want); err != nil {
			return err
		}
	}
	return nil
}

// there puts want and checks that it comes back, before and after a record
// names it.
func there(ctx context.Context, b *bench, want []byte) error {
	key, size, err := b.Put(ctx, bytes.NewReader(want))
	if err != nil {
		return fmt.Errorf("put: %w", err)
	}
	if size != int64(len(want)) {
		return fmt.Errorf("put: said to be %d octets, want %d", size, len(want))
	}
	rec := delivered(1)
	rec.Delivered.Key = key
	for _, when := range []string{"before", "after"} {
		got, err := octets(ctx, b, key)
		if err != nil {
			return fmt.Errorf("get %s its record: %w", when, err)
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%d octets came back as %d others, %s its record", len(want), len(got), when)
		}
		if _, err := b.Append(ctx, rec); err != nil {
			return fmt.Errorf("append: %w", err)
		}
	}
	return nil
}

func putFails(ctx context.Context, b *bench) error {
	for _, n := range []int{7, 1 << 20} {
		broken := io.MultiReader(strings.NewReader(strings.Repeat("x", n)), brokenReader{})
		if _, _, err := b.Put(ctx, broken); !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("after %d octets Put returned %v", n, err)
		}
	}
	return nil
}

func getSeek(ctx context.Context, b *bench) error {
	for _, n := range []int{1 << 10, 1 << 20} {
		key, _, err := b.Put(ctx, strings.NewReader(strings.Repeat("x", n)+"tail"))
		if err != nil {
			return err
		}
		rc, err := b.Get(ctx, key)
		if err != nil {
			return err
		}
		defer rc.Close()
		if _, err := rc.Seek(-4, io.SeekEnd); err != nil {
			return err
		}
		if got, err := io.ReadAll(rc); string(got) != "tail" || err != nil {
			return fmt.Errorf("after Seek: %q, %v", got, err)
		}
	}
	return nil
}

func getMissing(ctx context.Context, b *bench) error {
	for _, key := range []string{"nowhere", "", "../etc/passwd"} {
		if _, err := b.Get(ctx, key); !errors.Is(err, store.ErrNotExist) {
			return fmt.Errorf("get %q: returned %v", key, err)
		}
	}
	return nil
}

func deleteTwice(ctx context.Context, b *bench) error {
	for _, n := range []int{3, 1 << 20} {
		key, _, err := b.Put(ctx, strings.NewReader(strings.Repeat("x", n)))
		if err != nil {
			return err
		}
		rec := delivered(1)
		rec.Delivered.Key = key
		if _, err := b.Append(ctx, rec); err != nil {
			return err
		}
		for range 2 {
			if err := b.Delete(ctx, key, "nowhere"); err != nil {
				return err
			}
		}
		if _, err := b.Get(ctx, key); !errors.Is(err, store.ErrNotExist) {
			return fmt.Errorf("get of deleted content: returned %v", err)
		}
	}
	return nil
}
