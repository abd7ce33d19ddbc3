package sqlite

import (
	"errors"
	"fmt"
	"syscall"

	"zombiezen.com/go/sqlite"

	"mailsink/internal/mail"
)

// wrap says what was being done, and marks the error if the disk was full.
func wrap(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case full(err):
		return fmt.Errorf("sqlite: %s: %w (%w)", doing, mail.ErrFull, err)
	}
	return fmt.Errorf("sqlite: %s: %w", doing, err)
}

func full(err error) bool {
	switch sqlite.ErrCode(err) {
	case sqlite.ResultFull, sqlite.ResultIOErrSHMSize:
		return true
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
