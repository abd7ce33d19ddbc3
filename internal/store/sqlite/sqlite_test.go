package sqlite_test

import (
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
	"mailsink/internal/store/storetest"
)

func TestPromises(t *testing.T) {
	storetest.Run(t, storetest.Engine{
		Durable: true,
		Open: func(t *testing.T, dir string) (store.Store, error) {
			return sqlite.Open(t.Context(), dir, sqlite.Options{})
		},
	})
}
