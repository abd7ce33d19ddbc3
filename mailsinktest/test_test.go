package mailsinktest_test

import (
	"context"
	"log"
)

// A test stands for *testing.T in examples, which have none.
type test struct {
	ctx      context.Context
	cleanups []func()
}

func newTest() *test { return &test{ctx: context.Background()} }

func (t *test) Helper()                  {}
func (t *test) Context() context.Context { return t.ctx }
func (t *test) Cleanup(f func())         { t.cleanups = append(t.cleanups, f) }
func (t *test) Error(args ...any)        { log.Fatal(args...) }
func (t *test) Fatal(args ...any)        { log.Fatal(args...) }

// end runs what was to be run at the end.
func (t *test) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}
