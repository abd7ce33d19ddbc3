package mime

import (
	"iter"
	"strings"

	"mailsink/internal/mail"
)

const (
	maxAddress   = 320    // octets of an address, for show
	maxAddresses = 10_000 // in one field
)

// An AddressKind tells the three members of an address list apart.
type AddressKind uint8

const (
	Mailbox    AddressKind = iota // an address, with or without a name
	GroupStart                    // "Name:"
	GroupEnd                      // ";"
)

// An Address is a member of an address list, in the raw octets of the header,
// unfolded, for ENVELOPE (RFC 9051 §7.5.2). Quotes and comments are gone;
// encoded-words are not decoded.
type Address struct {
	Kind    AddressKind
	Name    string // display name, or the comment that stands for it; of GroupStart the name of the group
	Route   string // the obsolete source route "@a,@b" (at-domain-list)
	Mailbox string // local-part, without quotes
	Host    string // domain; empty where there is none
	spec    string // addr-spec as written, with the quotes of its local-part
}

// ParseAddresses returns the members of an address list: the body of From, To
// and the like (RFC 5322 §3.4 and §4.4). It takes anything: missing brackets
// and quotes, semicolons for commas, unbalanced comments. At most 10,000 come
// back.
func ParseAddresses(body string) []Address {
	var all []Address
	for a := range addresses(body) {
		if all = append(all, a); len(all) >= maxAddresses {
			break
		}
	}
	return all
}

// ParseAddressList returns the addresses of a list for show: names decoded,
// groups dissolved.
func ParseAddressList(body string) []mail.Contact { return contacts(nil, body, "", maxAddresses) }

// contacts appends at most limit contacts of body to list. Raw octets are read
// as the charset label.
func contacts(list []mail.Contact, body, label string, limit int) []mail.Contact {
	found := false
	if n := strings.Count(body, "@"); list == nil && n > 0 {
		list = make([]mail.Contact, 0, min(n, limit))
	}
	for a := range addresses(body) {
		if len(list) >= limit {
			return list
		}
		if a.Kind != Mailbox {
			continue
		}
		found = found || a.spec != ""
		list = append(list, contact(a, label))
	}
	// All of a list inside one encoded-word: =?utf-8?q?Ann_<ann@a.test>?=
	if !found && len(list) == 1 && strings.Contains(body, "=?") {
		if inner := decodeWords(unfold(body), label); strings.Contains(inner, "@") && !strings.Contains(inner, "=?") {
			return contacts(list[:0], inner, label, limit)
		}
	}
	return list
}

func contact(a Address, label string) mail.Contact {
	return mail.Contact{
		Name:    clean(decodeWords(a.Name, label), maxName),
		Address: mail.Address(clean(decodeRaw(a.spec, label), maxAddress)),
	}
}

// decodeRaw makes UTF-8 of raw octets, and nothing of encoded-words: inside
// an address they are no such thing, and have hidden its real domain.
func decodeRaw(s, label string) string {
	if isASCII(s) {
		return s
	}
	return rawText(s, label)
}

// addresses yields the members of an address list.
func addresses(body string) iter.Seq[Address] {
	return func(yield func(Address) bool) {
		r := addressReader{s: body}
		for {
			a, ok := r.next()
			if !ok || !yield(a) {
				return
			}
		}
	}
}

// An addressReader walks over an address list once. What turned out to have
// no end is from then on an octet like any other, so that no octet is looked
// at more than a few times.
type addressReader struct {
	s                                string
	i                                int
	inGroup                          bool
	quoteOpen, commentOpen, spanOpen bool // one had no end
}

// An element is what stands between two separators.
type element struct {
	phrase  string // before the angle bracket, or all of it
	angle   string
	comment string
	bracket bool // there was an angle bracket
	end     byte // ',', ';', ':' or 0
}

