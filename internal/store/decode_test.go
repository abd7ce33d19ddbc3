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
		ID: 1<<63 + 5, Account: "sink", Box: 4, Key: "k", Size: 12, Time: at, Flags: mail.NewFlags(mail.Seen), Sharers: 2, ModSeq: 9, Selected: true,
		Envelope: &mail.Envelope{
			ReversePath: "a@example.org", Params: []mail.Param{{Name: "SIZE", Value: "12"}},
			Recipients: []mail.Recipient{{Original: "x@y", Final: "sink@mailsink.test", External: true, Trace: []mail.Step{{Table: "t", Line: 1, From: "x@y", To: []mail.Address{"z"}}}}},
			Client:     mail.Client{Address: "127.0.0.1:5", Hello: "h", Protocol: "ESMTPSA", TLS: "TLS 1.3", Identity: "ann", Session: "s"},
		},
		Summary: &mail.Summary{
			From: []mail.Contact{{Name: "Ann", Address: "a@example.org"}}, To: []mail.Contact{}, Cc: nil, ReplyTo: []mail.Contact{{Address: "x"}},
			Subject: "Grüße ✓", MessageID: "m@x", Date: at, Snippet: "text", Attachments: 3, HTML: true, Defects: 1, Partial: true,
		},
	}}
}

// both decodes b in both ways, and wants the same where the fast one answers.
func both(t *testing.T, c *Codec, b []byte) (fast bool) {
	t.Helper()
	d, ok := newSwift(c.dec).delivered(b)
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
	bare := Record{Delivered: &Delivered{Envelope: &mail.Envelope{}, Summary: &mail.Summary{}}}
	for _, rec := range []Record{full(), bare, {Delivered: &Delivered{Time: time.Unix(1, 0).UTC(), Envelope: full().Delivered.Envelope, Summary: &mail.Summary{}}}} {
		b, err := c.Encode(rec)
		if err != nil {
			t.Fatal(err)
		}
		if !both(t, c, b) && !reflect.DeepEqual(rec, bare) {
			t.Errorf("%+v is not read fast", rec.Delivered)
		}
		for i := range b { // whatever is damaged
			for _, o := range []byte{0, 0x18, 0x5f, 0x7f, 0x80, 0xa0, 0xf6, 0xff, b[i] ^ 1, b[i] + 32} {
				spoilt := append([]byte(nil), b...)
				spoilt[i] = o
				both(t, c, spoilt)
			}
		}
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
	f.Fuzz(func(t *testing.T, b []byte) { both(t, c, b) })
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
