package rewrite

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Check looks at a configuration as a whole: domains that are in two classes,
// and tables that were changed after they were compiled for Postfix. What is
// wrong inside the tables Open says.
func Check(ctx context.Context, c Config) []Warning {
	o := newOpener(ctx, &c)
	var out []Warning
	for _, spec := range c.tableNames() {
		if w, stale := o.stale(spec); stale {
			out = append(out, w)
		}
	}
	return append(out, c.twice()...)
}

// tableNames returns the tables that the configuration names.
func (c *Config) tableNames() []string {
	names := slices.Clone(c.VirtualAliasMaps)
	if p := c.Postfix; p != nil {
		for _, list := range [][]string{
			p.CanonicalMaps, p.RecipientCanonicalMaps, p.SenderCanonicalMaps, p.RecipientBccMaps, p.SenderBccMaps,
			p.TransportMaps, p.RelocatedMaps, p.AliasMaps, p.VirtualMailboxMaps, p.RelayRecipientMaps, p.LocalRecipientMaps,
		} {
			names = append(names, list...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// stale warns of a compiled table that is older than the text it is made from:
// the text is read here, the compiled table in production.
func (o *opener) stale(spec string) (Warning, bool) {
	kind, file, _ := strings.Cut(strings.TrimPrefix(spec, "proxy:"), ":")
	suffix, ok := compiledSuffix(kind)
	if !ok {
		return Warning{}, false
	}
	text, err := o.config.modTime(file)
	if err != nil {
		return Warning{}, false
	}
	compiled, err := o.config.modTime(file + suffix)
	switch {
	case err != nil:
		return Warning{File: file, Text: fmt.Sprintf("there is no %s%s; run postmap %s:%s where Postfix runs", file, suffix, kind, file)}, true
	case compiled.Before(text):
		return Warning{File: file, Text: fmt.Sprintf("the file is newer than %s%s; production still uses the older one until postmap %s:%s is run", file, suffix, kind, file)}, true
	}
	return Warning{}, false
}

func compiledSuffix(kind string) (string, bool) {
	switch kind {
	case "hash", "btree":
		return ".db", true
	case "lmdb":
		return ".lmdb", true
	case "cdb":
		return ".cdb", true
	case "dbm", "sdbm":
		return ".dir", true
	}
	return "", false
}

// twice warns of domains that are named in two classes.
func (c *Config) twice() []Warning {
	if c.Postfix == nil {
		return nil
	}
	var out []Warning
	first := map[string]string{}
	for _, l := range c.Postfix.classLists() {
		for _, d := range l.domains {
			d = strings.ToLower(d)
			if other, ok := first[d]; ok && other == "mydestination" && l.name == "relay_domains" {
				continue // the default of relay_domains, long ago
			} else if ok && other != l.name {
				out = append(out, Warning{File: "main.cf", Text: fmt.Sprintf("do not list domain %s in BOTH %s and %s; %s is what counts", d, other, l.name, other)})
				continue
			}
			first[d] = l.name
		}
	}
	return out
}

type classList struct {
	name    string
	domains []string
}

// classLists returns the domains of the classes that are named outright, in
// the order in which classes are decided.
func (p *Postfix) classLists() []classList {
	lists := []classList{
		{"mydestination", p.MyDestination}, {"virtual_alias_domains", p.VirtualAliasDomains},
		{"virtual_mailbox_domains", p.VirtualMailboxDomains}, {"relay_domains", p.RelayDomains},
	}
	for i, l := range lists {
		lists[i].domains = slices.DeleteFunc(slices.Clone(l.domains), func(d string) bool { return strings.ContainsAny(d, ":/!") })
	}
	return lists
}

// Domains returns the domains that the configuration names as its own, sorted:
// those whose MX should lead to it.
func (c *Config) Domains() []string {
	set := map[string]bool{}
	if c.Postfix != nil {
		for _, l := range c.Postfix.classLists() {
			for _, d := range l.domains {
				set[strings.ToLower(d)] = true
			}
		}
	}
	if c.Sendmail != nil {
		for _, d := range slices.Concat(c.Sendmail.LocalHostNames, c.Sendmail.VirtualHosts) {
			set[strings.ToLower(d)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
