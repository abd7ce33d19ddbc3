package mail

import "strings"

// An Address is a mailbox in the sense of RFC 5321 §2.3.11, local-part@domain,
// in the spelling it was given in. The empty Address is the null reverse-path,
// <>. A forward-path without a domain is possible: <postmaster> (RFC 5321
// §4.5.1).
type Address string

// Split returns the local-part and the domain of a. The domain follows the
// last @, because a quoted local-part may hold one. Without an @ all of a is
// the local-part.
func (a Address) Split() (local, domain string) {
	i := strings.LastIndexByte(string(a), '@')
	if i < 0 {
		return string(a), ""
	}
	return string(a[:i]), string(a[i+1:])
}

// Account returns the name of the account that mail for a is kept in, in a
// sink whose own domain is domain: the local-part for an address in that
// domain, the whole address for any other. Names are lower case, so that
// spellings of one address share an account.
func (a Address) Account(domain string) string {
	local, d := a.Split()
	if d == "" || strings.EqualFold(d, domain) {
		return strings.ToLower(local)
	}
	return strings.ToLower(string(a))
}
