package rewrite

import "strings"

// find looks an address up in its forms: whole, without extension, without
// domain where that is local, and its domain alone. Every form is put to all
// tables before the next one is tried. It returns the extension that the form
// that was found lacks.
func (q *trip) find(list tableList, addr string) (res Result, extension string, err error) {
	if len(list) == 0 {
		return Result{}, "", nil
	}
	local, domain, hasDomain := split(addr)
	user, extension := q.r.splitExtension(local)
	if res, err = q.ask(list, external(addr), false); err != nil || res.Found || !hasDomain {
		return res, "", err
	}
	if extension != "" {
		if res, err = q.ask(list, quoteLocal(user)+"@"+domain, true); err != nil || res.Found {
			return res, extension, err
		}
	}
	here, err := q.r.isOwn(q.ctx, domain)
	if err != nil {
		return Result{}, "", err
	}
	if here {
		if res, err = q.ask(list, quoteLocal(local), true); err != nil || res.Found {
			return res, "", err
		}
		if extension != "" {
			if res, err = q.ask(list, quoteLocal(user), true); err != nil || res.Found {
				return res, extension, err
			}
		}
	}
	res, err = q.ask(list, "@"+domain, true)
	return res, "", err
}

func (q *trip) ask(list tableList, key string, part bool) (Result, error) {
	res, err := list.ask(q.ctx, key, part)
	q.notes = append(q.notes, res.Notes...)
	return res, err
}

// splitExtension splits a local-part at the first recipient delimiter; the
// extension begins with it. Some names are never split.
func (r *Router) splitExtension(local string) (user, extension string) {
	delimiters := r.config.RecipientDelimiter
	if delimiters == "" {
		return local, ""
	}
	switch strings.ToLower(local) {
	case "postmaster", "mailer-daemon", "double-bounce":
		return local, ""
	}
	if strings.Contains(delimiters, "-") && r.postfix.OwnerRequestSpecial {
		low := strings.ToLower(local)
		if strings.HasPrefix(low, "owner-") || strings.HasSuffix(low, "-request") {
			return local, ""
		}
	}
	if i := strings.IndexAny(local, delimiters); i > 0 {
		return local[:i], local[i:]
	}
	return local, ""
}

// mapAddress looks addr up and reads the result as addresses; none when it is
// not found. Extensions that the key lacked are put on every result where the
// feature (virtual, canonical) asks for it.
func (q *trip) mapAddress(list tableList, addr, feature string) (to []string, err error) {
	res, extension, err := q.find(list, addr)
	if err != nil || !res.Found {
		return nil, err
	}
	if strings.HasPrefix(res.Value, "@") {
		local, _, _ := split(addr)
		text := strings.TrimSuffix(local, extension) + res.Value
		l, d, _ := split(text)
		to = []string{q.r.form.completeDomain(l, d)}
	} else {
		to = q.r.form.list(res.Value)
	}
	if extension != "" && q.r.propagates(feature) {
		for i, a := range to {
			to[i] = withExtension(a, extension)
		}
	}
	q.steps.add(Step{Table: res.Table, Line: res.Line, From: external(addr), To: externals(to)})
	if len(to) == 0 {
		return nil, errNoAddress
	}
	return to, nil
}

func (r *Router) propagates(feature string) bool {
	for _, p := range r.postfix.PropagateUnmatched {
		if p == feature {
			return true
		}
	}
	return false
}

func withExtension(addr, extension string) string {
	local, domain, ok := split(addr)
	if !ok {
		return addr + extension
	}
	return local + extension + "@" + domain
}

func externals(list []string) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = external(a)
	}
	return out
}
