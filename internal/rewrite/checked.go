package rewrite

import (
	"context"
	"fmt"
	"unicode/utf8"
)

// checkedTable guards a table against keys and results that are not UTF-8.
type checkedTable struct{ Table }

// Lookup asks the table for a key that is UTF-8; any other is not found. A
// result that is not UTF-8 is an error.
func (t checkedTable) Lookup(ctx context.Context, key string) (Result, error) {
	if !utf8.ValidString(key) {
		note := fmt.Sprintf("%s: non-UTF-8 key \"%s\": malformed UTF-8 or invalid codepoint", t.Name(), printable(key))
		return Result{Notes: []string{note}}, nil
	}
	res, err := t.Table.Lookup(ctx, key)
	if err == nil && res.Found && !utf8.ValidString(res.Value) {
		note := fmt.Sprintf("%s: key \"%s\": non-UTF-8 value \"%s\": malformed UTF-8 or invalid codepoint",
			t.Name(), printable(key), printable(res.Value))
		return Result{Notes: append(res.Notes, note)}, fmt.Errorf("%s: the result for %q is not UTF-8: %w", t.Name(), key, ErrResult)
	}
	return res, err
}
