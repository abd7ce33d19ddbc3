package rewrite

import (
	"slices"
	"strings"
)

// TableInfo is one table in use.
type TableInfo struct {
	Name  string // as the configuration names it: "regexp:/etc/postfix/virtual"
	Use   string // the parameter that names it: "virtual_alias_maps"
	File  string // that its rules stand in; empty for none
	Rules int    // how many it has; -1 where they cannot be counted
}

// Tables returns the tables in use, in the order in which they are asked; a
// table that several parameters name stands for each of them.
func (r *Router) Tables() []TableInfo {
	var list []TableInfo
	for _, u := range r.uses() {
		for _, t := range u.tables {
			list = append(list, members(TableInfo{Name: t.Name(), Use: u.name}, t)...)
		}
	}
	if s := r.sendmail; s != nil {
		list = append(list, TableInfo{Name: s.name, Use: "virtusertable", File: r.config.Sendmail.VirtUserTable, Rules: len(s.virtual)})
		if file := r.config.Sendmail.Aliases; file != "" {
			list = append(list, TableInfo{Name: s.file, Use: "aliases", File: file, Rules: len(s.aliases)})
		}
	}
	return list
}

// use is what a list of tables is for.
type use struct {
	name   string
	tables tableList
}

func (r *Router) uses() []use {
	list := []use{
		{"smtpd_command_filter", r.commandMap}, {"sender_canonical_maps", r.canonicalSender},
		{"recipient_canonical_maps", r.canonicalRecipient}, {"canonical_maps", r.canonicalAll}, {"virtual_alias_maps", r.virtual},
		{"sender_bcc_maps", r.senderBcc}, {"recipient_bcc_maps", r.recipientBcc}, {"relocated_maps", r.relocated},
		{"transport_maps", r.transport}, {"sender_dependent_relayhost_maps", r.senderRelay},
		{"sender_dependent_default_transport_maps", r.senderTransport}, {"local_recipient_maps", r.localRecipients},
		{"virtual_mailbox_maps", r.mailboxRecipients}, {"relay_recipient_maps", r.relayRecipients}, {"alias_maps", r.aliases},
		{"mydestination", r.localDomains.tables()}, {"virtual_alias_domains", r.aliasDomains.tables()},
		{"virtual_mailbox_domains", r.mailboxDomains.tables()}, {"relay_domains", r.relayDomains.tables()},
	}
	names := make([]string, 0, len(r.access))
	for name := range r.access {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		list = append(list, use{"check_recipient_access", r.access[name]})
	}
	return list
}

func (d domainList) tables() tableList {
	var list tableList
	for _, e := range d.entries {
		if e.table != nil {
			list = append(list, e.table)
		}
	}
	return list
}

// members returns a table, or those that it is made of.
func members(info TableInfo, t Table) []TableInfo {
	var inside []Table
	info.Name, info.Rules = t.Name(), -1
	switch t := t.(type) {
	case checkedTable:
		return members(info, t.Table)
	case *unionTable:
		inside = t.members
	case *pipeTable:
		inside = t.members
	case *ruleTable:
		info.Rules = t.results()
	case *indexedTable:
		info.Rules = len(t.entries)
	case *cidrTable:
		info.Rules = len(t.rules)
	case staticTable:
		info.Rules = 1
	}
	if len(inside) == 0 {
		info.File = fileOf(info.Name)
		return []TableInfo{info}
	}
	var list []TableInfo
	for _, member := range inside {
		list = append(list, members(info, member)...)
	}
	return list
}

// fileOf returns the file of a table whose text is one; empty for others.
func fileOf(name string) string {
	kind, place, _ := strings.Cut(strings.TrimPrefix(name, "proxy:"), ":")
	switch kind {
	case "regexp", "pcre", "cidr", "texthash", "hash", "btree", "lmdb", "cdb", "dbm", "sdbm":
		if !strings.HasPrefix(place, "{") {
			return place
		}
	}
	return ""
}

// results returns how many rules have a result: if and endif have none.
func (t *ruleTable) results() int {
	n := 0
	for _, r := range t.rules {
		if r.op == opMatch {
			n++
		}
	}
	return n
}
