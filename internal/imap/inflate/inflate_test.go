package inflate

import (
	"bytes"
	"compress/flate"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

func compressed(t testing.TB, level int, pieces ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pieces {
		if _, err := w.Write(p); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func samples() [][]byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 100_000)
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	return [][]byte{
		{}, []byte("a"), []byte("1 NAMESPACE\r\n"), []byte(strings.Repeat("a", 100_000)), noise,
		[]byte(strings.Repeat("From: someone@example.test\r\nSubject: words and more words\r\n", 3000)),
	}
}

func TestWhatWasCompressedComesBack(t *testing.T) {
	for i, want := range samples() {
		for _, level := range []int{flate.NoCompression, flate.BestSpeed, flate.BestCompression, flate.HuffmanOnly} {
			half := len(want) / 2
			got, err := io.ReadAll(NewReader(bytes.NewReader(compressed(t, level, want[:half], want[half:]))))
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("sample %d at level %d: %d octets of %d, %v", i, level, len(got), len(want), err)
			}
		}
	}
}

// TestOctetsComeAtOnce gives the reader what zlib makes of "hello\n" with
// Z_PARTIAL_FLUSH, and nothing more.
func TestOctetsComeAtOnce(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	go w.Write([]byte{0xca, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x08})
	z := NewReader(r)
	got := make([]byte, 6)
	if _, err := io.ReadFull(z, got); err != nil || string(got) != "hello\n" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWhatIsNoDeflateIsRefused(t *testing.T) {
	for name, octets := range map[string]string{
		"no such block": "\x07", "lengths that differ": "\x01\x05\x00\x00\x00", "a match before anything": "\x03\x02\x00",
		"too many codes": "\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
	} {
		if got, err := io.ReadAll(NewReader(strings.NewReader(octets))); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// FuzzReader compares with compress/flate.
func FuzzReader(f *testing.F) {
	for _, s := range samples()[:4] {
		f.Add(compressed(f, flate.BestSpeed, s))
	}
	f.Add([]byte{0xca, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x08})
	f.Fuzz(func(t *testing.T, octets []byte) {
		const most = 1 << 20
		got, err := io.ReadAll(io.LimitReader(NewReader(bytes.NewReader(octets)), most))
		want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(octets)), most))
		if wantErr == nil && (err != nil || !bytes.Equal(got, want)) {
			t.Errorf("%d octets, %v; flate has %d", len(got), err, len(want))
		}
	})
}
