package rewrite

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"
)

// Router answers where recipients go. It never changes and is safe for
// concurrent use.
type Router struct {
	config  Config
	postfix Postfix // what it says, or its defaults
	classes bool    // classes of domains decide who is accepted
	form    form

	virtual                                                            tableList
	localDomains, aliasDomains, mailboxDomains, relayDomains           domainList
	localRecipients, mailboxRecipients, relayRecipients                tableList
	canonicalAll, canonicalRecipient, canonicalSender                  tableList
	recipientBcc, senderBcc, transport, relocated, aliases, commandMap tableList
	senderRelay, senderTransport                                       tableList
	access                                                             map[string]tableList
	sendmail                                                           *sendmailTables
	files                                                              []string
}

// Open reads the tables that c names. The warnings name traps and, where c is
// lenient, mistakes; the error joins every mistake, each as "file:line: sentence".
func Open(ctx context.Context, c Config) (*Router, []Warning, error) {
	c.refuseDuplicates = true
	o := newOpener(ctx, &c)
	o.raw = c.Postfix == nil
	r := newRouter(c)
	if len(c.VirtualAliasMaps) == 0 && c.Postfix == nil && c.Sendmail == nil {
		t, err := parseRules("default", "default", regexpDialect(), splitLines(DefaultTable), &o.report)
		if err != nil {
			return nil, nil, err
		}
		r.virtual = tableList{t}
	} else {
		r.virtual = o.tables(c.VirtualAliasMaps)
	}
	if c.Postfix != nil {
		r.openPostfix(o)
	}
	if c.Sendmail != nil {
		r.sendmail = o.sendmail(c.Sendmail)
	}
	r.files = append(o.files, c.Files...)
	if err := errors.Join(o.refused...); err != nil {
		return nil, o.report.warnings, err
	}
	if !c.Lenient {
		if err := errors.Join(o.report.mistakes()...); err != nil {
			return nil, o.report.warnings, err
		}
	}
	return r, o.report.warnings, nil
}

func newRouter(c Config) *Router {
	r := &Router{config: c, classes: c.Postfix != nil, postfix: Postfix{
		MyOrigin: c.domain(), MyHostname: c.domain(), MyDestination: []string{c.domain()},
		AppendAtMyOrigin: true, SwapBangpath: true, AllowPercentHack: true, OwnerRequestSpecial: true,
		RecursionLimit: 1000, ExpansionLimit: 1000, AddressLengthLimit: 1000,
		PropagateUnmatched: []string{"canonical", "virtual"},
	}}
	if c.Postfix != nil {
		r.postfix = *c.Postfix
	}
	p := &r.postfix
	r.form = form{
		origin: p.MyOrigin, domain: p.MyDomain, atOrigin: p.AppendAtMyOrigin, dotDomain: p.AppendDotMyDomain,
		swapBangpath: p.SwapBangpath, percentHack: p.AllowPercentHack,
	}
	if !r.classes {
		r.localDomains = domainList{entries: []domainEntry{{domain: fold(c.domain(), false)}}}
	}
	return r
}

// openPostfix opens what only a main.cf names.
func (r *Router) openPostfix(o *opener) {
	p := &r.postfix
	r.localDomains = o.domains(p.MyDestination, false)
	r.aliasDomains = o.domains(p.VirtualAliasDomains, false)
	r.mailboxDomains = o.domains(p.VirtualMailboxDomains, false)
	r.relayDomains = o.domains(p.RelayDomains, true)
	r.localRecipients = o.localRecipients(p.LocalRecipientMaps, p.AliasMaps)
	r.mailboxRecipients = o.tables(p.VirtualMailboxMaps)
	r.relayRecipients = o.tables(p.RelayRecipientMaps)
	r.canonicalAll = o.tables(p.CanonicalMaps)
	r.canonicalRecipient = o.tables(p.RecipientCanonicalMaps)
	r.canonicalSender = o.tables(p.SenderCanonicalMaps)
	r.recipientBcc = o.tables(p.RecipientBccMaps)
	r.senderBcc = o.tables(p.SenderBccMaps)
	r.transport = o.tables(p.TransportMaps)
	r.relocated = o.tables(p.RelocatedMaps)
	r.senderRelay = o.tables(p.Transports.SenderRelayhostMaps)
	r.senderTransport = o.tables(p.Transports.SenderDefaultMaps)
	r.commandMap = o.tables(p.CommandFilter)
	r.aliases = o.aliasTables(p.AliasMaps)
	r.access = o.accessTables(p.RelayRestrictions, p.RecipientRestrictions)
}

