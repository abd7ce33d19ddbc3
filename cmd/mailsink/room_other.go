//go:build !(linux || darwin || freebsd)

package main

import (
	"errors"
	"fmt"
)

// room cannot be told on this system.
func room(string) (int64, error) {
	return 0, fmt.Errorf("free space: %w", errors.ErrUnsupported)
}
