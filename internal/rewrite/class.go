package rewrite

import (
	"context"
	"strings"
)

// class is what a domain is to Postfix, in the order in which it is decided.
type class byte

const (
	classNone    class = iota // another system's
	classLocal                // mydestination, or an address of this machine
	classAlias                // virtual_alias_domains
	classMailbox              // virtual_mailbox_domains
	classRelay                // relay_domains
)

// classOf returns the class of a domain.
func (r *Router) classOf(ctx context.Context, domain string) (class, error) {
	if here, err := r.isLocal(ctx, domain); here || err != nil {
		return classLocal, err
	}
	for _, c := range []struct {
		class class
		list  domainList
	}{{classAlias, r.aliasDomains}, {classMailbox, r.mailboxDomains}, {classRelay, r.relayDomains}} {
		if in, err := c.list.has(ctx, domain); in || err != nil {
			return c.class, err
		}
	}
	return classNone, nil
}

// isLocal reports whether mail for a domain is delivered on this machine.
func (r *Router) isLocal(ctx context.Context, domain string) (bool, error) {
	if strings.HasPrefix(domain, "[") {
		addr, ok := parseIP(strings.Trim(domain, "[]"))
		for _, own := range r.postfix.Interfaces {
			if ok && own == addr {
				return true, nil
			}
		}
		return false, nil
	}
	return r.localDomains.has(ctx, domain)
}

// isOwn reports whether the domain may be left out in tables.
func (r *Router) isOwn(ctx context.Context, domain string) (bool, error) {
	if strings.EqualFold(domain, r.form.origin) {
		return true, nil
	}
	return r.isLocal(ctx, domain)
}

// resolved is where Postfix would deliver an address.
type resolved struct {
	addr   string // in internal form, with local routing taken from it
	class  class
	routed bool // the address named a way through this machine
	bad    bool // it has no valid domain
}

// resolve takes local routing from an address, as trivial-rewrite(8) does, and
// says what its domain is.
func (r *Router) resolve(ctx context.Context, addr string) (resolved, error) {
	out := resolved{addr: addr}
	for {
		local, domain, ok := split(out.addr)
		if !ok {
			out.addr, domain = local+"@"+r.postfix.MyHostname, r.postfix.MyHostname
		}
		if out.addr == "@"+domain {
			out.addr = "MAILER-DAEMON@" + domain
		}
		here, err := r.isLocal(ctx, domain)
		if err != nil {
			return out, err
		}
		inner, more := r.inner(local)
		if !here || !more {
			if out.class, err = r.classOf(ctx, domain); err != nil {
				return out, err
			}
			out.bad = !validDomain(domain)
			return out, nil
		}
		out.addr, out.routed = inner, true
	}
}

// inner returns the address inside the local-part of an address here.
func (r *Router) inner(local string) (string, bool) {
	if strings.Contains(local, "@") {
		return local, true
	}
	if i := strings.IndexByte(local, '!'); i > 0 && r.form.swapBangpath {
		return local[i+1:] + "@" + local[:i], true
	}
	if i := strings.LastIndexByte(local, '%'); i > 0 && r.form.percentHack {
		return local[:i] + "@" + local[i+1:], true
	}
	return "", false
}
