package rewrite

import (
	"slices"
	"strings"
)

// localRecipients opens local_recipient_maps. The aliases(5) files among them
// are read as such. Where the accounts of the machine are named, every local
// name exists: there are no accounts to ask here, and each has a mailbox.
func (o *opener) localRecipients(specs, aliases []string) tableList {
	var list tableList
	for _, spec := range specs {
		switch {
		case isAccounts(spec):
			return nil
		case slices.Contains(aliases, spec):
			list = append(list, o.aliasTables([]string{spec})...)
		default:
			list = append(list, o.tables([]string{spec})...)
		}
	}
	return list
}

// isAccounts reports whether a table is that of the accounts of the machine.
func isAccounts(spec string) bool {
	return strings.HasPrefix(strings.TrimPrefix(spec, "proxy:"), "unix:")
}
