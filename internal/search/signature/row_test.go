package signature

import (
	"math/rand/v2"
	"slices"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/search"
)

// rowOf returns a row of n messages, each of which is there with a probability.
func rowOf(rnd *rand.Rand, n int, likely float64) set {
	row := make(set, (n+63)/64)
	for i := range n {
		if rnd.Float64() < likely {
			row[i/64] |= 1 << (i % 64)
		}
	}
	return row
}

func TestARowComesBackAsItWas(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 63, 64, 65, 300, blockSize} {
		for _, likely := range []float64{0, .0005, .01, .1, .5, .9, .999, 1} {
			row := rowOf(rnd, n, likely)
			coded := appendRow(nil, row, 77)
			got, err := readRow(coded, 77)
			if err != nil || !slices.Equal(got[:len(row)], row) {
				t.Fatalf("%d messages, %v: %v", n, likely, err)
			}
			if most := 8*len(row) + 16; len(coded) > most {
				t.Errorf("%d messages, %v: %d octets, want %d at most", n, likely, len(coded), most)
			}
		}
	}
}

func TestARowTakesLittleMoreThanItMust(t *testing.T) {
	for likely, most := range map[float64]int{.01: 110, .05: 330, .1: 540, .3: 980, .9: 540} {
		rnd := rand.New(rand.NewPCG(3, 4))
		if n := len(appendRow(nil, rowOf(rnd, blockSize, likely), 1)); n > most {
			t.Errorf("with %v of the messages: %d octets, want %d at most", likely, n, most)
		}
	}
}

func TestARowThatIsDamagedIsKnownByThat(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	coded := appendRow(nil, rowOf(rnd, blockSize, .1), 3)
	for i := range coded {
		coded[i] ^= 1 << rnd.IntN(8)
		if _, err := readRow(coded, 3); err == nil {
			t.Fatalf("octet %d is wrong, and nobody minds", i)
		}
		coded = appendRow(nil, rowOf(rnd, blockSize, .1), 3)
	}
	if _, err := readRow(coded, 4); err == nil {
		t.Error("a row is taken for that of another bucket")
	}
	if _, err := readRow(nil, 3); err == nil {
		t.Error("nothing is taken for a row")
	}
}

func TestAHeadComesBackAsItWas(t *testing.T) {
	for _, uids := range [][]mail.UID{{1}, {5, 6, 7}, {1, 1 << 31, ^mail.UID(0)}} {
		head := headOf(uids)
		b, err := readHead(9, head)
		if err != nil || b.id != 9 || !slices.Equal(b.uids, uids) {
			t.Errorf("%v: %v, %v", uids, b, err)
		}
		for i := range head {
			bad := slices.Clone(head)
			bad[i]++
			if _, err := readHead(9, bad); err == nil {
				t.Errorf("%v: octet %d is wrong, and nobody minds", uids, i)
			}
		}
	}
	for _, bad := range [][]byte{nil, {1}, headOf(nil)} {
		if _, err := readHead(1, bad); err == nil {
			t.Errorf("%x is a head", bad)
		}
	}
}

func TestRowsAreTheSignaturesTurnedAround(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{1, 64, 100} {
		g := new(growing)
		for range n {
			s := new(search.Signature)
			for range 500 {
				s[rnd.IntN(len(s))] |= 1 << rnd.IntN(64)
			}
			g.signs = append(g.signs, s)
		}
		again := new(growing)
		for range n {
			again.signs = append(again.signs, new(search.Signature))
		}
		bucket := 0
		g.rows(func(row set) bool {
			for i, s := range g.signs {
				if row.has(i) != s.Has(uint32(bucket)) {
					t.Fatalf("message %d, bucket %d of %d messages", i, bucket, n)
				}
			}
			again.adopt(bucket, row)
			bucket++
			return true
		})
		for i := range g.signs {
			if *again.signs[i] != *g.signs[i] || bucket != search.Buckets {
				t.Fatalf("message %d of %d is not taken back as it was", i, n)
			}
		}
	}
}

func FuzzReadRow(f *testing.F) {
	f.Add(appendRow(nil, set{1, 2, 3}, 5)[:3])
	f.Add([]byte{0x05, 200, 1, 0xff, 0xff})
	f.Add([]byte{kindRaw, 1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, coded []byte) {
		if row, err := readRow(appendSum(slices.Clone(coded), 1), 1); err == nil && len(row) != words {
			t.Errorf("%x is a row of %d words", coded, len(row))
		}
		if b, err := readHead(1, appendSum(slices.Clone(coded), len(coded))); err == nil && len(b.uids) > blockSize {
			t.Errorf("%x is a head of %d messages", coded, len(b.uids))
		}
	})
}

func BenchmarkRow(b *testing.B) {
	row := rowOf(rand.New(rand.NewPCG(9, 10)), blockSize, .1)
	coded := appendRow(nil, row, 1)
	b.Run("append", func(b *testing.B) {
		buf := make([]byte, 0, len(coded))
		for b.Loop() {
			buf = appendRow(buf[:0], row, 1)
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := readRow(coded, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}
