package rewrite

import "strings"

// local delivers to a local name: by aliases, otherwise to the user.
func (v *virtUser) local(name string) {
	if !v.deliver(name) && v.reply.Code == 0 {
		v.refuse(550, "5.1.1", "User unknown", true)
	}
}

// deliver delivers to a local name and reports whether there is an alias or a
// user of that name. What an alias makes of it does not matter to a client: it
// is found out later, and returned.
func (v *virtUser) deliver(name string) bool {
	if len(v.finals) >= maxLocal {
		return true
	}
	key := fold(name, true)
	user, _, plus := strings.Cut(key, "+")
	keys := []string{key}
	if plus {
		keys = append(keys, user+"+*", user)
	}
	for _, k := range keys {
		e, ok := v.t.aliases[k]
		if !ok {
			continue
		}
		if v.seen[k] {
			if plus && k == key {
				return true // the loop has no user to end at
			}
			continue
		}
		v.seen[k] = true
		v.alias(name, e)
		delete(v.seen, k)
		return true
	}
	return v.user(name)
}

// user delivers to a local user and reports whether there is one of that name.
func (v *virtUser) user(name string) bool {
	user, _, _ := strings.Cut(fold(name, true), "+")
	if v.t.users != nil && !v.t.users[user] {
		return false
	}
	v.final(Final{Address: external(user + "@" + v.r.config.domain())})
	return true
}

// final adds a final once.
func (v *virtUser) final(f Final) {
	for _, g := range v.finals {
		if g.Address == f.Address {
			return
		}
	}
	v.finals = append(v.finals, f)
}

// alias delivers to what an alias stands for.
func (v *virtUser) alias(name string, e entry) {
	targets := splitTargets(e.value)
	v.steps = append(v.steps, Step{Table: v.t.file, Line: int(e.line), From: name, To: targets})
	for _, t := range targets {
		v.target(name, t)
	}
}

// target delivers to one target. Commands and files are never touched: mail
// for them is kept under the name of the alias.
func (v *virtUser) target(name, target string) {
	own := external(name + "@" + v.r.config.domain())
	switch {
	case strings.HasPrefix(target, "|"):
		v.final(Final{Address: own, Bounce: "5.7.1 the command " + target + " is never run here"})
	case strings.HasPrefix(target, "/"):
		v.final(Final{Address: own, Bounce: "5.7.1 the file " + target + " is never written here"})
	case strings.HasPrefix(target, ":include:"):
		v.include(name, own, target[len(":include:"):])
	case strings.HasPrefix(target, "\\"):
		v.known(name, v.user(target[1:]))
	default:
		target = withoutMailer(target)
		switch {
		case strings.Count(target, "@") > 1 && !strings.ContainsAny(target, `<"`) && target[0] != '@':
			v.final(Final{Address: own, Bounce: "5.1.3 Invalid route address: " + target})
			return
		case strings.Contains(target, "@"):
			v.remote(target)
			return
		}
		v.known(name, v.deliver(target))
	}
}

// known keeps the mail for a name that an alias names and nobody has: it would
// be returned.
func (v *virtUser) known(alias string, ok bool) {
	if !ok {
		v.final(Final{Address: external(alias + "@" + v.r.config.domain()), Bounce: "5.1.1 User unknown"})
	}
}

// withoutMailer drops the name of a mailer, as in "esmtp:ann@far.test".
func withoutMailer(target string) string {
	if i := strings.IndexByte(target, ':'); i >= 0 && !strings.HasPrefix(target, "@") && !strings.ContainsAny(target, `<"`) {
		return trimSpace(target[i+1:])
	}
	return target
}

// remote delivers to an address. Blanks in it become dots, as Sendmail's
// BlankSub has it.
func (v *virtUser) remote(target string) {
	if i := strings.IndexByte(target, '<'); i >= 0 {
		target, _, _ = strings.Cut(target[i+1:], ">")
	}
	target = strings.Join(strings.Fields(target), ".")
	p := parseTokens(tokens(target))
	v.follow(v.unrouted(p), 0)
}

// include delivers to the addresses that a file lists, one line a list.
func (v *virtUser) include(name, own, file string) {
	text, err := v.r.config.readFile(file)
	if err != nil {
		v.final(Final{Address: own, Bounce: "5.3.5 cannot open " + file})
		return
	}
	for line := range strings.Lines(string(text)) {
		line = trimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		for _, t := range splitTargets(line) {
			if !strings.HasPrefix(t, ":include:") {
				v.target(name, t)
			}
		}
	}
}

// splitTargets splits the right side of an alias at its commas. Sendmail does
// not split at blanks.
func splitTargets(s string) []string {
	var out []string
	add := func(t string) {
		t = trimSpace(t)
		if n := len(t); n >= 2 && t[0] == '"' && t[n-1] == '"' && strings.Count(t, `"`) == 2 {
			t = t[1 : n-1]
		}
		if !strings.HasPrefix(t, "|") {
			t = withoutComments(t)
		}
		if t != "" {
			out = append(out, t)
		}
	}
	quoted := false
	start := 0
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			add(s[start:i])
			start = i + 1
		}
	}
	add(s[start:])
	return out
}

// withoutComments drops (comments).
func withoutComments(s string) string {
	for {
		i := strings.IndexByte(s, '(')
		if i < 0 {
			return trimSpace(s)
		}
		s = s[:i] + afterComment(s[i:])
	}
}
