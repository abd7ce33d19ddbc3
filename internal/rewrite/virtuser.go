package rewrite

import (
	"strings"
)

// maxVirtUser is how often Sendmail looks a result up again.
const maxVirtUser = 50

// virtUser is one recipient on its way through a virtusertable.
type virtUser struct {
	*trip
	t      *sendmailTables
	path   string // as the client gave it
	finals []Final
	reply  Reply // a refusal; zero while there is none
	seen   map[string]bool
}

// routeSendmail is Route for a Sendmail.
func (q *trip) routeSendmail(reversePath, forwardPath string) Route {
	path := trimSpace(forwardPath)
	if inner, ok := strings.CutPrefix(path, "<"); ok {
		path = strings.TrimSuffix(inner, ">")
	}
	v := &virtUser{trip: q, t: q.r.sendmail, path: path, seen: map[string]bool{}}
	v.recipient()
	route := Route{ReversePath: reversePath, Steps: v.steps, Finals: v.finals, Reply: v.reply}
	if v.reply.Code == 0 {
		route.Reply = Reply{250, "2.1.5", "<" + path + ">... Recipient ok"}
		return route
	}
	route.Finals = nil
	return route
}

// refuse ends the way with a reply. With about set it names the recipient.
func (v *virtUser) refuse(code int, enhanced, text string, about bool) {
	if about {
		text = "<" + v.path + ">... " + text
	}
	v.reply = Reply{code, enhanced, text}
}

func (v *virtUser) recipient() {
	p, ok := parsePath(v.path)
	switch {
	case !ok:
		v.refuse(553, "5.1.3", "User address required", true)
		return
	case p.hasDomain && strings.Contains(p.local, "@"):
		v.refuse(553, "5.1.3", "Invalid route address", true)
		return
	case p.hasDomain && p.local == "" && p.domain == "":
		v.refuse(553, "5.1.3", "List:; syntax illegal for recipient addresses", true)
		return
	case p.hasDomain && p.local == "":
		v.refuse(553, "5.1.3", "User address required", true)
		return
	case p.hasDomain && p.domain == "":
		v.refuse(553, "5.1.3", "Hostname required", true)
		return
	case strings.HasPrefix(p.local, "|") && v.here(p.domain):
		v.refuse(550, "5.7.1", "Cannot mail directly to programs", true)
		return
	}
	v.follow(v.unrouted(p), 0)
}

// unrouted returns an address with the routing that names this machine taken
// from it: user%host@here and here!user are user@host.
func (v *virtUser) unrouted(p parsed) string {
	f := form{swapBangpath: true, percentHack: true}
	if p.hasDomain && v.here(p.domain) && (p.bang >= 0 || p.percent >= 0) {
		p.hasDomain = false
	}
	return f.complete(p)
}

// here reports whether a domain is in class w.
func (v *virtUser) here(domain string) bool {
	domain = v.canonicalHost(domain)
	return v.t.local[domain]
}

// canonicalHost returns a domain in lower case; the names that every machine
// has for itself become its own.
func (v *virtUser) canonicalHost(domain string) string {
	domain = strings.ToLower(strings.TrimSuffix(domain, "."))
	switch domain {
	case "localhost", "[127.0.0.1]":
		return v.t.host
	}
	return domain
}

// virtual reports whether addresses of a domain are looked up.
func (v *virtUser) virtual(domain string) bool {
	if v.t.local[domain] || v.t.hosts[domain] {
		return true
	}
	for up := parent(domain); v.t.entire && up != ""; up = parent(up) {
		if v.t.hosts[up] {
			return true
		}
	}
	return false
}

// follow looks an address up, and what becomes of it again.
func (v *virtUser) follow(addr string, depth int) {
	local, domain, ok := split(addr)
	if !ok {
		v.local(local)
		return
	}
	given := strings.TrimSuffix(domain, ".")
	domain = v.canonicalHost(domain)
	if v.virtual(domain) {
		if value, e, found := v.lookup(local, domain); found {
			if depth++; depth >= maxVirtUser {
				v.refuse(554, "5.0.0", "rewrite: excessive recursion (max 50), ruleset canonify", false)
				return
			}
			v.steps = append(v.steps, Step{Table: v.t.name, Line: int(e.line), From: external(addr), To: []string{value}})
			v.result(local, domain, value, depth)
			return
		}
	}
	if v.t.local[domain] {
		v.local(local)
		return
	}
	if len(v.seen) == 0 && (strings.HasPrefix(given, ".") || strings.Contains(given, "..")) {
		v.refuse(553, "5.1.2", "Invalid host name", true)
		return
	}
	v.finals = append(v.finals, Final{Address: external(local + "@" + given), External: true})
}

