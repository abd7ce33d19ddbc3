package rewrite

import (
	"slices"
	"strings"
)

// hop is where production would hand a message: a transport of master(5), and
// what that is told.
type hop struct {
	transport, nextHop string
	external           bool // to another system
}

// parseHop reads transport:nexthop, as main.cf and transport(5) write it.
func parseHop(s string) hop {
	transport, nextHop, _ := strings.Cut(s, ":")
	return hop{transport: transport, nextHop: nextHop}
}

// hop returns where the mail for an address would go: the transport of its
// class, unless a transport table names another. Without Transports only
// whether it would go to another system is known.
func (q *trip) hop(to resolved) (hop, error) {
	_, domain, _ := split(to.addr)
	if strings.EqualFold(domain, q.r.config.domain()) && to.class != classRelay {
		return hop{}, nil
	}
	h, err := q.classHop(to.class, domain)
	if err != nil || to.class == classAlias {
		return h, err
	}
	entry, err := q.transportOf(to.addr)
	if err != nil {
		return hop{}, err
	}
	h.override(entry, domain)
	h.external = h.leaves(to.class)
	return h, nil
}

// override changes a hop as an entry of a transport table says: a transport
// without next hop goes to the domain, a next hop without transport leaves the
// transport as it is.
func (h *hop) override(entry, domain string) {
	e := parseHop(entry)
	switch {
	case e.transport != "":
		h.transport, h.nextHop = e.transport, e.nextHop
		if h.nextHop == "" && e.crosses() {
			h.nextHop = domain
		}
	case e.nextHop != "":
		h.nextHop = e.nextHop
	}
}

// crosses reports whether a transport is one that hands mail on by a network.
func (h hop) crosses() bool {
	name, _, _ := strings.Cut(h.transport, "-")
	return slices.Contains([]string{"smtp", "relay", "uucp", "smtps", "esmtp"}, name) || strings.HasPrefix(name, "smtp")
}

// leaves reports whether mail of a class would leave for another system. The
// transports that are not known are taken to do what their class does.
func (h hop) leaves(c class) bool {
	switch h.transport {
	case "local", "virtual", "lmtp", "pipe", "dovecot", "maildrop", "procmail", "cyrus", "mailman", "error", "retry", "discard":
		return false
	}
	return h.crosses() || c == classNone || c == classRelay
}

// classHop returns the hop that main.cf names for a class.
func (q *trip) classHop(c class, domain string) (hop, error) {
	t := &q.r.postfix.Transports
	switch c {
	case classLocal:
		if h := parseHop(t.Local); h.transport != "local" {
			return h, nil
		}
		if t.Mailbox != "" {
			return parseHop(t.Mailbox), nil
		}
		return hop{transport: "local"}, nil
	case classMailbox:
		return parseHop(t.Virtual), nil
	case classAlias:
		return hop{transport: "error"}, nil
	}
	transport := t.Default
	if c == classRelay {
		transport = t.Relay
	} else if by, err := q.bySender(q.r.senderTransport); err != nil || by != "" {
		transport = by
	}
	h := parseHop(transport)
	if h.nextHop != "" {
		return h, nil
	}
	relay, err := q.bySender(q.r.senderRelay)
	if relay == "" {
		relay = t.Relayhost
	}
	if h.nextHop = relay; relay == "" {
		h.nextHop = domain
	}
	return h, err
}

// bySender asks a table by the reverse-path; DUNNO is no answer.
func (q *trip) bySender(list tableList) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	if q.from == "" {
		res, err := q.ask(list, "<>", false)
		return dunno(res.Value), err
	}
	res, _, err := q.find(list, q.from)
	return dunno(res.Value), err
}

func dunno(value string) string {
	if strings.EqualFold(value, "DUNNO") {
		return ""
	}
	return value
}

// final returns an address as it is kept, with what production would do.
func (q *trip) final(to resolved, bounce string) (Final, error) {
	f := Final{Address: external(to.addr), Bounce: bounce}
	if !q.r.classes {
		return f, nil
	}
	h, err := q.hop(to)
	f.External = h.external
	if f.External || q.r.postfix.Transports.Default != "" {
		f.Transport, f.NextHop = h.transport, h.nextHop
	}
	if err != nil {
		return f, err
	}
	return f, q.fill(&f, to)
}
