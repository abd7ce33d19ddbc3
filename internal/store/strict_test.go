package store_test

import (
	"testing"

	"github.com/fxamacker/cbor/v2"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

func TestAStrictReaderKnowsWhatACodecKeeps(t *testing.T) {
	codec, err := store.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	strict, err := store.NewStrict()
	if err != nil {
		t.Fatal(err)
	}
	known, err := codec.Encode(store.Record{Delivered: &store.Delivered{ID: 1, Account: "ann", Envelope: &mail.Envelope{}, Summary: &mail.Summary{Subject: "x"}}})
	if err != nil {
		t.Fatal(err)
	}
	var fields map[uint64]map[uint64]any
	if err := cbor.Unmarshal(known, &fields); err != nil {
		t.Fatal(err)
	}
	fields[2][99] = "of a newer release"
	more, err := cbor.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	other, err := cbor.Marshal(map[uint64]map[uint64]any{99: {1: "of a newer release"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		octets []byte
		want   bool
	}{"of this release": {known, true}, "a field more": {more, false}, "another kind": {other, false}, "none": {nil, false}} {
		if got := strict.Knows(c.octets); got != c.want {
			t.Errorf("%s: known %t, want %t", name, got, c.want)
		}
		if _, err := codec.Decode(1, c.octets); err != nil && c.octets != nil {
			t.Errorf("%s: a codec refuses it: %v", name, err)
		}
	}
}
