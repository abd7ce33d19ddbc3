package transcript

import (
	"bytes"
	"fmt"
	"testing"
)

func TestWhatArrivedIsKeptAndBounded(t *testing.T) {
	ring := New(Limits{Fragments: 4 * (1000 + fragmentCost)})
	block := bytes.Repeat([]byte("x"), 1000)
	for i := range 6 {
		ring.Begin(fmt.Sprint(i), "SMTP").Keep(block, 5000, "552 5.3.4 Too large")
	}
	for i := range 6 {
		s, _ := ring.Session(fmt.Sprint(i))
		f, octets, ok := ring.Fragment(s.ID, 1)
		if want := i >= 2; ok != want || want != bytes.Equal(octets, block) || s.Fragments[0].Kept > 0 != want || s.Fragments[0].Size != 5000 {
			t.Errorf("of session %d is kept %v, %+v, %+v", i, ok, f, s.Fragments)
		}
	}
	if _, _, ok := ring.Fragment("5", 2); ok {
		t.Error("there is a second")
	}
	if _, _, ok := ring.Fragment("none", 1); ok {
		t.Error("there is one of no session")
	}
}

func TestASessionKeepsItsLastFragments(t *testing.T) {
	ring := New(Limits{})
	r := ring.Begin("a", "SMTP")
	for range maxFragments + 3 {
		r.Keep(make([]byte, mostKept+1), mostKept+1, "")
	}
	r.Keep(nil, 0, "")
	s, _ := ring.Session("a")
	if n := len(s.Fragments); n != maxFragments || s.Fragments[0].Number != 4 || s.Fragments[0].Kept != mostKept {
		t.Errorf("%d fragments: %+v", n, s.Fragments)
	}
	list, _ := ring.Sessions("", 1)
	if len(list[0].Fragments) != maxFragments {
		t.Errorf("listed with %+v", list[0].Fragments)
	}
	var none *Recorder
	none.Keep([]byte("x"), 1, "")
}
