package rewrite

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// maxSocketmapReply is the longest reply that a socketmap server may give.
const maxSocketmapReply = 100000

var errNetstring = errors.New("the server's reply is not a netstring of at most 100000 octets")

// askSocketmap puts a key to a server that speaks as socketmap_table(5) says:
// netstrings both ways.
func askSocketmap(conn net.Conn, mapName, key string) (remoteAnswer, error) {
	request := mapName + " " + key
	if _, err := fmt.Fprintf(conn, "%d:%s,", len(request), request); err != nil {
		return remoteAnswer{}, fmt.Errorf("%w: %w", ErrTemporary, err)
	}
	reply, err := readNetstring(bufio.NewReader(conn))
	if err != nil {
		return remoteAnswer{}, fmt.Errorf("%w: %w", ErrTemporary, err)
	}
	status, text, ok := strings.Cut(reply, " ")
	switch {
	case status == "OK" && ok:
		return remoteAnswer{found: true, value: text}, nil
	case status == "NOTFOUND":
		return remoteAnswer{}, nil
	case status == "TEMP":
		return remoteAnswer{note: "socketmap server temporary error: " + text}, fmt.Errorf("%w: the server answered %q", ErrTemporary, reply)
	case status == "TIMEOUT":
		return remoteAnswer{note: "socketmap server timeout: " + text}, fmt.Errorf("%w: the server answered %q", ErrTemporary, reply)
	case status == "PERM":
		return remoteAnswer{note: "socketmap server permanent error: " + text}, fmt.Errorf("%w: the server answered %q", ErrResult, reply)
	}
	return remoteAnswer{}, fmt.Errorf("%w: the server answered %q", ErrTemporary, reply)
}

// readNetstring reads "length:octets,".
func readNetstring(r *bufio.Reader) (string, error) {
	n := 0
	for digits := 0; ; digits++ {
		c, err := r.ReadByte()
		if err != nil {
			return "", err
		}
		if c == ':' && digits > 0 {
			break
		}
		if c < '0' || c > '9' {
			return "", errNetstring
		}
		if n = n*10 + int(c-'0'); n > maxSocketmapReply {
			return "", errNetstring
		}
	}
	b := make([]byte, n+1)
	if _, err := io.ReadFull(r, b); err != nil {
		return "", err
	}
	if b[n] != ',' {
		return "", errNetstring
	}
	return string(b[:n]), nil
}
