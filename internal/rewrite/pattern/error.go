package pattern

import (
	"errors"
	"fmt"
)

// ErrLimit is that a match took more steps than it may. The rule counts as not
// matched, as PCRE2's match limit has it.
var ErrLimit = errors.New("match limit exceeded")

// ErrLoop is that a pattern called itself without having consumed anything.
var ErrLoop = errors.New("nested recursion at the same subject position")

// SyntaxError is why a pattern cannot be compiled, in the words of the
// original: regerror(3) or pcre2_get_error_message(3).
type SyntaxError struct {
	Text   string
	Offset int  // in the pattern; PCRE only
	PCRE   bool // the text is shown with the offset
	// Unsupported is set where the original would have compiled the pattern.
	Unsupported bool
}

func (e *SyntaxError) Error() string {
	if e.PCRE {
		return fmt.Sprintf("error in regex at offset %d: %s", e.Offset, e.Text)
	}
	return e.Text
}