// lookup finds the entry for user+detail@domain and fills its result in.
func (v *virtUser) lookup(local, domain string) (string, entry, bool) {
	user, detail, plus := cutDetail(local)
	whole := []string{local + "@" + domain, local, "", ""}
	sign := ""
	if plus {
		sign = "+" + detail
	}
	split := []string{local + "@" + domain, user, detail, sign}
	type form struct {
		key  string
		args []string
		ask  bool
	}
	for _, f := range []form{
		{local + "@", whole, true},
		{user + "++@", split, plus && detail != ""},
		{user + "+*@", split, plus},
		{user + "@", split, true},
		{"++@", split, plus && detail != ""},
		{"+*@", split, plus},
		{"@", split, true},
	} {
		if e, ok := v.t.virtual[fold(quoted(f.key)+domain, true)]; f.ask && ok {
			return fillArguments(e.value, f.args), e, true
		}
	}
	return "", entry{}, false
}

// cutDetail splits user+detail at the first plus sign that has a user before it.
func cutDetail(local string) (user, detail string, found bool) {
	if i := strings.IndexByte(local, '+'); i > 0 {
		return local[:i], local[i+1:], true
	}
	if i := strings.IndexByte(strings.TrimPrefix(local, "+"), '+'); i >= 0 && local[0] == '+' {
		return local[:i+1], local[i+2:], true
	}
	return local, "", false
}

// quoted returns the local-part of a key as makemap reads it: a blank in
// quotes ends the key all the same, so that such keys are never found.
func quoted(key string) string {
	if strings.ContainsAny(key, " \t") {
		return `"` + key
	}
	return key
}

// fillArguments replaces %1 and its like; %% is a percent sign.
func fillArguments(text string, args []string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		switch c := text[i+1]; {
		case c == '%':
			b.WriteByte('%')
		case !isDigit(c):
			b.WriteByte('%')
			continue
		case int(c-'0') < len(args):
			b.WriteString(args[c-'0'])
		}
		i++
	}
	return b.String()
}

// result follows the right side of an entry.
func (v *virtUser) result(local, domain, value string, depth int) {
	value = trimSpace(value)
	if rest, ok := cutPrefixFold(value, "error:"); ok {
		if strings.Count(value, `"`)%2 != 0 {
			v.refuse(553, "5.0.0", value+`... Unbalanced '"'`, false)
			return
		}
		v.failure(local, domain, trimSpace(rest))
		return
	}
	switch {
	case strings.HasPrefix(value, "|"), strings.HasPrefix(value, `"|`):
		v.refuse(550, "5.7.1", "Cannot mail directly to programs", true)
	case strings.HasPrefix(value, "/"):
		v.refuse(550, "5.7.1", "Cannot mail directly to files", true)
	case strings.HasPrefix(value, ":include:"):
		v.refuse(550, "5.7.1", "Cannot mail directly to :include:s", true)
	case strings.HasPrefix(value, "\\"):
		v.user(value[1:])
	default:
		v.address(value, depth)
	}
}

// address follows a result that is an address: just one.
func (v *virtUser) address(value string, depth int) {
	if i := strings.IndexByte(value, '<'); i >= 0 {
		value, _, _ = strings.Cut(value[i+1:], ">")
	} else if i := strings.IndexByte(value, ':'); i >= 0 && !strings.HasPrefix(value, "@") {
		// The name of a mailer in front is dropped.
		value = value[i+1:]
	}
	list := addressList(value)
	if strings.Count(value, "@") > 1 && !strings.HasPrefix(value, "@") || strings.Contains(value, ",") {
		v.refuse(553, "5.1.3", "Invalid route address", true)
		return
	}
	if len(list) > 1 {
		v.local(value)
		return
	}
	var p parsed
	if len(list) == 1 {
		p = parseTokens(list[0])
	}
	switch {
	case p.local == "":
		v.refuse(553, "5.1.3", "User address required", true)
	case p.hasDomain && p.domain == "":
		v.refuse(553, "5.1.3", "Hostname required", true)
	default:
		v.follow(v.unrouted(p), depth)
	}
}
