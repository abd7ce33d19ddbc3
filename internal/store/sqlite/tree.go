package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The kinds of pages that a table has.
const (
	treeInterior = 0x05
	treeLeaf     = 0x0d
)

// A tableRow is a row of a table: the columns as far as they are numbers and
// octets, which is all that the tables of this package have.
type tableRow struct {
	id      int64
	columns []column
}

// A column is a number or octets; nil octets mean a number, or NULL.
type column struct {
	number int64
	octets []byte
	isNull bool
}

// A walk goes through the trees of a damaged database. It never visits a page
// twice, so that no loop holds it.
type walk struct {
	*pageFile
	seen   []bool   // by number of the page
	damage []string // what could not be read
}

func newWalk(p *pageFile) *walk { return &walk{pageFile: p, seen: make([]bool, p.pages+1)} }

func (w *walk) complain(n uint32, why any) {
	w.damage = append(w.damage, fmt.Sprintf("page %d: %v", n, why))
}

// visit reads page n, if it is the first time.
func (w *walk) visit(n uint32) ([]byte, bool) {
	if n == 0 || n > w.pages {
		w.complain(n, "there is no such page")
		return nil, false
	}
	if w.seen[n] {
		w.complain(n, "it belongs to two tables")
		return nil, false
	}
	w.seen[n] = true
	b, err := w.page(n)
	if err != nil {
		w.complain(n, err)
		return nil, false
	}
	return b, true
}

// table yields every row below page n that can be read.
func (w *walk) table(n uint32, yield func(tableRow)) {
	b, ok := w.visit(n)
	if !ok {
		return
	}
	head := b
	if n == 1 {
		head = b[headerSize:]
	}
	switch head[0] {
	case treeLeaf:
		w.leaf(n, b, head, yield)
	case treeInterior:
		for _, at := range w.cells(n, b, head, 12) {
			if at+4 <= len(b) {
				w.table(binary.BigEndian.Uint32(b[at:]), yield)
			}
		}
		w.table(binary.BigEndian.Uint32(head[8:]), yield)
	default:
		w.complain(n, fmt.Sprintf("it is no page of a table (%#02x)", head[0]))
	}
}

// cells returns where the cells of a page are, behind a header of so many
// octets.
func (w *walk) cells(n uint32, b, head []byte, header int) []int {
	count := int(binary.BigEndian.Uint16(head[3:]))
	if header+2*count > len(head) {
		w.complain(n, fmt.Sprintf("it cannot have %d cells", count))
		count = 0
	}
	list := make([]int, 0, count)
	for i := range count {
		at := int(binary.BigEndian.Uint16(head[header+2*i:]))
		if at < header || at >= w.usable {
			w.complain(n, fmt.Sprintf("cell %d lies outside of it", i))
			continue
		}
		list = append(list, at)
	}
	return list
}

func (w *walk) leaf(n uint32, b, head []byte, yield func(tableRow)) {
	for _, at := range w.cells(n, b, head, 8) {
		row, err := w.row(b[at:w.usable])
		if err != nil {
			w.complain(n, err)
			continue
		}
		yield(row)
	}
}

var errCell = errors.New("a row cannot be read")

// row reads the cell at the beginning of b, and what of it lies on other
// pages.
func (w *walk) row(b []byte) (tableRow, error) {
	size, b, ok := varint(b)
	id, b, ok2 := varint(b)
	if !ok || !ok2 || size > 1<<30 {
		return tableRow{}, errCell
	}
	local := w.local(int(size))
	if local > len(b) || local < int(size) && local+4 > len(b) {
		return tableRow{}, errCell
	}
	payload := append([]byte(nil), b[:local]...)
	if local < int(size) {
		var err error
		if payload, err = w.overflow(payload, int(size), binary.BigEndian.Uint32(b[local:])); err != nil {
			return tableRow{}, err
		}
	}
	columns, err := columnsOf(payload)
	return tableRow{int64(id), columns}, err
}

// local returns how much of a payload lies in its cell.
func (w *walk) local(size int) int {
	if size <= w.usable-35 {
		return size
	}
	least := (w.usable-12)*32/255 - 23
	if k := least + (size-least)%(w.usable-4); k <= w.usable-35 {
		return k
	}
	return least
}

// overflow follows the chain of pages that the rest of a payload lies on.
func (w *walk) overflow(payload []byte, size int, next uint32) ([]byte, error) {
	for len(payload) < size {
		if next == 0 || next > w.pages || w.seen[next] {
			return nil, fmt.Errorf("%w: the chain of its pages is broken", errCell)
		}
		w.seen[next] = true
		b, err := w.page(next)
		if err != nil {
			return nil, err
		}
		next = binary.BigEndian.Uint32(b)
		payload = append(payload, b[4:4+min(size-len(payload), w.usable-4)]...)
	}
	return payload, nil
}

// columnsOf reads a record: a header of types, and the values behind it.
func columnsOf(b []byte) ([]column, error) {
	size, types, ok := varint(b)
	if !ok || size > uint64(len(b)) || size < uint64(len(b)-len(types)) {
		return nil, errCell
	}
	types, values := types[:size-uint64(len(b)-len(types))], b[size:]
	var columns []column
	for len(types) > 0 {
		var kind uint64
		if kind, types, ok = varint(types); !ok {
			return nil, errCell
		}
		c, n := columnOf(kind, values)
		if n > len(values) {
			return nil, errCell
		}
		if kind >= 12 {
			c.octets = values[:n:n]
		}
		columns, values = append(columns, c), values[n:]
	}
	return columns, nil
}

// columnOf reads a value of a type, and returns how long it is.
func columnOf(kind uint64, values []byte) (column, int) {
	switch {
	case kind >= 12:
		return column{}, int(min((kind-12)/2, math.MaxInt32))
	case kind == 0:
		return column{isNull: true}, 0
	case kind == 8 || kind == 9:
		return column{number: int64(kind - 8)}, 0
	}
	n := []int{0, 1, 2, 3, 4, 6, 8, 8}[min(kind, 7)]
	if n > len(values) {
		return column{}, n
	}
	v := int64(int8(values[0]))
	for _, o := range values[1:n] {
		v = v<<8 | int64(o)
	}
	return column{number: v}, n
}

// varint reads a number of one to nine octets and returns what is behind it.
func varint(b []byte) (n uint64, rest []byte, ok bool) {
	for i, o := range b {
		if i == 8 {
			return n<<8 | uint64(o), b[9:], true
		}
		n = n<<7 | uint64(o&0x7f)
		if o < 0x80 {
			return n, b[i+1:], true
		}
	}
	return 0, b, false
}

// free marks the pages that hold nothing any more: what was deleted must not
// come back.
func (w *walk) free() {
	b, err := w.page(1)
	if err != nil {
		return
	}
	for trunk := binary.BigEndian.Uint32(b[32:]); trunk != 0 && trunk <= w.pages && !w.seen[trunk]; {
		w.seen[trunk] = true
		if b, err = w.page(trunk); err != nil {
			return
		}
		count := min(int(binary.BigEndian.Uint32(b[4:])), w.usable/4-2)
		for i := range count {
			if leaf := binary.BigEndian.Uint32(b[8+4*i:]); leaf <= w.pages {
				w.seen[leaf] = true
			}
		}
		trunk = binary.BigEndian.Uint32(b)
	}
}
