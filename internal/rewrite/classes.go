package rewrite

// Classes names the domains of a sink without a main.cf. As soon as one is
// named, only mail for these domains and for the sink's own is accepted, as a
// Postfix with these classes would that relays for nobody.
type Classes struct {
	VirtualAlias   []string // every address must be in a table
	VirtualMailbox []string // a mailbox per address
	Relay          []string // external, and accepted
	Local          []string // beside the sink's own domain
}

// Config returns c with the class checks; c itself if no domain is named.
func (k Classes) Config(c Config) Config {
	if len(k.VirtualAlias)+len(k.VirtualMailbox)+len(k.Relay)+len(k.Local) == 0 {
		return c
	}
	p := Parameters{}.postfix()
	p.MyHostname, p.MyDomain, p.MyOrigin = c.domain(), c.domain(), c.domain()
	p.MyDestination = append([]string{c.domain()}, k.Local...)
	p.VirtualAliasDomains, p.VirtualMailboxDomains, p.RelayDomains = k.VirtualAlias, k.VirtualMailbox, k.Relay
	p.Interfaces, p.Transports = nil, Transports{}
	p.RelayRestrictions = []string{"reject_unauth_destination"}
	c.Postfix = p
	return c
}
