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

// openNATS opens the journal that --store names.
func (c *serveCmd) openNATS(ctx context.Context, log *slog.Logger, l *lobby) (store.Store, error) {
	f := c.NATS
	place, err := jetstream.ParsePlace(c.Store)
	if err != nil {
		return nil, usage(fmt.Errorf("--store: %w", err))
	}
	if (f.Cert == "") != (f.Key == "") {
		return nil, usage(fmt.Errorf("--nats-cert and --nats-key need each other"))
	}
	if err := l.open(c, log); err != nil {
		return nil, err
	}
	return jetstream.Open(ctx, place, jetstream.Options{
		Creds: f.Creds, CA: f.CA, Cert: f.Cert, Key: f.Key, Grace: contentGrace, Log: log,
	})
}

// kept is where mail is kept, for people.
func (s *sink) kept() string {
	if st, ok := s.store.(*clusterStore); ok {
		return "the cluster " + s.Cluster.Name + ", as " + st.node.Self().String()
	}
	return shownStore(s.Store)
}

// away says why mail cannot be stored at this moment, "" when it can as far as
// is known.
func (s *sink) away() string {
	switch st := s.store.(type) {
	case *clusterStore:
		if !st.node.Led() {
			return "No majority of the cluster is together: mail is refused with 451 until it is, and what this node has can be read. " + waitsFor(st.node)
		}
	case *jetstream.Store:
		if !st.Connected() {
			return "NATS cannot be reached: mail is refused with 451 until it can. Lists of mail are shown; what is in a message is not."
		}
		if !st.Led() {
			return "No majority of the NATS servers is together: mail is refused with 451 until it is. What is in a message is shown as far as a server that is left has it."
		}
	}
	return ""
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
