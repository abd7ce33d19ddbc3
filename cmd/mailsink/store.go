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

// openStore opens the engine that --store names. Retention keeps maxBytes, 0
// for no limit; memory is bounded by somewhat more, for what is pinned or on
// its way.
func (c *serveCmd) openStore(ctx context.Context, log *slog.Logger, l *lobby) (store.Store, error) {
	url, maxBytes := c.Store, int64(c.MaxBytes)
	scheme, rest, _ := strings.Cut(url, ":")
	if given := c.Cluster.given(); given != "" && c.Cluster.Name == "" {
		return nil, usage(fmt.Errorf("%s is of a cluster: name it with --cluster NAME, or leave %s out", given, given))
	}
	switch {
	case c.Cluster.Name != "":
		return c.openCluster(ctx, log, l)
	case scheme == "nats":
		return c.openNATS(ctx, log, l)
	case scheme == "memory" && rest == "":
		if maxBytes > 0 {
			maxBytes += maxBytes/4 + 64<<20
		}
		return memory.NewWithin(maxBytes), nil
	case scheme == "file" && rest != "":
		return sqlite.Open(ctx, strings.TrimPrefix(rest, "//"), sqlite.Options{Log: log})
	case scheme == "file":
		return nil, usage(fmt.Errorf("--store file: needs a directory, as in file:mail or file:/var/lib/mailsink"))
	}
	return nil, usage(fmt.Errorf("--store %q is not a place to keep mail: write memory:, file:DIR or nats://HOST:4222/NAME", url))
}
