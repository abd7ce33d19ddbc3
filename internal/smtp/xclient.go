package smtp

import (
	"net/netip"
	"strconv"
	"strings"

	"mailsink/internal/mail"
)

// What XCLIENT and XFORWARD take, as Postfix has defined them.
const (
	offerXCLIENT  = "XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT"
	offerXFORWARD = "XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE"
)

// clientAttributes are what a trusted client says of the one it speaks for.
type clientAttributes struct {
	addr, port, hello, protocol string
	login                       string
}

// apply puts what was said in place of what was seen. A nil a says nothing.
func (a *clientAttributes) apply(client *mail.Client) {
	if a == nil {
		return
	}
	if a.addr != "" {
		client.Address = a.address()
	}
	if a.hello != "" {
		client.Hello = a.hello
	}
	if a.protocol != "" {
		client.Protocol = a.protocol
	}
}

func (a *clientAttributes) address() string {
	port, err := strconv.ParseUint(a.port, 10, 16)
	ip, err2 := netip.ParseAddr(a.addr)
	if err != nil || err2 != nil {
		return a.addr
	}
	return netip.AddrPortFrom(ip, uint16(port)).String()
}

// trusted reports whether the client may speak for others. Behind a proxy, it
// is the client of the proxy that must be trusted.
func (c *conn) trusted() bool {
	s := c.service
	if len(s.Trusted) == 0 && !s.TrustedUnix {
		return false
	}
	peer := c.peer()
	unix := c.socket.LocalAddr().Network() == "unix" && peer == clientAddress(c.socket)
	return s.trusts(peer, unix)
}

// trusts judges an address, or a unix socket.
func (s *Server) trusts(address string, unix bool) bool {
	if unix {
		return s.TrustedUnix
	}
	peer, err := netip.ParseAddrPort(address)
	if err != nil {
		return false
	}
	for _, p := range s.Trusted {
		if p.Contains(peer.Addr().Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

// xclient begins the session anew, on behalf of another client.
func (c *conn) xclient(arg string) {
	a, ok := c.attributes("XCLIENT", arg)
	if !ok {
		return
	}
	if c.overrides != nil { // a later XCLIENT adds to an earlier one
		a = a.over(*c.overrides)
	}
	c.overrides = &a
	c.hello, c.extended, c.forwarded, c.identity = "", false, nil, a.login
	c.describe()
	c.say(c.banner())
}

// over returns a, completed by what was said before.
func (a clientAttributes) over(b clientAttributes) clientAttributes {
	for _, f := range [][2]*string{{&a.addr, &b.addr}, {&a.port, &b.port}, {&a.hello, &b.hello}, {&a.protocol, &b.protocol}, {&a.login, &b.login}} {
		if *f[0] == "" {
			*f[0] = *f[1]
		}
	}
	return a
}

// xforward says where the next message came from first.
func (c *conn) xforward(arg string) {
	a, ok := c.attributes("XFORWARD", arg)
	if !ok {
		return
	}
	if c.forwarded != nil {
		a = a.over(*c.forwarded)
	}
	c.forwarded = &a
	c.say(replyOK())
}

func (c *conn) attributes(verb, arg string) (a clientAttributes, ok bool) {
	switch {
	case !c.trusted():
		c.refuse(mail.Reply{Code: 550, Enhanced: "5.7.0", Text: "Only trusted clients may say " + verb})
		return a, false
	case c.tx.open:
		c.refuse(outOfSequence("Not inside a transaction"))
		return a, false
	}
	fields := strings.Fields(arg)
	for _, field := range fields {
		name, value, given := strings.Cut(field, "=")
		value, wellFormed := xtext(value)
		if !given || !wellFormed || !a.set(verb, strings.ToUpper(name), value) {
			c.refuse(syntaxError(501, "5.5.4", "Malformed attribute"))
			return a, false
		}
	}
	if len(fields) == 0 {
		c.refuse(syntaxError(501, "5.5.4", "Say what is known: "+verb+" ADDR=192.0.2.1"))
	}
	return a, len(fields) > 0
}

// set takes one attribute.
func (a *clientAttributes) set(verb, name, value string) bool {
	if v := strings.ToUpper(value); v == "[UNAVAILABLE]" || v == "[TEMPUNAVAIL]" {
		value = ""
	}
	switch name {
	case "ADDR":
		if rest, v6 := cutFold(value, "IPV6:"); v6 {
			value = rest
		}
		a.addr = value
		_, err := netip.ParseAddr(value)
		return value == "" || err == nil
	case "PORT":
		a.port = value
		_, err := strconv.ParseUint(value, 10, 16)
		return value == "" || err == nil
	case "HELO":
		a.hello = value
	case "PROTO":
		a.protocol = strings.ToUpper(value)
		return value == "" || isKeyword(value)
	case "LOGIN":
		a.login = value
		return verb == "XCLIENT"
	case "DESTADDR", "DESTPORT":
		return verb == "XCLIENT"
	case "IDENT", "SOURCE":
		return verb == "XFORWARD"
	case "NAME":
	default:
		return false
	}
	return true
}

// xtext decodes the encoding of RFC 3461 §4. The result is text.
func xtext(s string) (text string, ok bool) {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '+' {
			b = append(b, s[i])
			continue
		}
		if i+2 >= len(s) {
			return "", false
		}
		n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
		if err != nil {
			return "", false
		}
		b = append(b, byte(n))
		i += 2
	}
	return string(b), isText(b)
}
