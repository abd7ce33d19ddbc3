package bodies

import "mailsink/internal/mime"

// What stands for what is missing of an address, or cannot be read.
const (
	missingMailbox = "MISSING_MAILBOX"
	missingDomain  = "MISSING_DOMAIN"
	syntaxError    = "SYNTAX_ERROR"
	invalidRoute   = "INVALID_ROUTE"
)

// readAddresses returns the members of an address list (RFC 5322 §3.4 and
// §4.4). Where a list is not well formed it ends, and an address that is not
// says so in its domain: a client that answers must not write to what someone
// guessed. Package mime, which reads for people, guesses.
func readAddresses(body string) []mime.Address {
	l := addressLexer{lexer: lexer{s: body}}
	if l.space() != goesOn {
		return nil
	}
	for len(l.all) < maxAddresses && l.address() != ended && l.follows() == ',' {
		if l.i++; l.space() != goesOn {
			break
		}
	}
	return l.all
}

// An addressLexer collects addresses.
type addressLexer struct {
	lexer
	all []mime.Address
}

// address reads a group or a mailbox.
func (l *addressLexer) address() outcome {
	start := l.i
	if o := l.group(); o != broken {
		return o
	}
	l.i = start
	return l.mailbox()
}

// group reads "Name: a@x, b@x;". It is broken only if it is no group.
func (l *addressLexer) group() outcome {
	name, o := l.phrase(nil)
	if o != goesOn || l.follows() != ':' {
		return broken
	}
	l.i++
	l.all = append(l.all, mime.Address{Kind: mime.GroupStart, Name: string(name)})
	o = l.space()
	for o == goesOn && l.follows() != ';' && len(l.all) < maxAddresses {
		if o = l.mailbox(); o == ended || l.follows() != ',' {
			break
		}
		l.i++
		o = l.space()
	}
	if o != broken && l.follows() == ';' {
		l.i++
		o = l.space()
	}
	l.all = append(l.all, mime.Address{Kind: mime.GroupEnd})
	if o == broken {
		return ended
	}
	return o
}

// mailbox reads an address with or without a name.
func (l *addressLexer) mailbox() outcome {
	start := l.i
	a, o := l.named()
	if o == broken {
		l.i = start
		a, o = l.plain()
	}
	if a.Mailbox == "" {
		a.Mailbox = missingMailbox
	}
	if a.Host == "" {
		a.Host = missingDomain
	}
	l.all = append(l.all, a)
	return o
}

// named reads "Name <a@x>". It is broken only if it is something else.
func (l *addressLexer) named() (a mime.Address, o outcome) {
	name, o := l.phrase(nil)
	if o != goesOn || l.follows() != '<' {
		return a, broken
	}
	a.Name = string(name)
	if l.angle(&a) == broken {
		a.Host = syntaxError
	}
	return a, l.outcome()
}

// angle reads "<a@x>", or "<@y,@z:a@x>".
func (l *addressLexer) angle(a *mime.Address) outcome {
	if l.i++; l.space() != goesOn {
		return broken
	}
	if l.follows() == '@' {
		if !l.route(a) {
			return broken
		}
	}
	if l.follows() != '>' {
		if l.local(a) != goesOn {
			return broken
		}
		if l.follows() == '@' && l.host(a) != goesOn {
			return broken
		}
	}
	if l.follows() != '>' {
		return broken
	}
	l.i++
	return l.space()
}

// route reads "@y,@z:", and goes on behind what is none.
func (l *addressLexer) route(a *mime.Address) bool {
	var list []byte
	o := goesOn
	for o == goesOn && l.follows() == '@' {
		if len(list) > 0 {
			list = append(list, ',')
		}
		list = append(list, '@')
		if list, o = l.domain(list); o != goesOn {
			break
		}
		for o = l.space(); o == goesOn && l.follows() == ','; o = l.space() {
			l.i++
		}
	}
	if a.Route = string(list); o == goesOn && l.follows() == ':' {
		l.i++
	} else {
		a.Route = invalidRoute
	}
	return l.space() == goesOn
}

// local reads a local-part.
func (l *addressLexer) local(a *mime.Address) (o outcome) {
	var text []byte
	if l.follows() == '"' {
		text, o = l.quoted(nil)
	} else {
		text, o = l.looseAtom(nil)
	}
	if o != broken {
		a.Mailbox = string(text)
	}
	return o
}

// host reads "@x".
func (l *addressLexer) host(a *mime.Address) outcome {
	text, o := l.domain(nil)
	if o != broken {
		a.Host = string(text)
	}
	return o
}

// plain reads "a@x", with a comment for its name. A word alone is a mailbox,
// several are a name.
func (l *addressLexer) plain() (a mime.Address, o outcome) {
	l.comment = ""
	o = l.local(&a)
	at := o != ended && l.follows() == '@'
	if at {
		if h := l.host(&a); h != goesOn {
			o = h
		}
	}
	switch {
	case l.comment != "":
		a.Name = l.comment
	case !at:
		l.words(&a)
		o = broken
	}
	return a, o
}

// words takes what was read and the words behind it for a name, if there are
// any.
func (l *addressLexer) words(a *mime.Address) {
	name := append([]byte(a.Mailbox), ' ')
	n := len(name)
	if name, _ = l.phrase(name); len(name) > n {
		a.Mailbox, a.Name = "", string(name)
	}
}
