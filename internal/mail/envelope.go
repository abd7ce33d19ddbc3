package mail

// An Envelope is what a mail transaction says about a message, as opposed to
// what the message says about itself (RFC 5321 §2.3.1). All of it is kept:
// a message that nobody sent to this address in its header, a Bcc, is found
// by its envelope alone.
type Envelope struct {
	ReversePath Address     `json:"reversePath" cbor:"1,keyasint"`
	Params      []Param     `json:"params,omitempty" cbor:"2,keyasint,omitempty"` // of MAIL, as given
	Recipients  []Recipient `json:"recipients" cbor:"3,keyasint"`
	Client      Client      `json:"client" cbor:"4,keyasint"`

	// Where tables rewrote the reverse-path: as MAIL gave it, and by which
	// rules. Empty where ReversePath is what was given.
	OriginalReversePath Address `json:"originalReversePath,omitempty" cbor:"5,keyasint,omitempty"`
	ReverseTrace        []Step  `json:"reverseTrace,omitempty" cbor:"6,keyasint,omitempty"`
}

// A Recipient is one forward-path of a transaction and where it led.
type Recipient struct {
	Original Address `json:"original" cbor:"1,keyasint"`                   // as given in RCPT TO
	Params   []Param `json:"params,omitempty" cbor:"2,keyasint,omitempty"` // of RCPT, as given
	Final    Address `json:"final" cbor:"3,keyasint"`                      // as rewritten
	Trace    []Step  `json:"trace,omitempty" cbor:"4,keyasint,omitempty"`  // the rules that rewrote it, in order
	External bool    `json:"external,omitempty" cbor:"5,keyasint,omitempty"`
	// Delivery is what production would have done; nil where nobody said how it
	// delivers.
	Delivery *Delivery `json:"delivery,omitempty" cbor:"6,keyasint,omitempty"`
}

// A Delivery is what production, as its configuration says, would have done
// with a message for one recipient. Here it is kept in any case.
type Delivery struct {
	// Transport is how it would have been delivered, by the name that master(5)
	// has for it: "smtp", "lmtp", "virtual", "local".
	Transport string `json:"transport,omitempty" cbor:"1,keyasint,omitempty"`
	// NextHop is where it would have gone, as transport(5) writes it:
	// "[relay.example]:587", "unix:private/lmtp"; a domain stands for its MX.
	NextHop string `json:"nextHop,omitempty" cbor:"2,keyasint,omitempty"`
	// Bounce is why it would have been returned, as an enhanced status code
	// (RFC 3463) and a text.
	Bounce string `json:"bounce,omitempty" cbor:"3,keyasint,omitempty"`
	// DeliveredTo is the body of its Delivered-To field (RFC 9228) where that
	// is not the final address: the name of an alias.
	DeliveredTo Address `json:"deliveredTo,omitempty" cbor:"4,keyasint,omitempty"`
	// OriginalHidden is set where production writes no X-Original-To.
	OriginalHidden bool `json:"originalHidden,omitempty" cbor:"5,keyasint,omitempty"`
	// Mailbox is the file of mail it would have been written to, where that may
	// grow to MailboxLimit octets only.
	Mailbox      string `json:"mailbox,omitempty" cbor:"6,keyasint,omitempty"`
	MailboxLimit int64  `json:"mailboxLimit,omitempty" cbor:"7,keyasint,omitempty"`
	// Full is the bounce for a message that does not fit into Mailbox any more.
	Full string `json:"-" cbor:"-"`
}

// A Step is one rule at work: the line of the table that turned one address
// into others.
type Step struct {
	Table string    `json:"table" cbor:"1,keyasint"` // as configured: "regexp:/etc/mailsink/sink"
	Line  int       `json:"line" cbor:"2,keyasint"`  // 0 where the table has no lines
	From  Address   `json:"from" cbor:"3,keyasint"`
	To    []Address `json:"to" cbor:"4,keyasint"`
}

// A Param is one parameter of a MAIL or RCPT command (RFC 5321 §4.1.1.11):
// SIZE=1000, SMTPUTF8.
type Param struct {
	Name  string `json:"name" cbor:"1,keyasint"`
	Value string `json:"value,omitempty" cbor:"2,keyasint,omitempty"`
}

// A Client is the other side of the connection that a message came over.
type Client struct {
	Address  string `json:"address,omitempty" cbor:"1,keyasint,omitempty"`  // ip:port, or the path of a unix socket
	Hello    string `json:"hello,omitempty" cbor:"2,keyasint,omitempty"`    // the argument of EHLO, HELO or LHLO
	Protocol string `json:"protocol,omitempty" cbor:"3,keyasint,omitempty"` // RFC 3848: SMTP, ESMTP, ESMTPSA …; HTTP, IMAP for mail that came that way
	TLS      string `json:"tls,omitempty" cbor:"4,keyasint,omitempty"`      // version and cipher suite; empty in the clear
	Identity string `json:"identity,omitempty" cbor:"5,keyasint,omitempty"` // that AUTH established (RFC 4954)
	Session  string `json:"session,omitempty" cbor:"6,keyasint,omitempty"`  // names the connection in the log
}

// A Route is the answer to one forward-path: where it leads and what the
// client is told.
type Route struct {
	Finals []Final `json:"finals"` // empty if and only if Reply refuses or there is a Failure
	Steps  []Step  `json:"steps"`
	Reply  Reply   `json:"reply"`
	// Failure, where its code is not 0, is said after the content, to the whole
	// transaction: what is only found when a message is queued. There are no
	// finals then.
	Failure Reply `json:"failure,omitzero"`
}

// Recipients returns what the forward-path of the route adds to an envelope.
func (r Route) Recipients(forwardPath Address, params []Param) []Recipient {
	list := make([]Recipient, len(r.Finals))
	for i, f := range r.Finals {
		list[i] = Recipient{Original: forwardPath, Params: params, Final: f.Address, Trace: r.Steps, External: f.External, Delivery: f.Delivery}
	}
	return list
}

// Refusal returns the reply that refuses a route, at RCPT or after the content;
// its code is 0 where nothing does.
func (r Route) Refusal() Reply {
	if r.Reply.Refuses() {
		return r.Reply
	}
	return r.Failure
}

// A Final is an address that rewriting ended in.
type Final struct {
	Address  Address `json:"address"`
	External bool    `json:"external,omitempty"` // production would have sent it elsewhere
	// Delivery is what production would have done; nil where that is not known.
	Delivery *Delivery `json:"delivery,omitempty"`
}

// A Reply is what an SMTP client is told (RFC 5321 §4.2, RFC 3463).
type Reply struct {
	Code     int    `json:"code"`     // 250
	Enhanced string `json:"enhanced"` // "2.1.5"; empty for none
	Text     string `json:"text"`
}

// Refuses reports whether r is a 4yz or 5yz reply.
func (r Reply) Refuses() bool { return r.Code >= 400 }
