package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

// given reports whether a flag is on the command line. The store that serve
// takes from the environment or a file is not read by the way.
func given(kctx *kong.Context, name string) bool {
	return slices.ContainsFunc(kctx.Path, func(p *kong.Path) bool { return p.Flag != nil && !p.Resolved && p.Flag.Name == name })
}

// store returns what is wrong with the store in a directory: the pages of its
// database, its records, and the content of every message.
func (c *checkCmd) store(ctx context.Context) []string {
	dir := strings.TrimPrefix(c.Store, "file:")
	look, err := sqlite.OpenLook(ctx, dir)
	if err != nil {
		return []string{err.Error()}
	}
	defer look.Close()
	found, err := look.Check()
	if err != nil {
		return []string{fmt.Sprintf("%s cannot be read: %v", dir, err)}
	}
	state, err := mailbox.Replay(look.Records())
	if err != nil {
		return append(found, fmt.Sprintf("%s: the journal cannot be read: %v", dir, err), advice(dir))
	}
	for _, m := range state.All.From(0) {
		octets, err := look.Content(m.Key)
		switch {
		case errors.Is(err, store.ErrNotExist):
			found = append(found, fmt.Sprintf("message %s (UID %d) has no content", m.ID, m.UID))
		case err != nil:
			found = append(found, fmt.Sprintf("message %s (UID %d) cannot be read: %v", m.ID, m.UID, err))
		case int64(len(octets)) != m.Size:
			found = append(found, fmt.Sprintf("message %s (UID %d) has %d octets and should have %d", m.ID, m.UID, len(octets), m.Size))
		}
		if ctx.Err() != nil {
			return append(found, "the check was interrupted")
		}
	}
	if len(found) > 0 {
		found = append(found, advice(dir))
	}
	return found
}

func advice(dir string) string {
	if who := sqlite.InUse(dir); who != "" {
		return fmt.Sprintf("%s uses %s: what was deleted during the check may be among these", who, dir)
	}
	return fmt.Sprintf("\"mailsink salvage %s --to DIR\" saves what can be read", dir)
}
