package store

import (
	"slices"
	"strings"
	"time"
)

// A Limit is what is kept of an account. Zero means no limit.
type Limit struct {
	Account  string        `cbor:"1,keyasint"` // Each for every account without a limit of its own
	Messages int           `cbor:"2,keyasint,omitempty"`
	Bytes    int64         `cbor:"3,keyasint,omitempty"` // octets of content
	Age      time.Duration `cbor:"4,keyasint,omitempty"`
}

// Each is the Account of a Limit for every account that has none of its own.
const Each = "*"

// Total returns the limits of all accounts together.
func (l Limited) Total() Limit { return Limit{Messages: l.Messages, Bytes: l.Bytes, Age: l.Age} }

// Of returns the limit of an account. ok is false if it has none.
func (l Limited) Of(account string) (limit Limit, ok bool) {
	for _, a := range l.Accounts {
		switch {
		case strings.EqualFold(a.Account, account):
			return a, true
		case a.Account == Each:
			limit, ok = a, true
		}
	}
	return limit, ok
}

// AgeOf returns how old messages of an account may become, 0 for any age.
func (l Limited) AgeOf(account string) time.Duration {
	own, _ := l.Of(account)
	if own.Age == 0 || l.Age > 0 && l.Age < own.Age {
		return l.Age
	}
	return own.Age
}

// Ages reports whether any message may become too old.
func (l Limited) Ages() bool {
	return l.Age > 0 || slices.ContainsFunc(l.Accounts, func(a Limit) bool { return a.Age > 0 })
}

// Equal reports whether both ask for the same.
func (l Limited) Equal(o Limited) bool {
	return l.Total() == o.Total() && l.Since == o.Since && slices.Equal(l.Accounts, o.Accounts)
}
