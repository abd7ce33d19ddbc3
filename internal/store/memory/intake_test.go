package memory

import (
	"bytes"
	"strings"
	"testing"
)

// TestContentIsWhatWasWritten holds that no cut between writes shows.
func TestContentIsWhatWasWritten(t *testing.T) {
	whole := []byte(strings.Repeat("0123456789abcdef", 20<<10))
	for _, cut := range []int{1 << 20, 100 << 10, 64 << 10, 1000, len(whole) - 1} {
		var in intake
		for rest := whole; len(rest) > 0; {
			n := min(cut, len(rest))
			if got, err := in.Write(rest[:n]); got != n || err != nil {
				t.Fatalf("Write = %d, %v", got, err)
			}
			rest = rest[n:]
		}
		if !bytes.Equal(in.octets(), whole) {
			t.Errorf("in writes of %d octets, other octets came back", cut)
		}
	}
}

// TestAnIntakeKeepsNothingOfTheWriter holds that who writes may use the
// memory again.
func TestAnIntakeKeepsNothingOfTheWriter(t *testing.T) {
	var in intake
	p := []byte("content")
	_, _ = in.Write(p)
	clear(p)
	if string(in.octets()) != "content" {
		t.Errorf("the content became %q", in.octets())
	}
}

// TestNothingWrittenIsEmptyContent holds it.
func TestNothingWrittenIsEmptyContent(t *testing.T) {
	var in intake
	if b := in.octets(); len(b) != 0 {
		t.Errorf("the content is %q", b)
	}
}
