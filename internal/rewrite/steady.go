package rewrite

// Steady reports whether the route of a forward-path is the same each time
// and for everyone, so that it may be remembered for as long as r is in use:
// all that decides are tables that were read into memory whole. Where classes
// of domains, a reverse-path or a client may decide too, r is not steady.
func (r *Router) Steady() bool {
	if r.config.Postfix != nil || r.config.Sendmail != nil {
		return false
	}
	for _, t := range r.virtual {
		if !steady(t) {
			return false
		}
	}
	return true
}

// steady reports whether a table always gives the same answer to a key. A
// kind that is not known here is taken for one that does not.
func steady(t Table) bool {
	var members []Table
	switch t := t.(type) {
	case checkedTable:
		members = []Table{t.Table}
	case *unionTable:
		members = t.members
	case *pipeTable:
		members = t.members
	case *ruleTable, *indexedTable, *cidrTable, staticTable:
		return true
	default:
		return false
	}
	for _, m := range members {
		if !steady(m) {
			return false
		}
	}
	return true
}

// Copying reports whether [Router.Copies] may add a recipient to any
// transaction.
func (r *Router) Copying() bool {
	return r.postfix.AlwaysBcc != "" || len(r.senderBcc) > 0
}
