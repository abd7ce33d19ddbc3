package grams

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWhatIsInTheTextIsNeverMissed(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var b Builder
	for range 200 {
		text := make([]byte, rnd.IntN(5000))
		for i := range text {
			text[i] = "abcdefghijklmnopqrstuvwxyz \r\n<>@.\xc3\xa9"[rnd.IntN(35)]
		}
		b.Add(string(text))
		s := b.Signature()
		for range 100 {
			from := rnd.IntN(len(text) + 1)
			needle := string(text[from:min(len(text), from+rnd.IntN(20))])
			if !s.MayHold(needle) {
				t.Fatalf("%q is in the text, and missed", needle)
			}
		}
	}
}

func TestMostOtherWordsAreKnownNotToBeThere(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "word%d and %d more, ", i*7919, i)
	}
	var b Builder
	b.Add(text.String())
	s := b.Signature()
	wrong := 0
	for i := range 1000 {
		if s.MayHold(fmt.Sprintf("nosuch%dthing", i)) {
			wrong++
		}
	}
	if wrong > 10 {
		t.Errorf("%d of 1000 words that are not there may be there", wrong)
	}
	if len(s)*8 > 2000 {
		t.Errorf("the signature of %d octets has %d", text.Len(), len(s)*8)
	}
}

func TestABuilderBeginsAnew(t *testing.T) {
	var b Builder
	b.Add("something")
	b.Signature()
	if s := b.Signature(); s.MayHold("something") || !s.MayHold("so") {
		t.Error("what was before is still there")
	}
}
