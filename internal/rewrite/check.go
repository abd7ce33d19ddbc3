package rewrite

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
)

// check answers RCPT as smtpd(8) would: relay restrictions, recipient
// restrictions, then whether the recipient exists. typed is shown in replies.
func (q *trip) check(typed, addr string) Reply {
	if q.r.alwaysTaken(typed) {
		return replyOK()
	}
	to, err := q.r.resolve(q.ctx, addr)
	if err != nil {
		return lookupFailure(err, typed)
	}
	for _, list := range [][]string{q.r.postfix.RelayRestrictions, q.r.postfix.RecipientRestrictions} {
		if reply, err := q.restrict(list, typed, addr, to); err != nil {
			return lookupFailure(err, typed)
		} else if !reply.Accepted() {
			return reply
		}
	}
	if !q.r.postfix.RejectUnlisted {
		return replyOK()
	}
	reply, err := q.listed(typed, to)
	if err != nil {
		return lookupFailure(err, typed)
	}
	return reply
}

// alwaysTaken reports whether an address is accepted whatever the restrictions
// say: the bare postmaster (RFC 5321 §4.5.1) and Postfix's own sender of probes.
func (r *Router) alwaysTaken(typed string) bool {
	return strings.EqualFold(typed, "postmaster") || strings.EqualFold(typed, "double-bounce@"+r.form.origin)
}

// lookupFailure is the reply to a lookup that failed at RCPT.
func lookupFailure(err error, typed string) Reply {
	if errors.Is(err, ErrResult) {
		return Reply{451, "4.3.5", "Server configuration error"}
	}
	return Reply{451, "4.3.0", "<" + typed + ">: Temporary lookup failure"}
}

// rejected is a reply of the form that Postfix gives about a recipient.
func rejected(code int, enhanced, typed, text string) Reply {
	if code >= 400 && code < 600 {
		enhanced = strconv.Itoa(code/100) + enhanced[1:]
	}
	return Reply{code, enhanced, "<" + typed + ">: Recipient address rejected: " + text}
}

// restrict goes through a list of restrictions up to one that decides.
func (q *trip) restrict(list []string, typed, addr string, to resolved) (Reply, error) {
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case "permit", "permit_mynetworks":
			if list[i] == "permit" || q.r.trusted() {
				return replyOK(), nil
			}
		case "reject":
			return Reply{554, "5.7.1", "<" + typed + ">: Recipient address rejected: Access denied"}, nil
		case "reject_unauth_destination":
			if to.foreign() {
				return Reply{554, "5.7.1", "<" + typed + ">: Relay access denied"}, nil
			}
		case "defer_unauth_destination":
			if to.foreign() {
				return Reply{454, "4.7.1", "<" + typed + ">: Relay access denied"}, nil
			}
		case "check_recipient_access":
			if i++; i >= len(list) {
				break
			}
			if reply, decided, err := q.accessTo(list[i], typed, addr); err != nil || decided {
				return reply, err
			}
		}
	}
	return replyOK(), nil
}

// foreign reports whether delivery would be relaying.
func (to resolved) foreign() bool {
	return to.class == classNone
}

// trusted reports whether the client is in mynetworks.
func (r *Router) trusted() bool {
	client := r.postfix.Client
	if !client.IsValid() {
		return true
	}
	for _, s := range r.postfix.MyNetworks {
		negated := strings.HasPrefix(s, "!")
		s = strings.NewReplacer("[", "", "]", "", "!", "").Replace(s)
		network, bad := parseNetwork(s)
		if bad == "" && network.Contains(client) {
			return !negated
		}
	}
	return false
}

// From returns a Router that answers as for a client at that address; without
// one, clients are taken to be in mynetworks.
func (r *Router) From(client netip.Addr) *Router {
	c := *r
	c.postfix.Client = client
	return &c
}

