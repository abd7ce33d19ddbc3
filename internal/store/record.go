package store

import (
	"fmt"
	"sync"
	"time"

	"github.com/fxamacker/cbor/v2"

	"mailsink/internal/mail"
)

// A Record is one thing that happened to the sink. Exactly one of the
// pointers is set. A record is never changed once written, save by
// compaction, which keeps its meaning.
type Record struct {
	Pos        Pos         `cbor:"-"`
	Opened     *Opened     `cbor:"1,keyasint,omitempty"`
	Delivered  *Delivered  `cbor:"2,keyasint,omitempty"`
	Copied     *Copied     `cbor:"3,keyasint,omitempty"`
	Flagged    *Flagged    `cbor:"4,keyasint,omitempty"`
	Expunged   *Expunged   `cbor:"5,keyasint,omitempty"`
	Created    *Created    `cbor:"6,keyasint,omitempty"`
	Renamed    *Renamed    `cbor:"7,keyasint,omitempty"`
	Removed    *Removed    `cbor:"8,keyasint,omitempty"`
	Subscribed *Subscribed `cbor:"9,keyasint,omitempty"`
	Limited    *Limited    `cbor:"10,keyasint,omitempty"`
	Dropped    *Dropped    `cbor:"11,keyasint,omitempty"`
	Annotated  *Annotated  `cbor:"12,keyasint,omitempty"`
}

// Kinds returns how many of the pointers are set: 1, unless a newer writer
// wrote a kind that is not known, or the record is none.
func (r Record) Kinds() int {
	n := 0
	for _, set := range []bool{
		r.Opened != nil, r.Delivered != nil, r.Copied != nil, r.Flagged != nil, r.Expunged != nil, r.Created != nil,
		r.Renamed != nil, r.Removed != nil, r.Subscribed != nil, r.Limited != nil, r.Dropped != nil, r.Annotated != nil,
	} {
		if set {
			n++
		}
	}
	return n
}

type (
	// Opened begins the journal and fixes UIDVALIDITY for the sink. Only
	// the first one counts.
	Opened struct {
		UIDValidity uint32 `cbor:"1,keyasint"`
	}
	// Delivered puts a message into a mailbox: INBOX for mail that came in,
	// any other for APPEND. The account is made if there is none.
	Delivered struct {
		ID       mail.ID        `cbor:"1,keyasint"`
		Account  string         `cbor:"2,keyasint"`
		Box      mail.BoxID     `cbor:"3,keyasint,omitempty"`
		Key      string         `cbor:"4,keyasint"`
		Size     int64          `cbor:"5,keyasint"`
		Time     time.Time      `cbor:"6,keyasint"` // internal date
		Flags    mail.Flags     `cbor:"7,keyasint,omitempty"`
		Envelope *mail.Envelope `cbor:"8,keyasint"`
		Summary  *mail.Summary  `cbor:"9,keyasint"`
		// Sharers is how many messages have this content, counting this
		// one, at this point of the journal; 0 means 1.
		Sharers int `cbor:"10,keyasint,omitempty"`
		// ModSeq is that of the last change; set by compaction alone.
		ModSeq mail.ModSeq `cbor:"11,keyasint,omitempty"`
		// Selected says that something other than a final address chose
		// the account: one that is dropped when it is not used any more.
		Selected bool `cbor:"12,keyasint,omitempty"`
		// Saved is when the message came into its mailbox, in Unix seconds,
		// where that is not its internal date; 0 otherwise.
		Saved int64 `cbor:"13,keyasint,omitempty"`
		// Own is the UID in a mailbox that a client made; set by compaction
		// alone. Without it the message gets the next one.
		Own mail.UID `cbor:"14,keyasint,omitempty"`
	}
	// Copied makes a new message of an old one, in another mailbox. A
	// moved one keeps its ID, and the old one goes (RFC 6851).
	Copied struct {
		From    mail.UID   `cbor:"1,keyasint"`
		ID      mail.ID    `cbor:"2,keyasint"`
		Account string     `cbor:"3,keyasint"`
		Box     mail.BoxID `cbor:"4,keyasint,omitempty"`
		Move    bool       `cbor:"5,keyasint,omitempty"`
		Saved   int64      `cbor:"6,keyasint,omitempty"` // as in Delivered
	}
	// Flagged changes the flags of messages (IMAP STORE).
	Flagged struct {
		UIDs  mail.UIDSet `cbor:"1,keyasint"`
		Op    FlagOp      `cbor:"2,keyasint"`
		Flags mail.Flags  `cbor:"3,keyasint"`
	}
	// Expunged removes messages for good; where Unpinned is set, only those
	// that are not \Flagged.
	Expunged struct {
		UIDs     mail.UIDSet `cbor:"1,keyasint"`
		Unpinned bool        `cbor:"2,keyasint,omitempty"`
	}
	// Created makes a mailbox; its BoxID is the position of the record.
	Created struct {
		Account string `cbor:"1,keyasint"`
		Name    string `cbor:"2,keyasint"`
		// Used is when a selected account was last delivered to; set by
		// compaction alone.
		Used time.Time `cbor:"3,keyasint,omitzero"`
		// Next is the next UID of the mailbox; set by compaction alone.
		Next mail.UID `cbor:"4,keyasint,omitempty"`
	}
	// Renamed gives a mailbox another name.
	Renamed struct {
		Account string     `cbor:"1,keyasint"`
		Box     mail.BoxID `cbor:"2,keyasint"`
		Name    string     `cbor:"3,keyasint"`
	}
	// Removed deletes a mailbox with all messages in it.
	Removed struct {
		Account string     `cbor:"1,keyasint"`
		Box     mail.BoxID `cbor:"2,keyasint"`
	}
	// Annotated sets what a client wrote to a mailbox or an account (RFC
	// 5464); an empty value takes it away.
	Annotated struct {
		Account string     `cbor:"1,keyasint"`
		Box     mail.BoxID `cbor:"2,keyasint,omitempty"`
		Entry   string     `cbor:"3,keyasint"`
		Value   string     `cbor:"4,keyasint,omitempty"`
	}
	// Subscribed adds a name to the subscriptions of an account, or takes
	// it away (RFC 9051 §6.3.7).
	Subscribed struct {
		Account string `cbor:"1,keyasint"`
		Name    string `cbor:"2,keyasint"`
		On      bool   `cbor:"3,keyasint"`
	}
	// Limited sets what is kept from here on. Zero means no limit. Since
	// is set by compaction alone: up to there, nothing more needs to go.
	Limited struct {
		Messages int           `cbor:"1,keyasint,omitempty"`
		Bytes    int64         `cbor:"2,keyasint,omitempty"`
		Age      time.Duration `cbor:"3,keyasint,omitempty"`
		Since    Pos           `cbor:"4,keyasint,omitempty"`
		Accounts []Limit       `cbor:"5,keyasint,omitempty"`
	}
	// Dropped removes the messages of an account up to and including
	// Through, and the account too unless later ones are left.
	Dropped struct {
		Account string `cbor:"1,keyasint"`
		Through Pos    `cbor:"2,keyasint"`
	}
)

