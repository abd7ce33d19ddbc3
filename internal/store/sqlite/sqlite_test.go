package sqlite_test

import (
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
	"mailsink/internal/store/storetest"
)

// TestPromisesWithLargeCompactions keeps the promises while every compaction is
// made in steps.
func TestPromisesWithLargeCompactions(t *testing.T) {
	storetest.Run(t, storetest.Engine{
		Durable: true,
		Open: func(t *testing.T, dir string) (store.Store, error) {
			s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
			if err == nil {
				s.CompactInSteps(3)
			}
			return s, err
		},
	})
}

func TestPromises(t *testing.T) {
	storetest.Run(t, storetest.Engine{
		Durable: true,
		Open: func(t *testing.T, dir string) (store.Store, error) {
			return sqlite.Open(t.Context(), dir, sqlite.Options{})
		},
	})
}
