package rewrite

import (
	"errors"
	"fmt"
	"strings"
)

// maxLocal bounds how many addresses the aliases of one recipient may make.
const maxLocal = 1000

// localFinals delivers to a local address as local(8) does: by aliases(5), as
// long as there are any, otherwise to the user of that name.
func (q *trip) localFinals(addr string) ([]Final, error) {
	l := &localDelivery{trip: q, seen: map[string]bool{}}
	if err := l.deliver(addr, ""); err != nil {
		return nil, err
	}
	for i, f := range l.finals {
		if f.Address != external(addr) {
			l.finals[i].DeliveredTo = external(addr)
		}
	}
	return l.finals, nil
}

// localDelivery is one expansion of local aliases.
type localDelivery struct {
	*trip
	seen   map[string]bool // aliases that are being expanded
	finals []Final
}

func (l *localDelivery) bounce(addr, why string) {
	l.finals = append(l.finals, Final{Address: external(addr), Bounce: why})
}

// deliver delivers to a local address; inside is the alias that named it.
func (l *localDelivery) deliver(addr, inside string) error {
	if len(l.finals) >= maxLocal {
		return errExpansion
	}
	local, _, _ := split(addr)
	user, extension := l.r.splitExtension(local)
	keys := []string{local}
	if extension != "" {
		keys = append(keys, user)
	}
	for _, key := range keys {
		name := fold(key, false)
		if name == inside {
			break
		}
		res, err := l.trip.ask(l.r.aliases, key, false)
		if err != nil {
			return err
		}
		if !res.Found {
			continue
		}
		if l.seen[name] {
			l.bounce(addr, "5.4.6 alias database loop for "+key)
			return nil
		}
		l.seen[name] = true
		err = l.alias(addr, name, res)
		delete(l.seen, name)
		return err
	}
	return l.user(addr, user, extension)
}

// alias delivers to what an alias stands for.
func (l *localDelivery) alias(addr, name string, res Result) error {
	targets := aliasTargets(res.Value)
	l.steps = append(l.steps, Step{Table: res.Table, Line: res.Line, From: external(addr), To: externals(targets)})
	if len(targets) == 0 || len(targets) == 1 && targets[0] == "" {
		l.bounce(addr, "4.3.0 alias database unavailable")
		return nil
	}
	_, domain, _ := split(addr)
	for _, t := range targets {
		if err := l.target(addr, name, domain, t); err != nil {
			return err
		}
	}
	return nil
}

// target delivers to one target of an alias. Commands and files are never
// touched: mail for them is kept under the address of the alias.
func (l *localDelivery) target(addr, name, domain, target string) error {
	switch {
	case strings.HasPrefix(target, "|"):
		l.bounce(addr, fmt.Sprintf("5.7.1 mail to command is restricted: %s is never run here", target))
	case strings.HasPrefix(target, "/"):
		l.bounce(addr, fmt.Sprintf("5.7.1 mail to file is restricted: %s is never written here", target))
	case strings.HasPrefix(target, ":include:"):
		return l.include(addr, name, domain, target[len(":include:"):])
	case strings.HasPrefix(target, "\\"):
		return l.keep(resolved{addr: target[1:] + "@" + domain, class: classLocal})
	default:
		return l.address(name, domain, target)
	}
	return nil
}

// address delivers to an address that an alias names.
func (l *localDelivery) address(name, domain, target string) error {
	if _, _, ok := split(target); !ok {
		target += "@" + domain
	}
	to, err := l.r.resolve(l.ctx, target)
	if err != nil {
		return err
	}
	if to.class == classLocal {
		return l.deliver(to.addr, name)
	}
	return l.keep(to)
}

// keep adds an address at which the delivery ends.
func (l *localDelivery) keep(to resolved) error {
	f, err := l.final(to, "")
	l.finals = append(l.finals, f)
	return err
}

// include delivers to the addresses that a file lists.
func (l *localDelivery) include(addr, name, domain, file string) error {
	text, err := l.r.config.readFile(file)
	if err != nil {
		l.bounce(addr, "5.3.5 mail system configuration error: cannot read "+file)
		return nil
	}
	for _, line := range splitLines(string(text)) {
		for _, t := range aliasTargets(line.text) {
			if strings.HasPrefix(t, ":include:") {
				l.bounce(addr, "5.3.5 mail system configuration error: "+file+" includes another file")
				continue
			}
			if err := l.target(addr, name, domain, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// user delivers to a name that is no alias. The sink has a mailbox for every
// name and no UNIX accounts; with luser_relay set, such mail goes there.
func (l *localDelivery) user(addr, user, extension string) error {
	relay := l.r.postfix.LuserRelay
	if relay == "" || len(l.seen) > 0 {
		return l.keep(resolved{addr: addr, class: classLocal})
	}
	local, domain, _ := split(addr)
	p := Parameters{values: map[string]string{
		"user": user, "extension": strings.TrimLeft(extension, l.r.config.RecipientDelimiter),
		"local": local, "domain": domain, "recipient": addr, "recipient_delimiter": l.r.config.RecipientDelimiter,
	}}
	for name, value := range p.values {
		p.values[name] = strings.ReplaceAll(value, "$", "$$") // what a client names is no parameter
	}
	to := l.r.form.list(p.expand(relay, maxExpand))
	if len(to) == 0 {
		return fmt.Errorf("luser_relay: %w", errors.New("no address"))
	}
	l.steps = append(l.steps, Step{Table: "luser_relay", From: external(addr), To: externals(to[:1])})
	end, err := l.r.resolve(l.ctx, to[0])
	if err != nil {
		return err
	}
	return l.keep(end)
}

// aliasTargets reads the right side of an alias: addresses, and the commands,
// files and includes that stand for themselves.
func aliasTargets(value string) []string {
	f := form{swapBangpath: true, percentHack: true}
	var out []string
	for _, list := range addressList(value) {
		p := parseTokens(list)
		if text := p.typed(); strings.HasPrefix(text, "|") || strings.HasPrefix(text, "/") || strings.HasPrefix(text, ":include:") {
			out = append(out, text)
			continue
		}
		out = append(out, f.complete(p))
	}
	return unique(out)
}
