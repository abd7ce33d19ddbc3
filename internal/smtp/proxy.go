package smtp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"strings"
	"time"
)

// Bounds of a PROXY header. What proxies add in version 2 is small; a header
// of 64 KiB is none of a mail proxy.
const (
	maxProxyV1 = 107
	maxProxyV2 = 4 << 10
	proxyTime  = 5 * time.Second // for the header to come
)

var errProxy = errors.New("smtp: no header of the PROXY protocol")

// signatureV2 begins a header of version 2. It is as long as what every
// header of version 1 has at least.
const signatureV2 = "\r\n\r\n\x00\r\nQUIT\n"

// proxied reads the header with which a proxy says whom it speaks for. A
// trusted client that sends none is hung up on: to let it go on would be to
// take the proxy for the client.
func (c *conn) proxied() bool {
	s := c.service
	if !s.Proxied || !s.trusts(c.peer(), c.socket.LocalAddr().Network() == "unix") {
		return true
	}
	err := c.socket.SetReadDeadline(time.Now().Add(proxyTime))
	if err == nil {
		err = c.readProxyHeader()
	}
	if err != nil {
		s.Log.Warn("a trusted client sent no PROXY header", "conn", c.id, "client", c.address, "error", err)
		c.remarkEnd(err)
		c.closing = true
		return false
	}
	c.describe()
	return c.socket.SetReadDeadline(time.Time{}) == nil
}

// readProxyHeader reads the header and not an octet more: what follows may be
// TLS.
func (c *conn) readProxyHeader() error {
	start := make([]byte, len(signatureV2), maxProxyV1)
	if _, err := io.ReadFull(c.socket, start); err != nil {
		return err
	}
	if string(start) == signatureV2 {
		return c.readProxyV2()
	}
	for !bytes.HasSuffix(start, []byte("\r\n")) {
		if len(start) == maxProxyV1 {
			return errProxy
		}
		start = start[:len(start)+1]
		if _, err := io.ReadFull(c.socket, start[len(start)-1:]); err != nil {
			return err
		}
	}
	return c.proxyV1(strings.TrimSuffix(string(start), "\r\n"))
}

// proxyV1 reads "PROXY TCP4 192.0.2.1 192.0.2.2 40000 25".
func (c *conn) proxyV1(line string) error {
	fields := strings.Split(line, " ")
	if len(fields) < 2 || fields[0] != "PROXY" {
		return errProxy
	}
	if fields[1] == "UNKNOWN" {
		return nil
	}
	if len(fields) != 6 || fields[1] != "TCP4" && fields[1] != "TCP6" {
		return errProxy
	}
	from := fields[2] + ":" + fields[4]
	if fields[1] == "TCP6" {
		from = "[" + fields[2] + "]:" + fields[4]
	}
	peer, err := netip.ParseAddrPort(from)
	if err != nil || peer.Addr().Is4() != (fields[1] == "TCP4") {
		return errProxy
	}
	c.address = peer.String()
	return nil
}

// readProxyV2 reads what follows the signature.
func (c *conn) readProxyV2() error {
	var head [4]byte
	if _, err := io.ReadFull(c.socket, head[:]); err != nil {
		return err
	}
	size := int(binary.BigEndian.Uint16(head[2:]))
	if head[0]>>4 != 2 || head[0]&0xf > 1 || size > maxProxyV2 {
		return errProxy
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(c.socket, body); err != nil {
		return err
	}
	if head[0]&0xf == 0 { // LOCAL: the proxy speaks for itself
		return nil
	}
	length := map[byte]int{1: 4, 2: 16}[head[1]>>4] // of an address of IPv4, IPv6
	if length == 0 {
		return nil // a family without ports: who it is remains unknown
	}
	if len(body) < 2*length+4 {
		return errProxy
	}
	ip, _ := netip.AddrFromSlice(body[:length])
	c.address = netip.AddrPortFrom(ip, binary.BigEndian.Uint16(body[2*length:])).String()
	return nil
}
