package grams_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mailsink/internal/imap/grams"
)

func TestASetNeverDeniesWhatIsThere(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		octets := make([]byte, n*n/3)
		for i := range octets {
			octets[i] = byte(r.IntN(256))
		}
		text := string(octets)
		s := grams.Of(text[:len(text)/2], text[len(text)/2:])
		for range 20 {
			half := text[:len(text)/2]
			if r.IntN(2) == 0 {
				half = text[len(text)/2:]
			}
			i := r.IntN(len(half) + 1)
			if part := half[i : i+r.IntN(len(half)-i+1)]; !s.May(part) {
				t.Fatalf("%q is denied in %d octets", part, len(text))
			}
		}
	}
}

func TestWhatIsShortMayBeAnywhere(t *testing.T) {
	for _, text := range []string{"", "a", "zz"} {
		if !grams.Of("xyz").May(text) {
			t.Errorf("%q is denied", text)
		}
	}
}

// TestASetDeniesNearlyAllThatIsNotThere looks for words that no text has in
// texts of different lengths.
func TestASetDeniesNearlyAllThatIsNotThere(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, words := range []int{1, 10, 500, 5_000} {
		var b strings.Builder
		for range words {
			for range 3 + r.IntN(8) {
				b.WriteByte(byte('a' + r.IntN(26)))
			}
			b.WriteByte(' ')
		}
		s, wrong := grams.Of(b.String()), 0
		for i := range 1000 {
			if s.May(fmt.Sprintf("unmistakable%d", i)) {
				wrong++
			}
		}
		if wrong > 20 {
			t.Errorf("%d of 1000 words may be in %d words, which take %d octets", wrong, words, 8*len(s))
		}
		if n := 8 * len(s); n > 32+b.Len()/2 {
			t.Errorf("a set of %d octets takes %d", b.Len(), n)
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := grams.NewCache(100_000)
	kept := grams.Of("kept")
	c.Put("kept", kept)
	for i := range 10_000 {
		c.Put(fmt.Sprint(i), grams.Of("text"))
		if c.Get("kept") == nil {
			t.Fatalf("what is used is gone after %d others", i)
		}
	}
	if !c.Full() {
		t.Error("it is not full")
	}
	held := 0
	for i := range 10_000 {
		if c.Get(fmt.Sprint(i)) != nil {
			held++
		}
	}
	if held < 100 || held > 1000 {
		t.Errorf("%d of 10,000 are held", held)
	}
}

func BenchmarkMay(b *testing.B) {
	s := grams.Of(strings.Repeat("the quick brown fox jumps over the lazy dog ", 100))
	for b.Loop() {
		s.May("unmistakable")
	}
}

func BenchmarkOf(b *testing.B) {
	text := strings.Repeat("the quick brown fox jumps over the lazy dog ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		grams.Of(text)
	}
}