// Files returns the files that the tables were read from, and those that
// Config.Files names.
func (r *Router) Files() []string { return append([]string(nil), r.files...) }

// Door returns what the main.cf says about the door that mail comes in by.
func (r *Router) Door() Door { return r.postfix.Door }

// trip is one Route call.
type trip struct {
	ctx   context.Context // of the call
	r     *Router
	steps stepLog
	notes []string
	from  string // the reverse-path, as canonical tables leave it

	discarded bool   // an access table says DISCARD
	redirect  string // an access table says REDIRECT
}

// maxRoute is how long one recipient may take; after that it is told to come
// back later.
const maxRoute = 30 * time.Second

// replyOK is the reply to a recipient that is accepted.
func replyOK() Reply { return Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"} }

// Route returns the way of one recipient of a transaction. It always returns,
// whatever the strings and the tables hold.
func (r *Router) Route(ctx context.Context, reversePath, forwardPath string) Route {
	ctx, cancel := context.WithTimeout(ctx, maxRoute)
	defer cancel()
	q := &trip{ctx: ctx, r: r}
	if r.sendmail != nil {
		return q.routeSendmail(reversePath, forwardPath).handed()
	}
	route := Route{ReversePath: reversePath, HideOriginal: r.postfix.HideOriginal}
	if r.rewritesSenders() {
		q.from, _ = q.sender(reversePath) // its failure is the transaction's: Sender says it
		route.ReversePath = reversePathOf(q.from)
		q.steps = nil
	}
	reply := q.recipient(forwardPath, &route)
	if r.postfix.SoftBounce {
		reply = reply.softened()
	}
	route.Reply, route.Steps, route.Notes = reply, q.steps, q.notes
	if !reply.Accepted() || route.Failure.Code != 0 {
		route.Finals, route.Expanded = nil, nil
	}
	return route
}

// handed says of finals of Sendmail that would leave how they would.
func (r Route) handed() Route {
	for i, f := range r.Finals {
		if f.External && f.NextHop == "" {
			_, domain, _ := split(f.Address)
			r.Finals[i].Transport, r.Finals[i].NextHop = "esmtp", domain
		}
	}
	return r
}

// recipient answers RCPT and, where that is accepted, expands the address.
func (q *trip) recipient(forwardPath string, route *Route) Reply {
	path := q.filtered(forwardPath)
	if word := surplus(path); word != "" && q.r.classes {
		return Reply{555, "5.5.4", "Unsupported option: " + word}
	}
	p, ok := parsePath(path)
	if !ok || q.r.classes && !q.valid(path, p) {
		return Reply{501, "5.1.3", "Bad recipient address syntax"}
	}
	if q.r.classes && !q.r.config.NoSMTPUTF8 && !utf8.ValidString(path) {
		return Reply{500, "5.5.2", "Error: bad UTF-8 syntax"}
	}
	addr := q.r.form.complete(p)
	if q.r.classes {
		if reply := q.check(p.typed(), addr); !reply.Accepted() {
			return reply
		}
	}
	q.deliver(p.typed(), addr, route)
	return q.errorReply(route, p.typed())
}

// errorReply turns a failure that plain tables meet into the reply at RCPT:
// only with classes is there a check before the expansion.
func (q *trip) errorReply(route *Route, typed string) Reply {
	if q.r.classes || route.Failure.Code == 0 || route.Failure.Enhanced == "4.6.0" {
		return replyOK()
	}
	reply := route.Failure
	route.Failure = Reply{}
	if reply.Enhanced == "4.3.0" {
		reply.Text = "<" + typed + ">: Temporary lookup failure"
	}
	return reply
}

// softened is what soft_bounce makes of a refusal.
func (r Reply) softened() Reply {
	if r.Code >= 500 {
		r.Code -= 100
		r.Enhanced = "4" + r.Enhanced[1:]
	}
	return r
}
