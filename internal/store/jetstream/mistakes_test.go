package jetstream_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

func TestAServerThatCannotBeUsedSaysWhatToDo(t *testing.T) {
	plain := start(t, nil)
	guarded := start(t, func(o *server.Options) { o.Username, o.Password = "ann", "secret" })
	without := start(t, func(o *server.Options) { o.JetStream = false })
	three := at(plain, "mail")
	three.Replicas = 3
	for _, c := range []struct {
		name, want string
		place      jetstream.Place
	}{
		{"nobody listens", "start one with JetStream", jetstream.Place{Servers: []string{"127.0.0.1:1"}, Name: "mail"}},
		{"credentials are missing", "--nats-creds", at(guarded, "mail")},
		{"JetStream is off", "start it with -js", at(without, "mail")},
		{"too few servers for the copies", "replicas=", three},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := jetstream.Open(t.Context(), c.place, jetstream.Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v; want one sentence with %q", err, c.want)
			}
		})
	}
}

func TestUserAndPasswordOfThePlaceOpenIt(t *testing.T) {
	s := start(t, func(o *server.Options) { o.Username, o.Password = "ann", "se cr:t" })
	p, err := jetstream.ParsePlace("nats://ann:se%20cr%3At@" + s.Addr().String() + "/mail")
	if err != nil {
		t.Fatal(err)
	}
	if pos, err := open(t, p, jetstream.Options{}).Append(t.Context(), record(1)); pos != 1 || err != nil {
		t.Errorf("append: %d, %v", pos, err)
	}
}

func TestAUserThatMayDoNoMoreThanNeededIsEnough(t *testing.T) {
	ctx := within(t)
	s := start(t, func(o *server.Options) {
		o.Users = []*server.User{{Username: "ann", Password: "secret", Permissions: &server.Permissions{
			Publish:   &server.SubjectPermission{Allow: []string{"mailsink.mail.>", "$JS.API.>", "$KV.mail.>"}},
			Subscribe: &server.SubjectPermission{Allow: []string{"_INBOX.>"}},
		}}}
	})
	p := at(s, "mail")
	p.User = url.UserPassword("ann", "secret")
	node := open(t, p, jetstream.Options{})
	key, _, err := node.Put(ctx, strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := node.Append(ctx, record(1), record(2)); err != nil {
		t.Fatal(err)
	}
	if err := node.Compact(ctx, 2, dropEven); err != nil {
		t.Error(err)
	}
	if got, err := positions(ctx, node, 0, 1); len(got) != 1 || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	if err := node.Delete(ctx, key); err != nil {
		t.Error(err)
	}
}

func TestTooManyRecordsForOneAppendAreRefusedWhole(t *testing.T) {
	s := open(t, at(start(t, nil), "mail"), jetstream.Options{})
	recs := make([]store.Record, 1001)
	for i := range recs {
		recs[i] = record(i)
	}
	if pos, err := s.Append(t.Context(), recs...); err == nil || !strings.Contains(err.Error(), "more than one append may have") {
		t.Errorf("append: %d, %v", pos, err)
	}
	if pos, err := s.Append(t.Context(), recs[:1000]...); pos != 1000 || err != nil {
		t.Errorf("append of 1000: %d, %v", pos, err)
	}
}

func TestServersThatAreTooOldAreKnown(t *testing.T) {
	for version, want := range map[string]bool{"2.11.9": true, "2.12.0": true, "2.12.1": false, "2.15.2": false, "2.14.0-RC.1": false, "3.0.0": false, "": false} {
		if got := jetstream.TooOld(version); got != want {
			t.Errorf("version %q is too old: %t, want %t", version, got, want)
		}
	}
}

func TestServersWithoutRoomAreFull(t *testing.T) {
	ctx, s := within(t), open(t, at(start(t, func(o *server.Options) { o.JetStreamMaxStore = 4 << 20 }), "mail"), jetstream.Options{Patience: 3 * time.Second})
	text := strings.Repeat("0123456789abcdef", 1<<10)
	for range 1000 {
		if _, _, err := s.Put(ctx, strings.NewReader(text)); err != nil {
			if !errors.Is(err, mail.ErrFull) {
				t.Errorf("a server that has no room says %v", err)
			}
			return
		}
	}
	t.Error("16 MB went into 4")
}
