package smtp

import (
	"crypto/tls"
	"encoding/binary"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

func trustLoopback(srv *Server) { srv.Trusted = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

// message sends one and returns who it is said to come from.
func (c *client) message(box *recorder) mail.Client {
	c.t.Helper()
	c.envelope()
	c.want("DATA\r\n", "354 ")
	c.want(".\r\n", "250 ")
	all := box.all()
	return all[len(all)-1].env.Client
}

func TestTrustedClientsSpeakForOthers(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	trustLoopback(srv)
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	if got := c.want("EHLO proxy.example\r\n", "250-"); !strings.Contains(got, "\n250-XCLIENT NAME ADDR ") || !strings.Contains(got, "\n250-XFORWARD NAME ADDR ") {
		t.Errorf("offered %s", got)
	}
	seen := c.message(box)
	c.want("XCLIENT NAME=a.example ADDR=192.0.2.7 PORT=1234 LOGIN=ann+40example.com PROTO=ESMTP DESTADDR=192.0.2.9\r\n", "220 mailsink.test ESMTP mailsink")
	c.want("MAIL FROM:<>\r\n", "503 5.5.1 Send EHLO or HELO first")
	c.want("EHLO told.example\r\n", "250-")
	told := c.message(box)
	if told.Address != "192.0.2.7:1234" || told.Identity != "ann@example.com" || told.Hello != "told.example" || seen.Hello != "proxy.example" {
		t.Errorf("seen %+v, told %+v", seen, told)
	}
}

func TestXFORWARDHoldsForOneTransaction(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	trustLoopback(srv)
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	c.want("XFORWARD NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::7 PORT=25\r\n", "250 ")
	c.want("XFORWARD HELO=first.example PROTO=smtp SOURCE=REMOTE IDENT=x\r\n", "250 ")
	if got := c.message(box); got.Address != "[2001:db8::7]:25" || got.Hello != "first.example" || got.Protocol != "SMTP" {
		t.Errorf("the first message is from %+v", got)
	}
	if got := c.message(box); !strings.HasPrefix(got.Address, "127.0.0.1:") || got.Hello != "client.example" || got.Protocol != "ESMTP" {
		t.Errorf("the second message is from %+v", got)
	}
	c.want("XFORWARD ADDR=192.0.2.7\r\n", "250 ")
	c.want("RSET\r\n", "250 ")
	if got := c.message(box); strings.HasPrefix(got.Address, "192.") {
		t.Errorf("after RSET the message is from %+v", got)
	}
}

func TestAttributesAreReadStrictly(t *testing.T) {
	srv := newServer(discarder{})
	trustLoopback(srv)
	srv.MaxBadCommands = 100
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	for _, attributes := range []string{"", "ADDR", "ADDR=x", "ADDR=192.0.2.1+0D+0A", "HELO=a+0", "HELO=a+xx", "PORT=65536", "PROTO=a_b", "FOO=1", "NAME=+C3"} {
		c.want("XCLIENT "+attributes+"\r\n", "501 5.5.4 ")
		c.want("XFORWARD "+attributes+"\r\n", "501 5.5.4 ")
	}
	c.want("XCLIENT IDENT=x\r\n", "501 5.5.4 ")
	c.want("XFORWARD LOGIN=x\r\n", "501 5.5.4 ")
	c.want("MAIL FROM:<>\r\n", "250 ")
	c.want("XCLIENT ADDR=192.0.2.1\r\n", "503 5.5.1 ")
	c.want("XFORWARD ADDR=192.0.2.1\r\n", "503 5.5.1 ")
}

func TestAnAddressToldIsNotTrusted(t *testing.T) {
	srv := newServer(discarder{})
	trustLoopback(srv)
	srv.Proxied = true
	addr, _ := start(t, srv)
	c := dial(t, addr)
	c.send("PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\n")
	c.want("", "220 ")
	if got := c.want("EHLO client.example\r\n", "250-"); strings.Contains(got, "XCLIENT") {
		t.Errorf("a stranger behind a proxy is trusted: %s", got)
	}
	c.want("XCLIENT ADDR=127.0.0.1\r\n", "550 5.7.0 ")
}

// proxyV2 writes a header of version 2.
func proxyV2(command, family byte, body string) string {
	head := append([]byte(signatureV2), 0x20|command, family<<4|1)
	return string(binary.BigEndian.AppendUint16(head, uint16(len(body)))) + body
}

func TestProxyHeaders(t *testing.T) {
	v4 := "\xc0\x00\x02\x07\xc0\x00\x02\x01\x0f\xa0\x00\x19"
	v6 := strings.Repeat("\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07", 2) + "\x0f\xa0\x00\x19"
	for _, tt := range []struct{ name, header, want string }{
		{"version 1, IPv4", "PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\n", "192.0.2.7:4000"},
		{"version 1, IPv6", "PROXY TCP6 2001:db8::7 2001:db8::1 4000 25\r\n", "[2001:db8::7]:4000"},
		{"version 1, unknown", "PROXY UNKNOWN\r\n", "127.0.0.1:"},
		{"version 1, unknown with more", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", "127.0.0.1:"},
		{"version 2, IPv4", proxyV2(1, 1, v4), "192.0.2.7:4000"},
		{"version 2, IPv4 with more", proxyV2(1, 1, v4+"\x04\x00\x01x"), "192.0.2.7:4000"},
		{"version 2, IPv6", proxyV2(1, 2, v6), "[2001:db8::7]:4000"},
		{"version 2, local", proxyV2(0, 0, ""), "127.0.0.1:"},
		{"version 2, unix", proxyV2(1, 3, strings.Repeat("x", 216)), "127.0.0.1:"},
		{"none", "EHLO client.example\r\n", ""},
		{"none, and TLS", "\x16\x03\x01" + strings.Repeat("x", 200), ""},
		{"version 1 without end", "PROXY TCP4 " + strings.Repeat("1", 200), ""},
		{"version 1 of another family", "PROXY TCP4 2001:db8::7 2001:db8::1 4000 25\r\n", ""},
		{"version 1 with a name", "PROXY TCP4 a.example 192.0.2.1 4000 25\r\n", ""},
		{"version 1 that is short", "PROXY TCP4 192.0.2.7\r\n", ""},
		{"version 2 that is short", proxyV2(1, 1, v4[:8]), ""},
		{"version 2 that is too long", proxyV2(1, 1, strings.Repeat("x", 5000)), ""},
		{"version 3", strings.Replace(proxyV2(1, 1, v4), "\x21", "\x31", 1), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			box := &recorder{}
			srv := newServer(box)
			trustLoopback(srv)
			srv.Proxied = true
			addr, _ := start(t, srv)
			c := dial(t, addr)
			if c.send(tt.header); tt.want == "" {
				c.wantEnd()
				return
			}
			c.want("", "220 ")
			c.want("EHLO client.example\r\n", "250-")
			if got := c.message(box).Address; !strings.HasPrefix(got, tt.want) {
				t.Errorf("the client is %q, want %q", got, tt.want)
			}
		})
	}
}

func TestProxyHeaderComesBeforeTLS(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	trustLoopback(srv)
	srv.Proxied, srv.TLS = true, selfSigned(t)
	addr, _ := startOn(t, srv.ServeTLS)
	c := dial(t, addr)
	c.send("PROXY TCP4 192.0.2.7 192.0.2.1 4000 465\r\n")
	c.conn = tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true})
	c.want("", "220 ")
	c.want("EHLO client.example\r\n", "250-")
	if got := c.message(box); got.Address != "192.0.2.7:4000" || got.TLS == "" {
		t.Errorf("the client is %+v", got)
	}
}

