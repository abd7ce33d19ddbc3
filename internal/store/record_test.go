package store_test

import (
	"reflect"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

func codec(t testing.TB) *store.Codec {
	t.Helper()
	c, err := store.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sample() store.Record {
	return store.Record{Delivered: &store.Delivered{
		ID: 7, Account: "sink", Key: "k", Size: 3, Time: time.Date(2026, 11, 21, 1, 2, 3, 4, time.UTC),
		Envelope: &mail.Envelope{Recipients: []mail.Recipient{{Original: "a@b.test", Final: "sink@mailsink.test"}}},
		Summary:  &mail.Summary{Subject: "s"},
	}}
}

func TestEveryTruncatedRecordIsRefusedOrWhole(t *testing.T) {
	c := codec(t)
	b, err := c.Encode(sample())
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(b) {
		if rec, err := c.Decode(1, b[:n]); err == nil {
			t.Errorf("%d of %d octets were read as %+v", n, len(b), rec)
		}
	}
}

func TestUnknownFieldsOfANewerWriterArePassedOver(t *testing.T) {
	// {5: {1: []}, 99: "new"}: an expunge and a field of the future.
	rec, err := codec(t).Decode(4, []byte{0xa2, 0x05, 0xa1, 0x01, 0x80, 0x18, 0x63, 0x63, 'n', 'e', 'w'})
	if err != nil || rec.Expunged == nil || rec.Pos != 4 {
		t.Errorf("got %+v, %v", rec, err)
	}
}

func FuzzDecode(f *testing.F) {
	c := codec(f)
	b, err := c.Encode(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{0xa1, 0x05, 0xa1, 0x01, 0x9a, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		rec, err := c.Decode(1, b)
		if err != nil {
			return
		}
		again, err := c.Encode(rec)
		if err != nil {
			t.Fatalf("a decoded record cannot be encoded: %v", err)
		}
		back, err := c.Decode(1, again)
		if err != nil || !reflect.DeepEqual(rec, back) {
			t.Fatalf("%+v came back as %+v, %v", rec, back, err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	c := codec(b)
	octets, err := c.Encode(sample())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Decode(1, octets); err != nil {
			b.Fatal(err)
		}
	}
}
