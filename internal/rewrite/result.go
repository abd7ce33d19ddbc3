package rewrite

import (
	"context"
	"errors"
)

// ErrTemporary is why a lookup failed when asking again later may help: the
// table is not available, or an answer took longer than it may. Clients are
// told 451 4.3.0.
var ErrTemporary = errors.New("temporary lookup failure")

// ErrResult is why a lookup failed when the table itself must be mended: the
// result is empty or not UTF-8. Clients are told 451 4.3.5.
var ErrResult = errors.New("the table has an unusable result")

// Result is the answer of a table to one key.
type Result struct {
	Found bool
	Value string   // the result text; may be empty although Found
	Table string   // the table that answered, as the configuration names it
	Line  int      // the rule that answered; 0 where the table has no lines
	Notes []string // what Postfix would log of this lookup
}

// Table answers keys. It is safe for concurrent use and never changes.
type Table interface {
	// Name is the table as the configuration names it: "regexp:/etc/virtual".
	Name() string
	// Indexed reports whether the table also answers parts of an address
	// (@domain, user), as indexed files do and pattern tables do not.
	Indexed() bool
	// Lookup returns the answer to key. Not found is a Result with Found unset,
	// not an error.
	Lookup(ctx context.Context, key string) (Result, error)
}
