package mail

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"
)

// UID identifies a message in every mailbox it is seen in (RFC 9051
// §2.3.1.1). UIDs ascend over the whole sink.
type UID uint32

// ModSeq is a version of the sink: the position in the journal of the record
// that made it (RFC 7162 §3.1).
type ModSeq uint64

// ID identifies a message for ever, across moves, restarts and nodes. Its
// text form is 13 characters of base32hex in lower case.
type ID uint64

var idText = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

// String returns the text form of id.
func (id ID) String() string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(id))
	return idText.EncodeToString(b[:])
}

// MarshalText implements [encoding.TextMarshaler].
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (id *ID) UnmarshalText(text []byte) error {
	b, err := idText.DecodeString(string(text))
	if err != nil || len(b) != 8 {
		return fmt.Errorf("mail: %.40q is not the ID of a message: 13 characters of 0-9 a-v", text)
	}
	*id = ID(binary.BigEndian.Uint64(b))
	return nil
}

// ParseID reads the text form of an ID.
func ParseID(s string) (ID, error) {
	var id ID
	err := id.UnmarshalText([]byte(s))
	return id, err
}

// A Message is one entry of a mailbox. It is immutable: a change of its flags
// makes a new Message with the same UID. Readers share it; none may write.
type Message struct {
	UID          UID
	Own          UID // in a mailbox that a client made, where they begin with 1; 0 elsewhere
	ModSeq       ModSeq
	ID           ID
	Account      string
	Box          BoxID
	InternalDate time.Time // of arrival (RFC 9051 §2.3.3)
	Size         int64     // of the content, in octets
	Flags        Flags
	Envelope     *Envelope
	Summary      *Summary
	Key          string // of the content in the store
	Saved        int64  // when it came into its mailbox, in Unix seconds; 0: with its internal date (RFC 8514)
}

// BoxID names a mailbox of an account for ever, across renaming. 0 is INBOX.
type BoxID uint64

// A Summary is what a message says about itself, as far as a list shows it.
// Encoded-words are decoded; every string is valid UTF-8 without controls.
// Everything may be missing: any octets are a message.
type Summary struct {
	From        []Contact `json:"from,omitempty" cbor:"1,keyasint,omitempty"`
	To          []Contact `json:"to,omitempty" cbor:"2,keyasint,omitempty"`
	Cc          []Contact `json:"cc,omitempty" cbor:"3,keyasint,omitempty"`
	ReplyTo     []Contact `json:"replyTo,omitempty" cbor:"4,keyasint,omitempty"`
	Subject     string    `json:"subject" cbor:"5,keyasint,omitempty"`
	MessageID   string    `json:"messageID,omitempty" cbor:"6,keyasint,omitempty"` // body of the field, without <>
	Date        time.Time `json:"date,omitzero" cbor:"7,keyasint,omitzero"`        // body of the Date field
	Snippet     string    `json:"snippet,omitempty" cbor:"8,keyasint,omitempty"`   // the first words of its text
	Attachments int       `json:"attachments,omitempty" cbor:"9,keyasint,omitempty"`
	HTML        bool      `json:"html,omitempty" cbor:"10,keyasint,omitempty"`    // has a text/html part
	Partial     bool      `json:"partial,omitempty" cbor:"12,keyasint,omitempty"` // only the beginning was read; Attachments and Defects may be more
	Defects     int       `json:"defects,omitempty" cbor:"11,keyasint,omitempty"` // how many things are wrong with it
}

// A Contact is an address with the name that a header gives it (RFC 5322
// §3.4: mailbox).
type Contact struct {
	Name    string  `json:"name,omitempty" cbor:"1,keyasint,omitempty"`
	Address Address `json:"address" cbor:"2,keyasint,omitempty"`
}

// A Flag is an IMAP system flag or keyword.
type Flag string

// The system flags of RFC 9051 §2.3.2.
const (
	Seen     Flag = `\Seen`
	Answered Flag = `\Answered`
	Flagged  Flag = `\Flagged`
	Deleted  Flag = `\Deleted`
	Draft    Flag = `\Draft`
)

// IsTag reports whether f is a keyword that a person gave, not one of a
// protocol: those begin with a backslash or a dollar sign.
func (f Flag) IsTag() bool {
	return !strings.HasPrefix(string(f), `\`) && !strings.HasPrefix(string(f), "$")
}

// Flags is a sorted set of flags. It is never changed in place.
type Flags []Flag

// NewFlags returns the set of the given flags.
func NewFlags(flags ...Flag) Flags { return Flags(nil).With(flags...) }

// Has reports whether f is in the set.
func (fs Flags) Has(f Flag) bool {
	_, ok := slices.BinarySearch(fs, f)
	return ok
}

// With returns the set with the given flags added.
func (fs Flags) With(add ...Flag) Flags {
	out := append(slices.Clone(fs), add...)
	slices.Sort(out)
	return slices.Compact(out)
}

// Without returns the set with the given flags removed.
func (fs Flags) Without(remove ...Flag) Flags {
	return slices.DeleteFunc(slices.Clone(fs), func(f Flag) bool { return slices.Contains(remove, f) })
}
