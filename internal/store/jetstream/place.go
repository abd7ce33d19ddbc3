package jetstream

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// A Place is where a journal lies: some servers of one NATS cluster, and the
// name of the journal in it.
type Place struct {
	Servers  []string // HOST:PORT
	Name     string   // letters, digits, - and _
	User     *url.Userinfo
	Replicas int // 0 leaves it to Open
}

// maxReplicas is what JetStream allows.
const maxReplicas = 5

// ParsePlace reads nats://[USER:PASSWORD@]HOST:PORT,HOST:PORT/NAME?replicas=N.
// A port may be left out; it is 4222. The error says how to write it.
func ParsePlace(s string) (Place, error) {
	rest, ok := strings.CutPrefix(s, "nats://")
	if !ok {
		return Place{}, misplaced("it does not begin with nats://")
	}
	rest, query, _ := strings.Cut(rest, "?")
	hosts, name, _ := strings.Cut(rest, "/")
	p := Place{Name: name}
	if i := strings.LastIndexByte(hosts, '@'); i >= 0 {
		user, err := userinfo(hosts[:i])
		if err != nil {
			return Place{}, err
		}
		p.User, hosts = user, hosts[i+1:]
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if host == "" {
			return Place{}, misplaced("a host is empty")
		}
		p.Servers = append(p.Servers, withPort(host))
	}
	if !Named(name) {
		return Place{}, misplaced("NAME is needed, of letters, digits, - and _")
	}
	return p, p.options(query)
}

// Named reports whether a journal can be called name.
func Named(name string) bool { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`).MatchString(name) }

func misplaced(why string) error {
	return fmt.Errorf("%s: write nats://HOST:4222,HOST2:4222/NAME", why)
}

func userinfo(s string) (*url.Userinfo, error) {
	u, err := url.Parse("nats://" + s + "@host")
	if err != nil {
		return nil, misplaced("user and password hold characters that must be written as %XX")
	}
	return u.User, nil
}

func withPort(host string) string {
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		return host
	}
	return host + ":4222"
}

// options reads what stands behind the question mark.
func (p *Place) options(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return misplaced("what stands behind the question mark cannot be read")
	}
	for key, list := range values {
		if key != "replicas" {
			return fmt.Errorf("%q is not an option of a NATS store: there is replicas", key)
		}
		n, err := strconv.Atoi(list[0])
		if err != nil || n < 1 || n > maxReplicas {
			return fmt.Errorf("replicas=%s is not a number from 1 to %d", list[0], maxReplicas)
		}
		p.Replicas = n
	}
	return nil
}

// String writes the place without user and password: for logs and banners.
func (p Place) String() string {
	return "nats://" + strings.Join(p.Servers, ",") + "/" + p.Name
}

// urls returns what the client library connects to.
func (p Place) urls() string {
	list := make([]string, len(p.Servers))
	for i, server := range p.Servers {
		u := url.URL{Scheme: "nats", Host: server, User: p.User}
		list[i] = u.String()
	}
	return strings.Join(list, ",")
}
