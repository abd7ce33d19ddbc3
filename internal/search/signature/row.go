package signature

import (
	"encoding/binary"
	"math/bits"
)

// A row lies on the shelf as the distances between its messages, in the code
// of Golomb and Rice: a distance d is d>>k in ones with a zero behind them, and
// its lower k bits. That is close to the least that a row of random messages
// can take. Of a row that has most messages, those that it has not are written.
// Its octets are: how, the number of distances, the bits from the lowest on,
// and a checksum with the bucket in it.
const (
	kindRaw    = 0xff // the row as it is
	inverted   = 0x80
	maxRice    = 13
	longestRun = 48 // ones, so that a code fits in a word; longer ones are not written
)

// appendRow appends the row of a bucket to dst, which is empty.
func appendRow(dst []byte, row set, bucket int) []byte {
	ones := 0
	for _, w := range row {
		ones += bits.OnesCount64(w)
	}
	flip, how := uint64(0), byte(0)
	if all := 64 * len(row); ones > all/2 {
		flip, how, ones = ^uint64(0), inverted, all-ones
	}
	k := riceOf(ones, 64*len(row))
	w := bitWriter{b: binary.AppendUvarint(append(dst, how|byte(k)), uint64(ones))}
	if !w.distances(row, flip, k) || len(w.b) > 8*len(row) {
		w.b = append(dst[:0], kindRaw)
		for _, word := range row {
			w.b = binary.LittleEndian.AppendUint64(w.b, word)
		}
	}
	return appendSum(w.b, bucket)
}

// riceOf returns how many bits of a distance are written as they are.
func riceOf(ones, all int) int {
	if ones == 0 {
		return 0
	}
	return min(max(bits.Len(uint(all*7/(ones*10)))-1, 0), maxRice)
}

// A bitWriter writes bits, the lowest of an octet first.
type bitWriter struct {
	b    []byte
	word uint64
	n    int // bits in word, below 8
}

func (w *bitWriter) put(v uint64, n int) {
	w.word |= v << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.b = append(w.b, byte(w.word))
		w.word >>= 8
	}
}

// distances writes a row. It reports whether that could be done.
func (w *bitWriter) distances(row set, flip uint64, k int) bool {
	next := 0
	for i, word := range row {
		for word ^= flip; word != 0; word &= word - 1 {
			at := 64*i + bits.TrailingZeros64(word)
			d := at - next
			next = at + 1
			run := d >> k
			if run > longestRun-maxRice {
				return false
			}
			w.put(1<<run-1, run+1)
			w.put(uint64(d)&(1<<k-1), k)
		}
	}
	w.put(0, 7)
	return true
}

// readRow is the opposite of appendRow.
func readRow(coded []byte, bucket int) (set, error) {
	b, err := cutSum(coded, bucket)
	if err != nil || len(b) == 0 {
		return nil, errDamaged
	}
	row := make(set, words)
	if b[0] == kindRaw {
		for i := range min(words, len(b)/8) {
			row[i] = binary.LittleEndian.Uint64(b[1+8*i:])
		}
		return row, nil
	}
	ones, n := binary.Uvarint(b[1:])
	if n <= 0 || ones > blockSize {
		return nil, errDamaged
	}
	r := bitReader{b: b[1+n:]}
	k, at := int(b[0]&^inverted), 0
	for range ones {
		if at += r.distance(k); at >= blockSize {
			return nil, errDamaged
		}
		row[at/64] |= 1 << (at % 64)
		at++
	}
	if b[0]&inverted != 0 {
		for i := range row {
			row[i] = ^row[i]
		}
	}
	return row, nil
}

// A bitReader reads what a bitWriter has written; zeros behind it.
type bitReader struct {
	b    []byte
	word uint64
	n    int
}

// distance reads one distance.
func (r *bitReader) distance(k int) int {
	for r.n <= 56 {
		if len(r.b) > 0 {
			r.word |= uint64(r.b[0]) << r.n
			r.b = r.b[1:]
		}
		r.n += 8
	}
	run := bits.TrailingZeros64(^r.word)
	d := run<<k | int(r.word>>(run+1)&(1<<k-1))
	r.word >>= run + 1 + k
	r.n -= run + 1 + k
	return d
}
