package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"mailsink/internal/store"
	"mailsink/internal/store/memory"
	"mailsink/internal/store/sqlite"
)

// openStore opens the engine that url names.
func openStore(ctx context.Context, url string, log *slog.Logger) (store.Store, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch {
	case scheme == "memory" && rest == "":
		return memory.New(), nil
	case scheme == "file" && rest != "":
		return sqlite.Open(ctx, strings.TrimPrefix(rest, "//"), sqlite.Options{Log: log})
	case scheme == "file":
		return nil, usage(fmt.Errorf("--store file: needs a directory, as in file:mail or file:/var/lib/mailsink"))
	}
	return nil, usage(fmt.Errorf("--store %q is not a place to keep mail: write memory: or file:DIR", url))
}
