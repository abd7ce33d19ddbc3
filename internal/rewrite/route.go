package rewrite

import "strconv"

// Step is one rewriting on the way from a forward-path to its final addresses.
type Step struct {
	Table string   `json:"table"` // as the configuration names it: "regexp:virtual"
	Line  int      `json:"line"`  // first line of the rule; 0 where the table has no lines
	From  string   `json:"from"`  // the address that was asked
	To    []string `json:"to"`    // what it became, in order
}

// Reply is what an SMTP client is told about a recipient (RFC 5321 §4.2,
// RFC 3463).
type Reply struct {
	Code     int    `json:"code"`
	Enhanced string `json:"enhanced"` // "2.1.5"; empty only in the zero Reply
	Text     string `json:"text"`
}

// Accepted reports whether the reply lets the transaction go on.
func (r Reply) Accepted() bool { return r.Code >= 200 && r.Code < 300 }

// String returns the reply as one SMTP line without its end: "250 2.1.5 Ok".
func (r Reply) String() string {
	if r.Code == 0 {
		return ""
	}
	return strconv.Itoa(r.Code) + " " + r.Enhanced + " " + r.Text
}

// Final is one address a recipient leads to.
type Final struct {
	Address string `json:"address"`
	// External is set where production would have delivered somewhere else
	// than here; the sink captures it all the same.
	External bool `json:"external"`
	// Transport and NextHop are how and where to production would have handed
	// the message, as transport(5) writes them: "smtp" and "[relay.example]:587"
	// or a domain, which stands for its MX. Empty where nobody says.
	Transport string `json:"transport,omitempty"`
	NextHop   string `json:"nextHop,omitempty"`
	// DeliveredTo is the alias of aliases(5) that led here; empty for none.
	DeliveredTo string `json:"deliveredTo,omitempty"`
	// Mailbox is the file of mail that would have been written to, where it may
	// grow to MailboxLimit octets; Full is the bounce where it has.
	Mailbox      string `json:"mailbox,omitempty"`
	MailboxLimit int    `json:"mailboxLimit,omitempty"`
	Full         string `json:"-"`
	// Bounce is why production would have returned the message, as an enhanced
	// status code and a text; empty where it would not.
	Bounce string `json:"bounce,omitempty"`
}

// Expansion is a recipient as the queue of Postfix holds it: both addresses
// in its internal form, local-parts without quotes.
type Expansion struct{ Original, Final string }

// Route is the whole way of one recipient.
type Route struct {
	// Finals are in the order of delivery; none where Reply or Failure refuses.
	// Addresses are in the form of RFC 5321 §4.1.2.
	Finals []Final `json:"finals"`
	Steps  []Step  `json:"steps"`
	// Reply is said at RCPT.
	Reply Reply `json:"reply"`
	// Failure is said after DATA, in place of the 250, to the whole transaction:
	// an expansion without end is only found when the message is queued. Zero
	// when there is none.
	Failure Reply `json:"failure"`
	// ReversePath is the reverse-path as sender canonical maps leave it.
	ReversePath string `json:"reversePath"`
	// HideOriginal is set where production would not say in X-Original-To what
	// RCPT named.
	HideOriginal bool `json:"hideOriginal,omitempty"`
	// Notes are what Postfix would log of the lookups.
	Notes []string `json:"notes,omitempty"`
	// Expanded is what virtual aliases made of the recipient, before aliases(5)
	// and local routing.
	Expanded []Expansion `json:"-"`
}
