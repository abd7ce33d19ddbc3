package faults

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// A Stage is a point of a session where something can go wrong.
type Stage string

// The stages, in the order in which a session meets them.
const (
	Connect Stage = "connect" // before the greeting
	Ehlo    Stage = "ehlo"    // EHLO, HELO, LHLO
	Auth    Stage = "auth"    // AUTH with credentials that would be let in
	Mail    Stage = "mail"    // MAIL
	Rcpt    Stage = "rcpt"    // RCPT
	Data    Stage = "data"    // DATA, or the first BDAT
	End     Stage = "end"     // after the last octet of content
)

// A Rule is one fault and when it happens. The zero value of each condition
// matches everything, that of each effect does nothing.
type Rule struct {
	Name  string `json:"name,omitempty"`
	Stage Stage  `json:"stage,omitempty"` // "rcpt" if empty; "end" for Bounce and Duplicate

	// Whom it concerns: addresses and names with * for anything, or a
	// regular expression between slashes. "<>" is the null reverse-path.
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Client string `json:"client,omitempty"` // CIDR, an address, or "unix"
	Hello  string `json:"hello,omitempty"`
	User   string `json:"user,omitempty"` // that AUTH established

	MinSize int64 `json:"minSize,omitempty"` // octets: of the content at "end", before as SIZE= said
	MaxSize int64 `json:"maxSize,omitempty"`

	// Which of the matches: all that are set must agree.
	Nth         int     `json:"nth,omitempty"`         // only this one, from 1
	Every       int     `json:"every,omitempty"`       // every so many
	First       int     `json:"first,omitempty"`       // so many at first, then none
	Probability float64 `json:"probability,omitempty"` // from 0 to 1
	Seed        uint64  `json:"seed,omitempty"`        // of Probability

	// What happens.
	Reply     string   `json:"reply,omitempty"`     // "450", "450 4.2.0 Try later"
	Delay     Duration `json:"delay,omitzero"`      // before the reply
	Rate      int      `json:"rate,omitempty"`      // octets a second, from here on
	Drop      bool     `json:"drop,omitempty"`      // the connection is closed without a reply
	Keep      bool     `json:"keep,omitempty"`      // Drop at "end": the message is kept nonetheless
	Greylist  int      `json:"greylist,omitempty"`  // refuse the first so many of each client, sender and recipient
	Limit     string   `json:"limit,omitempty"`     // "3/1m": refuse what exceeds three a minute
	Full      bool     `json:"full,omitempty"`      // the mailbox is full
	Bounce    string   `json:"bounce,omitempty"`    // accept, then report this reply to the reverse-path
	Duplicate int      `json:"duplicate,omitempty"` // keep so many more copies
}

// A Duration is written as "5s" or "1m30s".
type Duration time.Duration

// MarshalText implements [encoding.TextMarshaler].
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%.40q is not a time; write 5s or 1m30s", text)
	}
	*d = Duration(v)
	return nil
}

// A Config is all that a Set obeys, in the form of the file and the API.
type Config struct {
	MagicAddresses bool   `json:"magicAddresses"`
	Rules          []Rule `json:"rules"`
}

// Parse reads a Config from JSON. A member that it does not know is a
// mistake. The rules are checked by [Set.Replace].
func Parse(text []byte) (Config, error) {
	var c Config
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil {
		return Config{}, fmt.Errorf("faults: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Config{}, errors.New("faults: something follows the end of the object")
	}
	return c, nil
}

// maxDelay is longer than any client waits.
const maxDelay = 10 * time.Minute

// stage returns where r belongs, also if it does not say.
func (r *Rule) stage() Stage {
	switch {
	case r.Stage != "":
		return r.Stage
	case r.Bounce != "" || r.Duplicate > 0:
		return End
	}
	return Rcpt
}

// check finds what a rule cannot mean.
func (r *Rule) check() error {
	stage := r.stage()
	switch {
	case order(stage) < 0:
		return fmt.Errorf("stage %.40q is none; write connect, ehlo, auth, mail, rcpt, data or end", r.Stage)
	case order(stage) < order(Mail) && (r.From != "" || r.To != ""):
		return fmt.Errorf("at %s nobody has said yet who sends to whom; leave from and to out", stage)
	case stage == Mail && r.To != "":
		return errors.New("at mail nobody has said yet whom it is for; leave to out, or use stage rcpt")
	case stage != End && (r.Bounce != "" || r.Duplicate > 0 || r.Keep):
		return errors.New("bounce, duplicate and keep need stage end")
	case r.Keep && !r.Drop:
		return errors.New("keep goes with drop")
	case !r.acts():
		return errors.New("nothing happens; say reply, delay, rate, drop, greylist, limit, full, bounce or duplicate")
	}
	return r.checkNumbers()
}

func (r *Rule) checkNumbers() error {
	switch d := time.Duration(r.Delay); {
	case d < 0 || d > maxDelay:
		return errors.New("delay must be between 0s and 10m")
	case r.Probability < 0 || r.Probability > 1:
		return errors.New("probability must be between 0 and 1")
	case min(r.Nth, r.Every, r.First, r.Rate, r.Greylist, r.Duplicate) < 0 || min(r.MinSize, r.MaxSize) < 0:
		return errors.New("numbers must not be negative")
	case r.Duplicate > 100:
		return errors.New("duplicate must be at most 100")
	}
	return nil
}

func (r *Rule) acts() bool {
	return r.Reply != "" || r.Delay != 0 || r.Rate > 0 || r.Drop || r.Greylist > 0 || r.Limit != "" || r.Full || r.Bounce != "" || r.Duplicate > 0
}

// order returns the position of stage in a session, -1 for none.
func order(stage Stage) int {
	for i, s := range []Stage{Connect, Ehlo, Auth, Mail, Rcpt, Data, End} {
		if s == stage {
			return i
		}
	}
	return -1
}
