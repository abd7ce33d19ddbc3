package signature

import (
	"context"
	"errors"
	"sync"
)

// Memory is a shelf that forgets when the process ends: for a store that does.
// The zero value is empty.
type Memory struct {
	mu   sync.Mutex
	next int64
	rows map[int64][][]byte
}

var _ Shelf = (*Memory)(nil)

// Blocks implements [Shelf].
func (*Memory) Blocks(context.Context, func(int64, []uint32)) error { return nil }

// Put implements [Shelf].
func (m *Memory) Put(_ context.Context, _ []uint32, buckets int, row func(int) []byte) (int64, error) {
	rows := make([][]byte, buckets)
	for i := range rows {
		rows[i] = row(i)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows == nil {
		m.rows = make(map[int64][][]byte)
	}
	m.next++
	m.rows[m.next] = rows
	return m.next, nil
}

// Row implements [Shelf].
func (m *Memory) Row(_ context.Context, id int64, bucket int) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	rows := m.rows[id]
	if rows == nil {
		return nil, errDropped
	}
	return rows[bucket], nil
}

var errDropped = errors.New("signature: the block has been dropped")

// Drop implements [Shelf].
func (m *Memory) Drop(_ context.Context, id int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.rows, id)
	return nil
}
