package signature

import (
	"context"
	"iter"
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
func (*Memory) Blocks(context.Context, func(int64, []byte)) error { return nil }

// Put implements [Shelf].
func (m *Memory) Put(_ context.Context, _ []byte, rows iter.Seq[[]byte], old int64) (int64, error) {
	var all [][]byte
	for row := range rows {
		all = append(all, append([]byte(nil), row...))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows == nil {
		m.rows = make(map[int64][][]byte)
	}
	delete(m.rows, old)
	m.next++
	m.rows[m.next] = all
	return m.next, nil
}

// Row implements [Shelf].
func (m *Memory) Row(_ context.Context, id int64, bucket int) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if rows := m.rows[id]; bucket < len(rows) {
		return rows[bucket], nil
	}
	return nil, errDamaged
}

// Drop implements [Shelf].
func (m *Memory) Drop(_ context.Context, id int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.rows, id)
	return nil
}

// Reset implements [Shelf].
func (m *Memory) Reset(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.rows)
	return nil
}
