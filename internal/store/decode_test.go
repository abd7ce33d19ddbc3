package store

import (
	"reflect"
	"testing"
	"time"

	"mailsink/internal/mail"
)

// full returns a Delivered in which every field is set that a fast reader
// knows.
func full() Record {
	at := time.Date(2026, 11, 21, 12, 3, 41, 207_000_001, time.UTC)
	return Record{Delivered: &Delivered{
		ID: 1<<63 + 5, Account: "sink", Box: 4, Key: "k", Size: 12, Time: at, Flags: mail.NewFlags(mail.Seen), Sharers: 2, ModSeq: 9, Selected: true, Saved: 1_790_000_000, Own: 7,
		Envelope: &mail.Envelope{
			ReversePath: "a@example.org", Params: []mail.Param{{Name: "SIZE", Value: "12"}},
			Recipients: []mail.Recipient{{Original: "x@y", Final: "sink@mailsink.test", External: true, Params: []mail.Param{{Name: "NOTIFY", Value: "NEVER"}},
				Trace: []mail.Step{{Table: "t", Line: 1, From: "x@y", To: []mail.Address{"z"}}}, Delivery: &mail.Delivery{Transport: "smtp", NextHop: "[relay]:25"}}},
			OriginalReversePath: "b@example.org", ReverseTrace: []mail.Step{{Table: "s", From: "b@example.org", To: []mail.Address{"a@example.org"}}},
			Client: mail.Client{Address: "127.0.0.1:5", Hello: "h", Protocol: "ESMTPSA", TLS: "TLS 1.3", Identity: "ann", Session: "s"},
		},
		Summary: &mail.Summary{
			From: []mail.Contact{{Name: "Ann", Address: "a@example.org"}}, To: []mail.Contact{}, Cc: nil, ReplyTo: []mail.Contact{{Address: "x"}},
			Subject: "Grüße ✓", MessageID: "m@x", Date: at, Snippet: "text", Attachments: 3, HTML: true, Defects: 1, Partial: true,
		},
	}}
}

// both decodes b in both ways, and wants the same where the fast one answers.
func both(t *testing.T, c *Codec, s *swift, b []byte) (fast bool) {
	t.Helper()
	d, ok := s.delivered(b)
	if !ok {
		return false
	}
	want, err := c.decode(0, b)
	if err != nil || !reflect.DeepEqual(want, Record{Delivered: d}) {
		t.Fatalf("%x is read fast as %+v and by the library as %+v, %v", b, d, want.Delivered, err)
	}
	return true
}

func TestDeliveriesAreReadFastAndAlike(t *testing.T) {
	c, err := NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	s := newSwift(c.dec)
	bare := Record{Delivered: &Delivered{Envelope: &mail.Envelope{}, Summary: &mail.Summary{}}}
	for _, rec := range []Record{full(), bare, {Delivered: &Delivered{Time: time.Unix(1, 0).UTC(), Envelope: full().Delivered.Envelope, Summary: &mail.Summary{}}}} {
		b, err := c.Encode(rec)
		if err != nil {
			t.Fatal(err)
		}
		if !both(t, c, s, b) && !reflect.DeepEqual(rec, bare) {
			t.Errorf("%+v is not read fast", rec.Delivered)
		}
		for i := range b { // whatever is damaged
			for _, o := range []byte{0, 0x18, 0x5f, 0x7f, 0x80, 0xa0, 0xf6, 0xff, b[i] ^ 1, b[i] + 32} {
				spoilt := append([]byte(nil), b...)
				spoilt[i] = o
				both(t, c, s, spoilt)
			}
		}
	}
}

func TestTimesAreReadAsTheLibraryReadsThem(t *testing.T) {
	for _, text := range []string{
		"2026-11-21T12:03:41Z", "2026-11-21T12:03:41.207Z", "2026-11-21T12:03:41.123456789Z", "2026-11-21T12:03:41.1234567891Z", "2024-02-29T00:00:00Z",
		"2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
		"2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00,5Z", "2026-01-01t00:00:00Z", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "", "Z",
		"2026-01-01T0a:00:00Z", "2026-01-01T00:00:00", "2026/01/01T00:00:00Z",
	} {
		got, ok := instant([]byte(text))
		if want, err := time.Parse(time.RFC3339, text); ok && (err != nil || !reflect.DeepEqual(got, want)) {
			t.Errorf("%s is read as %v, want %v, %v", text, got, want, err)
		} else if !ok && err == nil && len(text) <= 30 && text[len(text)-1] == 'Z' && text[19] != ',' {
			t.Errorf("%s is left to the library", text)
		}
	}
}

func TestWhatWasReadOfADamagedRecordIsNotRemembered(t *testing.T) {
	c, err := NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Encode(full())
	if err != nil {
		t.Fatal(err)
	}
	s := newSwift(c.dec)
	for cut := range b {
		if _, ok := s.delivered(b[:cut]); ok {
			t.Fatalf("the first %d octets are taken for a record", cut)
		}
	}
	if !both(t, c, s, b) {
		t.Error("the whole record is not read fast")
	}
}

func TestRecordsShareWhatTheySayAlike(t *testing.T) {
	c, err := NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Encode(full())
	if err != nil {
		t.Fatal(err)
	}
	s := newSwift(c.dec)
	first, _ := s.delivered(b)
	second, ok := s.delivered(b)
	if !ok || &first.Envelope.Recipients[0] != &second.Envelope.Recipients[0] || &first.Summary.From[0] != &second.Summary.From[0] {
		t.Error("two records that say the same have memory of their own")
	}
}

func FuzzBothDecoders(f *testing.F) {
	c, err := NewCodec()
	if err != nil {
		f.Fatal(err)
	}
	b, err := c.Encode(full())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	s := newSwift(c.dec) // what it remembers of one must not be told of another
	f.Fuzz(func(t *testing.T, b []byte) { both(t, c, s, b) })
}

func BenchmarkDecoders(b *testing.B) {
	c, err := NewCodec()
	if err != nil {
		b.Fatal(err)
	}
	octets, err := c.Encode(full())
	if err != nil {
		b.Fatal(err)
	}
	for name, decode := range map[string]func(Pos, []byte) (Record, error){"fast": c.Decode, "library": c.decode} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decode(1, octets); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