func (r *addressReader) next() (Address, bool) {
	for {
		if r.i >= len(r.s) {
			if r.inGroup {
				r.inGroup = false
				return Address{Kind: GroupEnd}, true
			}
			return Address{}, false
		}
		if r.inGroup && r.s[r.i] == ';' {
			r.i++
			r.inGroup = false
			return Address{Kind: GroupEnd}, true
		}
		e := r.element()
		if e.end == ':' {
			r.inGroup = true
			return Address{Kind: GroupStart, Name: phraseText(e.phrase)}, true
		}
		if a, ok := e.address(); ok {
			return a, true
		}
	}
}

// element reads up to the next separator, which it takes unless it ends a
// group.
func (r *addressReader) element() element {
	var e element
	start := r.i
	phraseEnd := -1
	for r.i < len(r.s) {
		switch c := r.s[r.i]; {
		case c == '"' && !r.quoteOpen:
			r.quoted()
			continue
		case c == '(' && !r.commentOpen:
			r.comment(&e)
			continue
		case c == '<':
			if phraseEnd < 0 {
				phraseEnd = r.i
				e.bracket = true
				for strings.HasPrefix(r.s[r.i:], "<<") {
					r.i++
				}
				e.angle = r.angle()
				continue
			}
		case c == '[' && !r.spanOpen:
			r.literal()
			continue
		case c == ',', c == ';', c == ':' && phraseEnd < 0 && !r.inGroup && !mailto(r.s[start:r.i]):
			e.end = c
			e.phrase = r.phrase(start, phraseEnd)
			if c != ';' || !r.inGroup {
				r.i++
			}
			return e
		}
		r.i++
	}
	e.phrase = r.phrase(start, phraseEnd)
	return e
}

func (r *addressReader) phrase(start, end int) string {
	if end < 0 {
		end = r.i
	}
	return r.s[start:end]
}

// mailto reports whether s is the scheme of a URL: some write
// mailto:ann@a.test where an address belongs.
func mailto(s string) bool { return strings.EqualFold(strings.TrimLeft(s, " \t\r\n"), "mailto") }

func (r *addressReader) quoted() {
	end := skipQuoted(r.s, r.i)
	if end < 0 {
		r.quoteOpen = true
		return
	}
	r.i = end
}

func (r *addressReader) comment(e *element) {
	end := skipComment(r.s, r.i)
	if end < 0 {
		r.commentOpen = true
		return
	}
	e.comment = r.s[r.i+1 : end-1]
	r.i = end
}

// literal passes a domain literal, [IPv6:::1], whose colons separate nothing.
func (r *addressReader) literal() {
	end := strings.IndexByte(r.s[r.i:], ']')
	if end < 0 {
		r.spanOpen = true
		return
	}
	r.i += end + 1
}

// angle reads <addr-spec>. Without its end it goes on to the next comma.
func (r *addressReader) angle() string {
	start := r.i + 1
	for i := start; i < len(r.s) && r.s[i] != '<'; i++ {
		switch {
		case r.s[i] == '"' && !r.quoteOpen:
			if end := skipQuoted(r.s, i); end > 0 {
				i = end - 1
			} else {
				r.quoteOpen = true
			}
		case r.s[i] == '>':
			r.i = i + 1
			return r.s[start:i]
		}
	}
	end := strings.IndexAny(r.s[start:], ",;<")
	if end < 0 {
		end = len(r.s) - start
	}
	r.i = start + end
	return r.s[start:r.i]
}

// address makes a mailbox of e; ok is false if there is nothing in it.
func (e element) address() (a Address, ok bool) {
	if e.bracket {
		a.Name = phraseText(e.phrase)
		a.Route, a.spec = cutRoute(stripSpace(e.angle))
	} else {
		a.Name, a.spec = splitPhrase(e.phrase)
	}
	if a.Name == "" && e.comment != "" {
		a.Name = strings.TrimSpace(unquote(unfold(e.comment)))
	}
	at := strings.LastIndexByte(a.spec, '@')
	if at < 0 {
		a.Mailbox = unquoteLocal(a.spec)
	} else {
		a.Mailbox, a.Host = unquoteLocal(a.spec[:at]), a.spec[at+1:]
	}
	return a, a.Name != "" || a.spec != ""
}

