package jetstream_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
	"mailsink/internal/store/storetest"
)

// startTime is generous: the machine may be busy.
const startTime = time.Minute

// start runs a NATS server inside the test, with JetStream under dir.
func start(t testing.TB, change func(*server.Options)) *server.Server {
	t.Helper()
	o := &server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(),
		NoLog: true, NoSigs: true,
	}
	if change != nil {
		change(o)
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatalf("the NATS server cannot be made: %v", err)
	}
	s.Start()
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	if !s.ReadyForConnections(startTime) {
		t.Fatal("the NATS server does not get ready")
	}
	return s
}

// at is the place of a journal on s.
func at(s *server.Server, name string) jetstream.Place {
	return jetstream.Place{Servers: []string{s.Addr().String()}, Name: name}
}

// open opens a node of the journal at p. It is closed with the test.
func open(t testing.TB, p jetstream.Place, o jetstream.Options) *jetstream.Store {
	t.Helper()
	s, err := jetstream.Open(t.Context(), p, o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestPromises(t *testing.T) {
	s := start(t, nil)
	storetest.Run(t, storetest.Engine{
		Durable: true,
		Open: func(t *testing.T, dir string) (store.Store, error) {
			sum := sha256.Sum256([]byte(dir))
			return jetstream.Open(t.Context(), at(s, hex.EncodeToString(sum[:8])), jetstream.Options{})
		},
	})
}
