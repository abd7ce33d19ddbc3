package jetstream_test

import (
	"strings"
	"testing"

	"mailsink/internal/store/jetstream"
)

func TestAPlaceNamesServersAndAJournal(t *testing.T) {
	for _, c := range []struct {
		in, out  string
		replicas int
	}{
		{"nats://localhost/mail", "nats://localhost:4222/mail", 0},
		{"nats://a:1,b,c:3/mail-1_x", "nats://a:1,b:4222,c:3/mail-1_x", 0},
		{"nats://[::1]/mail?replicas=3", "nats://[::1]:4222/mail", 3},
		{"nats://ann:pa%40ss@a/mail", "nats://a:4222/mail", 0},
	} {
		p, err := jetstream.ParsePlace(c.in)
		if err != nil || p.String() != c.out || p.Replicas != c.replicas {
			t.Errorf("%s: %s with %d replicas, %v; want %s with %d", c.in, p, p.Replicas, err, c.out, c.replicas)
		}
	}
}

func TestAPlaceThatIsNoneSaysHowToWriteIt(t *testing.T) {
	for in, want := range map[string]string{
		"nats:a/mail":               "nats://HOST:4222",
		"nats://a":                  "NAME is needed",
		"nats://a/":                 "NAME is needed",
		"nats://a/my mail":          "NAME is needed",
		"nats://a,,b/mail":          "a host is empty",
		"nats://a/mail?copies=3":    `"copies"`,
		"nats://a/mail?replicas=9":  "from 1 to 5",
		"nats://a/mail?replicas=no": "from 1 to 5",
	} {
		if _, err := jetstream.ParsePlace(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want it to speak of %s", in, err, want)
		}
	}
}

func TestAPasswordIsNotShown(t *testing.T) {
	p, err := jetstream.ParsePlace("nats://ann:secret@a/mail")
	if err != nil || p.User.Username() != "ann" || strings.Contains(p.String(), "secret") {
		t.Errorf("%s of %v, %v", p, p.User, err)
	}
}
