package sqlite

import (
	"context"
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

// cause returns why ctx ended, if it did, and else err: a read that was
// interrupted has nothing to say for itself.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