func TestStrangersSendNoProxyHeader(t *testing.T) {
	srv := newServer(discarder{})
	srv.Trusted, srv.Proxied = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, true
	addr, _ := start(t, srv)
	greeted(t, addr).want("PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\n", "500 5.5.1 ")
}

func TestUnixSocketsAreTrustedWhereThatIsSaid(t *testing.T) {
	for _, trusted := range []bool{true, false} {
		ln, err := net.Listen("unix", filepath.Join(t.TempDir(), "smtp"))
		if err != nil {
			t.Fatal(err)
		}
		srv := newServer(discarder{})
		trustLoopback(srv)
		srv.TrustedUnix = trusted
		stop := serveOn(t, ln, srv.Serve)
		conn, err := net.Dial("unix", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		c := &client{t: t, conn: conn}
		c.want("", "220 ")
		if got := c.want("EHLO client.example\r\n", "250-"); strings.Contains(got, "XCLIENT") != trusted {
			t.Errorf("trusted %v: %s", trusted, got)
		}
		conn.Close()
		stop()
	}
}

// A reading is a socket that says what it was given.
type reading struct {
	net.Conn
	*strings.Reader
}

func (r reading) Read(p []byte) (int, error) { return r.Reader.Read(p) }

func FuzzProxyHeader(f *testing.F) {
	f.Add("PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\nEHLO a")
	f.Add(proxyV2(1, 1, "\xc0\x00\x02\x07\xc0\x00\x02\x01\x0f\xa0\x00\x19") + "EHLO a")
	f.Add(proxyV2(0, 0, "") + "\x16\x03")
	f.Fuzz(func(t *testing.T, sent string) {
		in := strings.NewReader(sent)
		c := &conn{socket: reading{Reader: in}}
		if c.readProxyHeader() != nil {
			return
		}
		header := sent[:len(sent)-in.Len()]
		if v1 := strings.HasSuffix(header, "\r\n") && strings.Count(header, "\n") == 1; !v1 && !strings.HasPrefix(header, signatureV2) {
			t.Fatalf("%q was taken for a header", header)
		}
		if _, err := netip.ParseAddrPort(c.address); c.address != "" && err != nil {
			t.Fatalf("%q was taken for an address", c.address)
		}
	})
}

func FuzzAttributes(f *testing.F) {
	f.Add("ADDR", "IPV6:2001:db8::7")
	f.Add("HELO", "a+2Bb")
	f.Add("LOGIN", "[UNAVAILABLE]")
	f.Fuzz(func(t *testing.T, name, value string) {
		text, ok := xtext(value)
		if !ok {
			return
		}
		var a clientAttributes
		if !a.set("XCLIENT", name, text) {
			return
		}
		var client mail.Client
		a.apply(&client)
		for _, s := range []string{client.Address, client.Hello, client.Protocol, a.login} {
			if !isText([]byte(s)) {
				t.Fatalf("%s=%q became %q", name, value, s)
			}
		}
	})
}
