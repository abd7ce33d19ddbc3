package main

import (
	"fmt"
	"net/netip"
)

// A network is CIDR, a single address, or "unix" for unix sockets.
type network struct{ netip.Prefix }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (n *network) UnmarshalText(text []byte) error {
	if string(text) == "unix" {
		return nil
	}
	if addr, err := netip.ParseAddr(string(text)); err == nil {
		n.Prefix = netip.PrefixFrom(addr, addr.BitLen())
		return nil
	}
	prefix, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a network: write 10.0.0.0/8, 2001:db8::/32, one address, or unix", text)
	}
	n.Prefix = prefix.Masked()
	return nil
}

// String returns n as UnmarshalText reads it.
func (n network) String() string {
	if !n.IsValid() {
		return "unix"
	}
	return n.Prefix.String()
}

func (c *serveCmd) trustedNetworks() (prefixes []netip.Prefix) {
	for _, n := range c.Trusted {
		if n.IsValid() {
			prefixes = append(prefixes, n.Prefix)
		}
	}
	return prefixes
}

func (c *serveCmd) trustsUnix() bool {
	for _, n := range c.Trusted {
		if !n.IsValid() {
			return true
		}
	}
	return false
}
