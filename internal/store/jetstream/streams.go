package jetstream

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// The names of what a journal called NAME consists of.
func journalName(name string) string    { return name + "_journal" }
func contentName(name string) string    { return name + "_content" }
func journalSubject(name string) string { return "mailsink." + name + ".journal" }
func contentSubject(name string) string { return "mailsink." + name + ".content" }

// duplicates is for how long the server knows what it has stored already.
const duplicates = 2 * time.Minute

func journalConfig(name string, replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name: journalName(name), Subjects: []string{journalSubject(name)}, Replicas: replicas,
		Description: "mailsink: what happened, a record a message; the sequence is its position",
		Storage:     jetstream.FileStorage, Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardNew,
		Duplicates: duplicates, AllowAtomicPublish: true, DenyDelete: true,
	}
}

func contentConfig(name string, replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name: contentName(name), Subjects: []string{contentSubject(name)}, Replicas: replicas,
		Description: "mailsink: octets of messages, whole or in parts; the sequence is in their key",
		Storage:     jetstream.FileStorage, Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardNew,
		Duplicates: duplicates, AllowDirect: true,
	}
}

// defaultReplicas is three where there are servers for it.
func (s *Store) defaultReplicas() int {
	if s.nc.ConnectedClusterName() != "" && len(s.nc.Servers()) >= 3 {
		return 3
	}
	return 1
}

// stream finds the stream of config or makes it. Of one that is there, only
// the replicas are changed, and only where place asks for a number.
func (s *Store) stream(ctx context.Context, config jetstream.StreamConfig) (jetstream.Stream, error) {
	found, err := s.js.Stream(ctx, config.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		found, err = s.js.CreateStream(ctx, config)
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // another node was faster
			found, err = s.js.Stream(ctx, config.Name)
		}
	}
	if err != nil {
		return nil, err
	}
	has := found.CachedInfo().Config
	if s.place.Replicas != 0 && has.Replicas != s.place.Replicas {
		has.Replicas = s.place.Replicas
		found, err = s.js.UpdateStream(ctx, has)
	}
	return found, err
}

// markers is how long the trace of a lease that ran out is kept.
const markers = time.Hour

// bucket finds or makes what holds the newest snapshot's place, and the lease.
func (s *Store) bucket(ctx context.Context, replicas int) (jetstream.KeyValue, error) {
	found, err := s.js.KeyValue(ctx, s.place.Name)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		found, err = s.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: s.place.Name, Replicas: replicas, LimitMarkerTTL: markers,
			Description: "mailsink: where the newest snapshot of the journal is, and who tidies",
		})
		if errors.Is(err, jetstream.ErrBucketExists) {
			found, err = s.js.KeyValue(ctx, s.place.Name)
		}
	}
	return found, err
}
