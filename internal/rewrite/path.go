package rewrite

import "strings"

// maxPath is the longest forward-path that Postfix reads (its line limit of
// 2048 less the command).
const maxPath = 2048 - len("RCPT TO:<>")

// parsePath reads a path as a client gives it, with or without <>; a source
// route is dropped (RFC 5321 §4.1.1.3). False without any address.
func parsePath(path string) (parsed, bool) {
	path = trimSpace(path)
	if inner, ok := strings.CutPrefix(path, "<"); ok {
		path = strings.TrimSuffix(inner, ">")
	}
	list := dropRoute(tokens(path))
	p := parseTokens(list)
	several := len(groupTokens(list)) > 1
	if !p.hasDomain {
		// smtpd(8) hands the address on without quotes, so that what they hid is
		// seen: "a@b" is a at b.
		p = parseTokens(tokens(external(p.local)))
	}
	p.several = several
	return p, p.local != "" || p.hasDomain
}

// typed returns the address as it was given, without route and quotes.
func (p parsed) typed() string {
	if !p.hasDomain {
		return p.local
	}
	return p.local + "@" + p.domain
}

// surplus returns a word that stands in front of a path in brackets, where
// smtpd(8) takes it for a parameter; "" without one.
func surplus(path string) string {
	path = trimSpace(path)
	if i := strings.IndexByte(path, '<'); i <= 0 || strings.IndexByte(path, '"') >= 0 {
		return ""
	}
	_, rest := firstWord(path)
	word, _ := firstWord(rest)
	return strings.Trim(word, "<>")
}

// valid reports whether smtpd(8) would take the path for an address.
func (q *trip) valid(path string, p parsed) bool {
	if len(path) > maxPath || p.several || strings.HasPrefix(p.local, "-") {
		return false
	}
	if q.r.postfix.StrictEnvelopes && !strings.HasPrefix(trimSpace(path), "<") {
		return false
	}
	return !p.hasDomain || validDomain(p.domain)
}

// filtered applies smtpd_command_filter to the RCPT command with this path.
func (q *trip) filtered(path string) string {
	const command = "RCPT TO:"
	if len(q.r.commandMap) == 0 {
		return path
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(trimSpace(path), "<"), ">")
	res, err := q.ask(q.r.commandMap, command+"<"+bare+">", false)
	if err != nil || !res.Found {
		return path
	}
	rest, ok := cutPrefixFold(res.Value, command)
	if !ok {
		return path
	}
	rest = trimSpace(rest)
	if end := strings.IndexByte(rest, '>'); end >= 0 {
		rest = rest[:end+1]
	}
	q.steps = append(q.steps, Step{Table: res.Table, Line: res.Line, From: bare, To: []string{strings.Trim(rest, "<>")}})
	return rest
}
