package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// natsFlags say who the sink is to NATS.
type natsFlags struct {
	Creds string `placeholder:"FILE" help:"Credentials (JWT and seed) for --store nats:."`
	CA    string `placeholder:"FILE" help:"Authorities (PEM) that the servers of --store nats: are trusted by."`
	Cert  string `placeholder:"FILE" help:"Certificate (PEM) shown to the servers of --store nats:."`
	Key   string `placeholder:"FILE" help:"Its key (PEM)."`
}

// contentGrace is how long content of expunged messages stays in NATS: longer
// than any node offers to undo.
const contentGrace = 5 * time.Minute

// openNATS opens the journal that url names.
func (f natsFlags) openNATS(ctx context.Context, url string, log *slog.Logger) (store.Store, error) {
	place, err := jetstream.ParsePlace(url)
	if err != nil {
		return nil, usage(fmt.Errorf("--store: %w", err))
	}
	if (f.Cert == "") != (f.Key == "") {
		return nil, usage(fmt.Errorf("--nats-cert and --nats-key need each other"))
	}
	return jetstream.Open(ctx, place, jetstream.Options{
		Creds: f.Creds, CA: f.CA, Cert: f.Cert, Key: f.Key, Grace: contentGrace, Log: log,
	})
}

// shownStore is what people are told of where mail is kept: no passwords.
func shownStore(url string) string {
	if place, err := jetstream.ParsePlace(url); err == nil {
		return place.String()
	}
	if strings.HasPrefix(url, "nats:") {
		return "NATS"
	}
	return url
}
