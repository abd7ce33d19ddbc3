package memory_test

import (
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/memory"
	"mailsink/internal/store/storetest"
)

func TestPromises(t *testing.T) {
	storetest.Run(t, storetest.Engine{
		Open: func(*testing.T, string) (store.Store, error) { return memory.New(), nil },
	})
}
