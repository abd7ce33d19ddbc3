package cluster

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// DefaultPort is where nodes listen for each other unless their name says
// otherwise: the port of routes in NATS.
const DefaultPort = 6222

// least is how many nodes it takes to lose one and go on.
const least = 3

// A Peer is a node as its peers call it.
type Peer struct {
	Host string
	Port int
}

// String writes the peer as HOST:PORT. It is the name of the node.
func (p Peer) String() string { return net.JoinHostPort(p.Host, strconv.Itoa(p.Port)) }

// loopback reports whether nobody beyond this machine reaches host.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ParsePeer reads HOST or HOST:PORT.
func ParsePeer(s string) (Peer, error) {
	s = strings.TrimSpace(s)
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		host, port = strings.Trim(s, "[]"), strconv.Itoa(DefaultPort)
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 || !regexp.MustCompile(`^[A-Za-z0-9._:%-]+$`).MatchString(host) {
		return Peer{}, fmt.Errorf("%q is not a node: write HOST or HOST:PORT", s)
	}
	return Peer{strings.ToLower(host), n}, nil
}

// ParsePeers reads the list of all nodes. The error says how to write it.
func ParsePeers(list []string) ([]Peer, error) {
	var peers []Peer
	for _, s := range list {
		p, err := ParsePeer(s)
		if err != nil {
			return nil, err
		}
		if slices.Contains(peers, p) {
			return nil, fmt.Errorf("%s stands there twice: name each node once", p)
		}
		peers = append(peers, p)
	}
	if len(peers) < least {
		return nil, fmt.Errorf("a cluster is of three nodes or more, because two cannot lose one, and here are %d: name them all, this one too, as host1,host2,host3", len(peers))
	}
	return peers, nil
}

// A Machine is what a process knows of where it runs.
type Machine struct {
	Hostname string
	Owns     func(host string) bool // whether host is a name or an address of this machine
}

// errNoSelf is told with what to do.
var errNoSelf = errors.New("none of them is this machine")

// Self finds the peer that this process is: the one called told, else the one
// whose address is listen, else the one of this host's name, else the one
// whose address is of this machine. told and listen may be empty.
func Self(peers []Peer, told, listen string, m Machine) (Peer, error) {
	if told != "" {
		return named(peers, told)
	}
	host, port, err := net.SplitHostPort(listen)
	if at := (func(p Peer) bool { return p.Host == host && strconv.Itoa(p.Port) == port }); err == nil && slices.ContainsFunc(peers, at) {
		return peers[slices.IndexFunc(peers, at)], nil
	}
	if port != "" { // of several on one machine, the port says which
		peers = slices.DeleteFunc(slices.Clone(peers), func(p Peer) bool { return strconv.Itoa(p.Port) != port })
	}
	for _, is := range []func(Peer) bool{
		func(p Peer) bool { return strings.EqualFold(p.Host, m.Hostname) },
		func(p Peer) bool {
			first, _, _ := strings.Cut(p.Host, ".")
			return net.ParseIP(p.Host) == nil && strings.EqualFold(first, m.Hostname)
		},
		func(p Peer) bool { return m.Owns(p.Host) },
	} {
		switch found := slices.DeleteFunc(slices.Clone(peers), func(p Peer) bool { return !is(p) }); len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return Peer{}, fmt.Errorf("%s and %s are both this machine", found[0], found[1])
		}
	}
	return Peer{}, errNoSelf
}

// named finds the peer that is called so, with its port or without.
func named(peers []Peer, told string) (Peer, error) {
	for _, p := range peers {
		if strings.EqualFold(p.String(), told) || strings.EqualFold(p.Host, told) {
			return p, nil
		}
	}
	return Peer{}, fmt.Errorf("%q is none of them", told)
}

// ThisMachine looks names up to see whether they are of this machine.
func ThisMachine(hostname string) Machine {
	return Machine{Hostname: hostname, Owns: func(host string) bool {
		ours, err := net.InterfaceAddrs()
		if err != nil {
			return false
		}
		addresses, err := net.LookupIP(host)
		return err == nil && slices.ContainsFunc(addresses, func(ip net.IP) bool {
			return slices.ContainsFunc(ours, func(a net.Addr) bool {
				n, ok := a.(*net.IPNet)
				return ok && n.IP.Equal(ip)
			})
		})
	}}
}