// cutRoute takes the obsolete route off an address: <@a,@b:joe@c>.
func cutRoute(s string) (route, spec string) {
	if s == "" || s[0] != '@' {
		return "", s
	}
	route, spec, ok := strings.Cut(s, ":")
	if !ok {
		return "", s
	}
	return route, spec
}

// splitPhrase takes the address out of text without brackets: the last word
// with an @, or all of it if it is one word; the rest is a name.
func splitPhrase(s string) (name, spec string) {
	if i := strings.IndexByte(s, ':'); i >= 0 && mailto(s[:i]) {
		s = s[i+1:]
	}
	ws := words(s)
	at := -1
	for i, w := range ws {
		if strings.IndexByte(w, '@') < 0 || w[0] == '"' && w[len(w)-1] == '"' {
			continue
		}
		if w[0] == '@' || w[len(w)-1] == '@' {
			return "", strings.Join(ws, "") // ann @ a.test
		}
		at = i
	}
	switch {
	case at < 0 && len(ws) == 1 && !strings.HasPrefix(ws[0], "=?") && ws[0][0] != '"':
		return "", ws[0]
	case at < 0:
		return phraseText(s), ""
	}
	rest := append(ws[:at:at], ws[at+1:]...)
	return phraseText(strings.Join(rest, " ")), ws[at]
}

// words splits s at white space outside quotes, comments left out.
func words(s string) []string {
	var out []string
	start := -1
	push := func(end int) {
		if start >= 0 {
			out = append(out, s[start:end])
		}
		start = -1
	}
	noQuote, noComment := false, false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t', '\r', '\n':
			push(i)
			continue
		case '(':
			if end := skipUnless(&noComment, skipComment, s, i); end > 0 {
				push(i)
				i = end - 1
				continue
			}
		case '"':
			if end := skipUnless(&noQuote, skipQuoted, s, i); end > 0 {
				if start < 0 {
					start = i
				}
				i = end - 1
				continue
			}
		}
		if start < 0 {
			start = i
		}
	}
	push(len(s))
	return out
}

// skipUnless calls skip unless it has already found no end, and notes if it
// finds none.
func skipUnless(never *bool, skip func(string, int) int, s string, i int) int {
	if *never {
		return -1
	}
	end := skip(s, i)
	*never = end < 0
	return end
}

// phraseText returns a phrase (RFC 5322 §3.2.5) on one line, without quotes
// and comments.
func phraseText(s string) string {
	s = trimBlank(s)
	if isSimple(s) {
		return s
	}
	if len(s) > 1 && s[0] == '"' && skipQuoted(s, 0) == len(s) {
		return strings.TrimSpace(unquote(unfold(s[1 : len(s)-1])))
	}
	ws := words(s)
	for i, w := range ws {
		ws[i] = unquoteLocal(w)
	}
	return strings.Join(ws, " ")
}

// isSimple reports whether a phrase is nothing but what it shows.
func isSimple(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '"', '\\', '(', '\r', '\n':
			return false
		}
	}
	return true
}

// unquoteLocal takes the quotes off the quoted strings in s.
func unquoteLocal(s string) string {
	if strings.IndexByte(s, '"') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '"' {
			b.WriteByte(s[i])
			continue
		}
		end := skipQuoted(s, i)
		if end < 0 {
			b.WriteString(s[i:])
			break
		}
		b.WriteString(unquote(s[i+1 : end-1]))
		i = end - 1
	}
	return b.String()
}

// stripSpace takes white space and comments out of an addr-spec, quoted
// strings excepted.
func stripSpace(s string) string {
	for i := range len(s) {
		if isBlank(s[i]) || s[i] == '(' {
			return strings.Join(words(s), "")
		}
	}
	return s
}
