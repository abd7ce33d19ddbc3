package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// A pageFile is a database as its pages lie on the disk, the write-ahead log
// laid over them: what can be read without SQLite, which gives up where a page
// is damaged. The form is that of https://www.sqlite.org/fileformat2.html.
type pageFile struct {
	db, log *os.File // log is nil where there is none
	size    int64    // of a page
	usable  int      // octets of a page that are not reserved
	pages   uint32
	over    map[uint32]int64 // pages that the log has, by where they lie in it
}

// openPages opens the database at path. The error says why nothing of it can
// be read.
func openPages(path string) (*pageFile, error) {
	db, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p := &pageFile{db: db, size: pageSize, usable: pageSize, over: make(map[uint32]int64)}
	info, err := db.Stat()
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p.learn()
	p.pages = uint32((info.Size() + p.size - 1) / p.size)
	if p.log, err = os.Open(path + "-wal"); err != nil {
		p.log = nil
	} else {
		p.overlay()
	}
	return p, nil
}

// learn takes the size of a page from the header, unless that is damaged:
// then it is what this package writes.
func (p *pageFile) learn() {
	var b [headerSize]byte
	if _, err := p.db.ReadAt(b[:], 0); err != nil || string(b[:16]) != "SQLite format 3\x00" {
		return
	}
	size := int64(binary.BigEndian.Uint16(b[16:]))
	if size == 1 {
		size = 1 << 16
	}
	if size < 512 || size&(size-1) != 0 || int(b[20]) > int(size)-480 {
		return
	}
	p.size, p.usable = size, int(size)-int(b[20])
}

func (p *pageFile) close() error {
	err := p.db.Close()
	if p.log != nil {
		err = errors.Join(err, p.log.Close())
	}
	return err
}

// page returns page n. What the file is too short for is zero.
func (p *pageFile) page(n uint32) ([]byte, error) {
	b := make([]byte, p.size)
	if n == 0 || n > p.pages {
		return nil, fmt.Errorf("there is no page %d", n)
	}
	from, at := p.db, int64(n-1)*p.size
	if off, ok := p.over[n]; ok {
		from, at = p.log, off
	}
	if _, err := from.ReadAt(b, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("page %d: %w", n, err)
	}
	return b, nil
}

// The write-ahead log: a header, and frames of a page each.
const (
	logHeader   = 32
	frameHeader = 24
)

// overlay learns which pages the log has, up to its last transaction that is
// whole.
func (p *pageFile) overlay() {
	var head [logHeader]byte
	if _, err := p.log.ReadAt(head[:], 0); err != nil {
		return
	}
	magic := binary.BigEndian.Uint32(head[:])
	if magic&^1 != 0x377f0682 || int64(binary.BigEndian.Uint32(head[8:])) != p.size {
		return
	}
	sum := checksum{big: magic&1 == 1}
	sum.add(head[:24])
	if !sum.is(head[24:]) {
		return
	}
	waiting := make(map[uint32]int64)
	frame := make([]byte, frameHeader+p.size)
	for at := int64(logHeader); ; at += int64(len(frame)) {
		if _, err := p.log.ReadAt(frame, at); err != nil || string(frame[8:16]) != string(head[16:24]) {
			return
		}
		sum.add(frame[:8])
		sum.add(frame[frameHeader:])
		if !sum.is(frame[16:]) {
			return
		}
		waiting[binary.BigEndian.Uint32(frame)] = at + frameHeader
		if pages := binary.BigEndian.Uint32(frame[4:]); pages != 0 { // a transaction ends
			for n, off := range waiting {
				p.over[n] = off
			}
			clear(waiting)
			p.pages = max(p.pages, pages)
		}
	}
}

// A checksum is that of a write-ahead log.
type checksum struct {
	big    bool
	s0, s1 uint32
}

func (c *checksum) add(b []byte) {
	word := binary.LittleEndian.Uint32
	if c.big {
		word = binary.BigEndian.Uint32
	}
	for ; len(b) >= 8; b = b[8:] {
		c.s0 += word(b) + c.s1
		c.s1 += word(b[4:]) + c.s0
	}
}

func (c *checksum) is(b []byte) bool {
	return binary.BigEndian.Uint32(b) == c.s0 && binary.BigEndian.Uint32(b[4:]) == c.s1
}
