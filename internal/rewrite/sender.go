package rewrite

import (
	"context"
	"slices"
	"strings"
)

// Sender is what becomes of a reverse-path when a message is queued.
type Sender struct {
	ReversePath string // in the form of RFC 5321 §4.1.2; empty for the null one
	Steps       []Step // of canonical tables
	// Failure is said after DATA; zero when there is none.
	Failure Reply
}

// Sender returns what cleanup(8) makes of a reverse-path: a domain for one that
// has none, what canonical tables say, and the host name hidden where the
// domain is masqueraded. The null reverse-path stays null. Without a main.cf
// every reverse-path stays as it is.
func (r *Router) Sender(ctx context.Context, reversePath string) Sender {
	if !r.rewritesSenders() {
		return Sender{ReversePath: reversePath}
	}
	ctx, cancel := context.WithTimeout(ctx, maxRoute)
	defer cancel()
	q := &trip{ctx: ctx, r: r}
	addr, err := q.sender(reversePath)
	if err != nil {
		return Sender{ReversePath: reversePath, Steps: q.steps, Failure: queueFailure(err)}
	}
	return Sender{ReversePath: reversePathOf(addr), Steps: q.steps}
}

// reversePathOf returns an address in the form of RFC 5321 §4.1.2; the null
// reverse-path is empty.
func reversePathOf(addr string) string {
	if addr == "" {
		return ""
	}
	return external(addr)
}

// rewritesSenders reports whether a main.cf decides about reverse-paths.
func (r *Router) rewritesSenders() bool {
	return r.config.Postfix != nil && r.postfix.Transports.Default != "" && !r.postfix.NoAddressMappings
}

// sender returns the reverse-path in internal form, as it is queued.
func (q *trip) sender(reversePath string) (string, error) {
	p, ok := parsePath(reversePath)
	if !ok || !p.hasDomain && strings.EqualFold(p.local, "mailer-daemon") {
		return "", nil
	}
	return q.r.canonicalised(q, q.r.form.complete(p), senders)
}

// role is the side of the envelope that an address is on.
type role string

const (
	senders    role = "envelope_sender"
	recipients role = "envelope_recipient"
)

// canonicalised puts an address to the canonical tables of its role, then to
// those of both, and masquerades it, each where the classes ask for it.
func (r *Router) canonicalised(q *trip, addr string, as role) (string, error) {
	p := &r.postfix
	own, classes := r.canonicalSender, p.SenderCanonicalClasses
	if as == recipients {
		own, classes = r.canonicalRecipient, p.RecipientCanonicalClasses
	}
	var err error
	for _, step := range []struct {
		tables  tableList
		classes []string
	}{{own, classes}, {r.canonicalAll, p.CanonicalClasses}} {
		if !slices.Contains(step.classes, string(as)) {
			continue
		}
		if addr, err = q.canonical(step.tables, addr); err != nil {
			return "", err
		}
	}
	if slices.Contains(p.MasqueradeClasses, string(as)) {
		addr = p.masquerade(addr)
	}
	return addr, nil
}

// masquerade takes the host name from a domain below one of the masqueraded
// domains: the first that the domain is, or lies below, decides.
func (p *Postfix) masquerade(addr string) string {
	local, domain, ok := split(addr)
	if !ok || slices.ContainsFunc(p.MasqueradeExceptions, func(name string) bool { return strings.EqualFold(name, local) }) {
		return addr
	}
	for _, m := range p.MasqueradeDomains {
		bare := strings.TrimLeft(m, "!")
		hidden := (len(m)-len(bare))%2 == 0
		switch low := strings.ToLower(domain); {
		case strings.EqualFold(domain, bare):
			return addr
		case !strings.HasSuffix(low, "."+strings.ToLower(bare)):
		case hidden:
			return local + "@" + bare
		default:
			return addr
		}
	}
	return addr
}