// listed answers whether a recipient exists, asking with the address in lower
// case and local routing taken from it, as Postfix does.
func (q *trip) listed(typed string, to resolved) (Reply, error) {
	addr := fold(to.addr, q.r.config.NoSMTPUTF8)
	for _, list := range []tableList{q.r.canonicalRecipient, q.r.canonicalAll, q.r.virtual} {
		if res, _, err := q.find(list, addr); err != nil || res.Found {
			return replyOK(), err
		}
	}
	if reply, refused, err := q.transported(typed, to); err != nil || refused {
		return reply, err
	}
	codes := q.r.postfix.UnknownCodes
	switch to.class {
	case classAlias:
		return q.unknown(codes.VirtualAlias, typed, "virtual alias"), nil
	case classLocal:
		if system(addr) {
			return replyOK(), nil
		}
		return q.known(q.r.localRecipients, addr, q.unknown(codes.Local, typed, "local recipient"))
	case classMailbox:
		return q.known(q.r.mailboxRecipients, addr, q.unknown(codes.VirtualMailbox, typed, "virtual mailbox"))
	case classRelay:
		return q.known(q.r.relayRecipients, addr, q.unknown(codes.Relay, typed, "relay recipient"))
	}
	return replyOK(), nil
}

// system reports whether a local address is one that always exists.
func system(addr string) bool {
	local, _, _ := split(addr)
	return local == "postmaster" || local == "mailer-daemon" || local == "double-bounce"
}

// known accepts an address that a class's table has; without a table, all.
func (q *trip) known(list tableList, addr string, otherwise Reply) (Reply, error) {
	if len(list) == 0 {
		return replyOK(), nil
	}
	res, _, err := q.find(list, addr)
	if err != nil || res.Found {
		return replyOK(), err
	}
	return otherwise, nil
}

func (q *trip) unknown(code int, typed, table string) Reply {
	text := "User unknown in " + table + " table"
	if !q.r.postfix.ShowUnknownTable {
		text = "User unknown"
	}
	return rejected(code, "5.1.1", typed, text)
}

// transported answers for recipients whose transport is error: or retry:, and
// for those that have moved.
func (q *trip) transported(typed string, to resolved) (Reply, bool, error) {
	bounce, temporary, err := q.transportError(to)
	if err != nil || bounce == "" {
		return Reply{}, false, err
	}
	enhanced, text := splitEnhanced(bounce)
	code := 550
	if temporary {
		code = 450
	}
	return rejected(code, enhanced, typed, text), true, nil
}

// transportError returns why the transport of an address refuses it.
func (q *trip) transportError(to resolved) (bounce string, temporary bool, err error) {
	if res, _, err := q.find(q.r.relocated, to.addr); err != nil || res.Found {
		return "5.1.6 User has moved to " + res.Value, false, err
	}
	if to.class == classAlias { // transport tables do not override what that class says
		return "", false, nil
	}
	res, err := q.transportOf(to.addr)
	if err != nil {
		return "", false, err
	}
	kind, text, _ := strings.Cut(res, ":")
	if kind != "error" && kind != "retry" {
		return "", false, nil
	}
	if enhanced, _ := splitEnhanced(text); !strings.HasPrefix(text, enhanced) {
		text = enhanced + " " + text
	}
	return text, kind == "retry", nil
}

// splitEnhanced splits an enhanced status code (RFC 3463) from a text; 5.1.1
// stands for a missing one.
func splitEnhanced(s string) (enhanced, text string) {
	word, rest := firstWord(s)
	if len(word) >= 5 && isDigit(word[0]) && word[1] == '.' && strings.Count(word, ".") == 2 && strings.Trim(word, "0123456789.") == "" {
		return word, rest
	}
	return "5.1.1", s
}

// transportOf looks an address up in transport_maps: whole, without extension,
// its domain, the domains above it with a dot in front, and *.
func (q *trip) transportOf(addr string) (string, error) {
	if len(q.r.transport) == 0 {
		return "", nil
	}
	local, domain, _ := split(addr)
	keys := []string{external(addr)}
	if user, extension := q.r.splitExtension(local); extension != "" {
		keys = append(keys, quoteLocal(user)+"@"+domain)
	}
	keys = append(keys, domain)
	for up := parent(domain); up != ""; up = parent(up) {
		keys = append(keys, "."+up)
	}
	for i, key := range append(keys, "*") {
		if res, err := q.ask(q.r.transport, key, i > 0); err != nil || res.Found {
			return res.Value, err
		}
	}
	return "", nil
}
