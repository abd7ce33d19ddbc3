package cluster_test

import (
	"strings"
	"testing"

	"mailsink/internal/cluster"
)

func TestPeersAreNamedAllAndOnce(t *testing.T) {
	for in, want := range map[string]string{
		"a,b,c":                    "a:6222 b:6222 c:6222",
		"a:1, B.Example:2 ,c":      "a:1 b.example:2 c:6222",
		"[::1]:1,[::1]:2,fe80::1":  "[::1]:1 [::1]:2 [fe80::1]:6222",
		"a,b":                      "three nodes or more",
		"":                         "HOST:PORT",
		"a,b,a":                    "twice",
		"a,b,a:6222":               "twice",
		"a,b,c:0":                  `"c:0" is not a node`,
		"a,b,c:http":               `"c:http" is not a node`,
		"a,b,nats://c":             "is not a node",
		"a,b,user@c":               "is not a node",
		"h-0.peers,h-1.peers,h_2.": "h-0.peers:6222 h-1.peers:6222 h_2.:6222",
	} {
		peers, err := cluster.ParsePeers(strings.Split(in, ","))
		got := make([]string, len(peers))
		for i, p := range peers {
			got[i] = p.String()
		}
		said := strings.Join(got, " ")
		if err != nil {
			said = err.Error()
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %s; want %s", in, said, want)
		}
	}
}

func TestANodeFindsItselfAmongItsPeers(t *testing.T) {
	for _, c := range []struct{ name, peers, told, listen, host, owns, want string }{
		{"by what it is told", "a,b,c", "b", "", "a", "a", "b:6222"},
		{"by what it is told with the port", "a:1,a:2,a:3", "a:2", "", "a", "a", "a:2"},
		{"but not by what is none", "a,b,c", "d", "", "a", "a", "none of them"},
		{"by where it listens", "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3", "", "127.0.0.1:2", "x", "127.0.0.1", "127.0.0.1:2"},
		{"by the port it listens on", "a:1,a:2,a:3", "", ":3", "a", "a", "a:3"},
		{"by the name of its host", "a,b,c", "", "", "c", "", "c:6222"},
		{"whatever its case", "a,b,c", "", "", "C", "", "c:6222"},
		{"by the first label, as pods are called", "m-0.peers,m-1.peers,m-2.peers", "", "", "m-1", "", "m-1.peers:6222"},
		{"by an address of its machine", "10.0.0.1,10.0.0.2,10.0.0.3", "", "", "x", "10.0.0.2", "10.0.0.2:6222"},
		{"not by the first octet of an address", "10.0.0.1,10.0.0.2,10.0.0.3", "", "", "10", "", "none of them is this machine"},
		{"not where several are", "a:1,a:2,a:3", "", "", "a", "a", "both this machine"},
		{"not where none is", "a,b,c", "", "", "x", "", "none of them is this machine"},
	} {
		t.Run(c.name, func(t *testing.T) {
			peers, err := cluster.ParsePeers(strings.Split(c.peers, ","))
			if err != nil {
				t.Fatal(err)
			}
			self, err := cluster.Self(peers, c.told, c.listen, cluster.Machine{Hostname: c.host, Owns: func(host string) bool { return host == c.owns }})
			said := self.String()
			if err != nil {
				said = err.Error()
			}
			if !strings.Contains(said, c.want) {
				t.Errorf("%s; want %s", said, c.want)
			}
		})
	}
}

func TestLoopbackIsOfThisMachine(t *testing.T) {
	m := cluster.ThisMachine("x")
	if !m.Owns("127.0.0.1") || m.Owns("192.0.2.1") || m.Owns("no.such.host.invalid") {
		t.Error("the addresses of this machine are not known")
	}
}