// A FlagOp says what Flagged does with its flags.
type FlagOp uint8

// The ways to change flags (RFC 9051 §6.4.6: FLAGS, +FLAGS, -FLAGS).
const (
	SetFlags FlagOp = iota
	AddFlags
	RemoveFlags
)

// A Codec turns records into octets and back, in CBOR (RFC 8949) with small
// integer keys: unknown keys are passed over, so that a newer writer does not
// stop an older reader.
type Codec struct {
	enc    cbor.EncMode
	dec    cbor.DecMode
	swifts sync.Pool // of *swift
}

// NewCodec returns a codec, which is safe for concurrent use.
func NewCodec() (*Codec, error) {
	enc, err := cbor.EncOptions{Time: cbor.TimeRFC3339NanoUTC}.EncMode()
	if err != nil {
		return nil, fmt.Errorf("store: codec: %w", err)
	}
	dec, err := cbor.DecOptions{
		MaxNestedLevels: 16, MaxArrayElements: maxElements, MaxMapPairs: 64,
		IndefLength: cbor.IndefLengthForbidden, UTF8: cbor.UTF8DecodeInvalid,
	}.DecMode()
	if err != nil {
		return nil, fmt.Errorf("store: codec: %w", err)
	}
	return &Codec{enc: enc, dec: dec, swifts: sync.Pool{New: func() any { return newSwift(dec) }}}, nil
}

// maxElements bounds what a damaged length can make the decoder allocate.
const maxElements = 1 << 22

// Encode returns the octets of rec. The position is not among them.
func (c *Codec) Encode(rec Record) ([]byte, error) {
	b, err := c.enc.Marshal(rec)
	if err != nil {
		return nil, fmt.Errorf("store: encode record: %w", err)
	}
	return b, nil
}

// Decode returns the record at pos that b holds.
func (c *Codec) Decode(pos Pos, b []byte) (Record, error) {
	s := c.swifts.Get().(*swift)
	d, ok := s.delivered(b)
	c.swifts.Put(s)
	if ok {
		return Record{Pos: pos, Delivered: d}, nil
	}
	return c.decode(pos, b)
}

// decode reads any record.
func (c *Codec) decode(pos Pos, b []byte) (Record, error) {
	rec := Record{}
	if err := c.dec.Unmarshal(b, &rec); err != nil {
		return Record{}, fmt.Errorf("store: record %d cannot be read: %w", pos, err)
	}
	rec.Pos = pos
	return rec, nil
}
