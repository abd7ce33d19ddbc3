package mail

import (
	"strconv"
	"strings"
)

// An Answer says in full where an address goes. It is what mailsink query
// prints and what /v1/rules/query replies.
type Answer struct {
	Address Address `json:"address"` // as it was asked
	Reply   string  `json:"reply"`   // to RCPT
	// Failure is what the whole transaction is told after its content, where
	// that is only refused then.
	Failure string    `json:"failure,omitempty"`
	Final   []Address `json:"final"` // in order; empty if the address is refused
	Steps   []Step    `json:"steps"`
	Error   string    `json:"error"` // the text of the reply that refuses; empty for none
	// Accounts are in the order of Final.
	Accounts []AccountOf `json:"accounts"`
	// ReversePath is what the reverse-path of the question is rewritten to, by
	// ReverseSteps; empty where it stays as it is.
	ReversePath  Address `json:"reversePath,omitempty"`
	ReverseSteps []Step  `json:"reverseSteps,omitempty"`
}

// A Lookup is one question to a table on the way of an address, whether or not
// it was answered.
type Lookup struct {
	Table   string  `json:"table"` // as the configuration names it
	Key     string  `json:"key"`
	Found   bool    `json:"found"`
	Line    int     `json:"line,omitempty"` // of the rule that answered
	Value   string  `json:"value,omitempty"`
	Skipped bool    `json:"skipped,omitempty"` // the key is a part of an address, which tables of this type are not asked about
	Error   string  `json:"error,omitempty"`   // why the table could not answer
	Tried   []Tried `json:"tried,omitempty"`   // rules of a table of patterns, in order, up to the one that answered
}

// Tried is what became of one rule of a table of patterns.
type Tried struct {
	Line    int    `json:"line"`
	Pattern string `json:"pattern"`
	Matched bool   `json:"matched"`
	If      bool   `json:"if,omitempty"` // without a match, all up to its endif is passed over
}

// An AccountOf says in which account the mail for a final address is kept, and
// what production would have done with it.
type AccountOf struct {
	Address Address `json:"address"`
	Account string  `json:"account"`
	// External is the next hop of mail that production would have handed to
	// another system; empty for mail that it would have kept.
	External string `json:"external,omitempty"`
	Delivery
}

// AnswerOf returns the answer that a route gives, in a sink that keeps mail for
// an address in the account that account names.
func AnswerOf(address Address, r Route, account func(Address) string) Answer {
	a := Answer{Address: address, Reply: r.Reply.String(), Failure: r.Failure.String(), Final: []Address{}, Steps: r.Steps, Accounts: []AccountOf{}}
	if a.Steps == nil {
		a.Steps = []Step{}
	}
	for _, f := range r.Finals {
		a.Final = append(a.Final, f.Address)
		kept := AccountOf{Address: f.Address, Account: account(f.Address)}
		if f.Delivery != nil {
			kept.Delivery = *f.Delivery
		}
		if f.External {
			kept.External = kept.NextHop
		}
		a.Accounts = append(a.Accounts, kept)
	}
	a.Error = r.Refusal().Text
	return a
}

// Accepted reports whether mail for the address would be taken in.
func (a Answer) Accepted() bool { return a.Error == "" }

// String returns the account as a person reads it.
func (a AccountOf) String() string {
	s := string(a.Address) + ", account " + a.Account
	if a.External != "" {
		s += ", external: would have gone to " + a.Destination()
	}
	if a.Bounce != "" {
		s += ", would have been returned: " + a.Bounce
	}
	return s
}

// Destination says in words how and where to a message would have been handed:
// "partner.test (smtp, by its MX)", "[relay.example]:587 (smtp)".
func (d Delivery) Destination() string {
	switch {
	case d.Transport == "":
		return d.NextHop
	case d.NextHop == "":
		return d.Transport
	case strings.ContainsAny(d.NextHop, "[/"): // a host, or a path: no MX is asked (RFC 5321 §5.1)
		return d.NextHop + " (" + d.Transport + ")"
	}
	return d.NextHop + " (" + d.Transport + ", by its MX)"
}

// String returns the reply as one SMTP line without its end: "250 2.1.5 Ok";
// empty for the zero Reply.
func (r Reply) String() string {
	if r.Code == 0 {
		return ""
	}
	text := strconv.Itoa(r.Code)
	if r.Enhanced != "" {
		text += " " + r.Enhanced
	}
	return text + " " + r.Text
}
