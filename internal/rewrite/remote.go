package rewrite

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"time"
)

// Dial connects to the server of a tcp: or socketmap: table; network is "tcp"
// or "unix".
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// maxAsk is how long a server may take to answer one key.
const maxAsk = 10 * time.Second

// remoteTable asks a server that the operator named. It connects for each key,
// so that nothing has to be closed when tables are read anew.
type remoteTable struct {
	name, network, address string
	dial                   Dial
	// ask puts a key to a connected server.
	ask func(conn net.Conn, key string) (remoteAnswer, error)
}

// remoteAnswer is what a server said of a key.
type remoteAnswer struct {
	found bool
	value string
	note  string // what Postfix would log of a refusal
}

// Name returns the name of the table.
func (t remoteTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t remoteTable) Indexed() bool { return false }

// Lookup asks the server. No answer, or none that can be read, is ErrTemporary.
func (t remoteTable) Lookup(ctx context.Context, key string) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, maxAsk)
	defer cancel()
	conn, err := t.dial(ctx, t.network, t.address)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w: %w", t.name, ErrTemporary, err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer func() { stop(); _ = conn.Close() }()
	said, err := t.ask(conn, key)
	if said.note != "" {
		said.note = t.name + " " + said.note
	}
	res := Result{Found: said.found, Value: said.value, Notes: nonEmpty(said.note)}
	if err != nil {
		return res, fmt.Errorf("%s: %w", t.name, err)
	}
	if res.Found {
		res.Table = t.name
	}
	return res, nil
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// dialer returns how servers of tables are reached.
func (o *opener) dialer() Dial {
	if o.config.Dial != nil {
		return o.config.Dial
	}
	return new(net.Dialer).DialContext
}

// tcp opens tcp:HOST:PORT, the protocol of tcp_table(5).
func (o *opener) tcp(name, place string) (Table, error) {
	if _, _, err := net.SplitHostPort(place); err != nil {
		return nil, badTable(name, fmt.Sprintf("%q is not a server; write tcp:HOST:PORT", place))
	}
	return remoteTable{name: name, network: "tcp", address: place, dial: o.dialer(), ask: askTCP}, nil
}

// socketmap opens socketmap:inet:HOST:PORT:NAME or socketmap:unix:PATH:NAME,
// the protocol of socketmap_table(5).
func (o *opener) socketmap(name, place string) (Table, error) {
	kind, rest, _ := strings.Cut(place, ":")
	i := strings.LastIndexByte(rest, ':')
	wrong := badTable(name, fmt.Sprintf("%q is not a server and a map; write socketmap:inet:HOST:PORT:NAME or socketmap:unix:PATH:NAME", place))
	if i <= 0 || i+1 == len(rest) {
		return nil, wrong
	}
	address, mapName := rest[:i], rest[i+1:]
	t := remoteTable{name: name, network: "unix", address: address, dial: o.dialer()}
	t.ask = func(conn net.Conn, key string) (remoteAnswer, error) { return askSocketmap(conn, mapName, key) }
	switch kind {
	case "inet":
		t.network = "tcp"
		if _, _, err := net.SplitHostPort(address); err != nil {
			return nil, wrong
		}
	case "unix":
	default:
		return nil, wrong
	}
	return t, nil
}

// maxTCPReply is the longest line that a tcp: server may answer.
const maxTCPReply = 4096

// askTCP puts a key to a server that speaks as tcp_table(5) says.
func askTCP(conn net.Conn, key string) (remoteAnswer, error) {
	if _, err := conn.Write([]byte("get " + percentEncoded(key) + "\n")); err != nil {
		return remoteAnswer{}, fmt.Errorf("%w: %w", ErrTemporary, err)
	}
	line, err := bufio.NewReaderSize(conn, maxTCPReply).ReadSlice('\n')
	if err != nil {
		return remoteAnswer{}, fmt.Errorf("%w: the server gave no whole line of at most %d octets: %w", ErrTemporary, maxTCPReply, err)
	}
	text := strings.TrimRight(string(line), "\r\n")
	code, rest, ok := strings.Cut(text, " ")
	value, decoded := percentDecoded(rest)
	switch {
	case !ok || !decoded:
	case code == "200":
		return remoteAnswer{found: true, value: value}, nil
	case code == "500":
		return remoteAnswer{}, nil
	}
	return remoteAnswer{}, fmt.Errorf("%w: the server answered %q", ErrTemporary, text)
}

// percentEncoded writes what is not printable, white space and % as %XX.
func percentEncoded(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; c > ' ' && c < 0x7f && c != '%' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// percentDecoded reads %XX; false where % is not followed by two hex digits.
func percentDecoded(s string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		var c byte
		if i+2 >= len(s) {
			return "", false
		}
		if _, err := fmt.Sscanf(s[i+1:i+3], "%02x", &c); err != nil {
			return "", false
		}
		b.WriteByte(c)
		i += 2
	}
	return b.String(), true
}
