package inflate

const (
	maxBits    = 15
	maxSymbols = 288
)

// A table is a canonical Huffman code (RFC 1951 §3.2.2): how many codes there
// are of each length, and the symbols in order of their codes.
type table struct {
	count   [maxBits + 1]uint16
	symbols [maxSymbols]uint16
}

// newTable makes the code in which symbol i has a code of lengths[i] bits.
func newTable(lengths []uint8) (t table, err error) {
	for _, n := range lengths {
		t.count[n]++
	}
	t.count[0] = 0
	left := 1
	var start [maxBits + 2]int
	for n := 1; n <= maxBits; n++ {
		if left = left*2 - int(t.count[n]); left < 0 {
			return t, ErrCorrupt // more codes than there is room for
		}
		start[n+1] = start[n] + int(t.count[n])
	}
	for sym, n := range lengths {
		if n > 0 {
			t.symbols[start[n]] = uint16(sym)
			start[n]++
		}
	}
	return t, nil
}

// decode reads one symbol.
func (z *Reader) decode(t *table) (int, error) {
	code, first, index := 0, 0, 0
	for n := uint(1); n <= maxBits; n++ {
		if err := z.need(n); err != nil {
			return 0, err
		}
		code |= int(z.bits >> (n - 1) & 1)
		count := int(t.count[n])
		if code-count < first {
			z.bits >>= n
			z.count -= n
			return int(t.symbols[index+code-first]), nil
		}
		index += count
		first = (first + count) << 1
		code <<= 1
	}
	return 0, ErrCorrupt
}

// fixedTables returns the codes of RFC 1951 §3.2.6.
func fixedTables() (lengths, offsets table) {
	var bits [maxSymbols]uint8
	for i := range bits {
		switch {
		case i < 144:
			bits[i] = 8
		case i < 256:
			bits[i] = 9
		case i < 280:
			bits[i] = 7
		default:
			bits[i] = 8
		}
	}
	lengths, _ = newTable(bits[:]) // they fill the room there is
	for i := range 30 {
		bits[i] = 5
	}
	offsets, _ = newTable(bits[:30])
	return lengths, offsets
}

// dynamic reads the codes of a block (RFC 1951 §3.2.7).
func (z *Reader) dynamic() error {
	var sizes [3]int
	for i, field := range []struct {
		bits uint
		base int
	}{{5, 257}, {5, 1}, {4, 4}} {
		n, err := z.take(field.bits)
		if err != nil {
			return err
		}
		sizes[i] = n + field.base
	}
	codes, err := z.codeLengths(sizes[2])
	if err != nil {
		return err
	}
	if sizes[0] > 286 || sizes[1] > 30 {
		return ErrCorrupt
	}
	bits := make([]uint8, 0, sizes[0]+sizes[1])
	if bits, err = z.runLengths(&codes, bits, cap(bits)); err != nil {
		return err
	}
	if z.lengths, err = newTable(bits[:sizes[0]]); err != nil {
		return err
	}
	z.offsets, err = newTable(bits[sizes[0]:])
	return err
}

// codeLengths reads the code in which the lengths of the codes are written.
func (z *Reader) codeLengths(n int) (table, error) {
	var bits [19]uint8
	for _, i := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}[:n] {
		b, err := z.take(3)
		if err != nil {
			return table{}, err
		}
		bits[i] = uint8(b)
	}
	return newTable(bits[:])
}

// runLengths reads n lengths.
func (z *Reader) runLengths(codes *table, bits []uint8, n int) ([]uint8, error) {
	for len(bits) < n {
		sym, err := z.decode(codes)
		if err != nil {
			return nil, err
		}
		if sym < 16 {
			bits = append(bits, uint8(sym))
			continue
		}
		again, width, times := uint8(0), uint(3), 3
		switch sym {
		case 16:
			if len(bits) == 0 {
				return nil, ErrCorrupt
			}
			again, width = bits[len(bits)-1], 2
		case 18:
			width, times = 7, 11
		}
		more, err := z.take(width)
		if err != nil {
			return nil, err
		}
		if times += more; len(bits)+times > n {
			return nil, ErrCorrupt
		}
		for range times {
			bits = append(bits, again)
		}
	}
	return bits, nil
}
