package cluster

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// A Config is what makes a node.
type Config struct {
	Name   string // of the cluster; the same at all nodes
	Peers  []Peer // all nodes, Self among them; the same at all nodes
	Self   Peer
	Listen string // HOST:PORT for routes; "" is the port of Self, on all interfaces unless Self is on loopback
	Dir    string // where the node keeps its share; made if it is not there
	Secret string // what all nodes know; "" only on loopback, or with TLS
	TLS    TLS
	Log    *slog.Logger // nil for none
}

// TLS names the PEM files of nodes that show each other certificates. All are
// given, or none.
type TLS struct{ Cert, Key, CA string }

// ErrOpen is a node that would let anybody join.
var ErrOpen = errors.New("anyone who reaches it could join the cluster, and read all mail")

// routeUser is who nodes are to each other; the password is what counts.
const routeUser = "mailsink"

// listen returns where routes come in.
func (c Config) listen() (host string, port int, err error) {
	if c.Listen == "" {
		if loopback(c.Self.Host) {
			return c.Self.Host, c.Self.Port, nil
		}
		return "", c.Self.Port, nil
	}
	host, text, err := net.SplitHostPort(c.Listen)
	if err == nil {
		port, err = strconv.Atoi(text)
	}
	if err != nil || port < 1 || port > 65535 {
		return "", 0, fmt.Errorf("%q is not an address to listen on: write HOST:PORT or :PORT", c.Listen)
	}
	return host, port, nil
}

// Check looks for mistakes, without starting anything.
func (c Config) Check() error {
	_, err := c.options("")
	return err
}

// options are those of the server inside. password is for its only client.
func (c Config) options(password string) (*server.Options, error) {
	host, port, err := c.listen()
	if err != nil {
		return nil, err
	}
	if c.Secret == "" && c.TLS == (TLS{}) && !loopback(host) {
		return nil, ErrOpen
	}
	config, err := c.TLS.config()
	if err != nil {
		return nil, err
	}
	o := &server.Options{
		ServerName: c.Self.String(), Host: "127.0.0.1", Port: server.RANDOM_PORT, Username: routeUser, Password: password,
		JetStream: true, StoreDir: c.Dir, SyncAlways: true, NoSigs: true,
		LameDuckDuration: 2 * time.Second, LameDuckGracePeriod: time.Millisecond,
		Cluster: server.ClusterOpts{
			Name: c.Name, Host: host, Port: port, NoAdvertise: true, TLSConfig: config, TLSTimeout: 5,
			PingInterval: 2 * time.Second, MaxPingsOut: 2,
		},
	}
	if host == "" {
		o.Cluster.Host = "0.0.0.0"
	}
	if c.Secret != "" {
		o.Cluster.Username, o.Cluster.Password = routeUser, c.password()
	}
	o.Routes = c.routes(o.Cluster.Password)
	return o, nil
}

// routes are the peers as the server inside calls them. It recognises itself.
func (c Config) routes(password string) []*url.URL {
	var list []*url.URL
	for _, p := range c.Peers {
		u := &url.URL{Scheme: "nats", Host: p.String()}
		if password != "" {
			u.User = url.UserPassword(routeUser, password)
		}
		list = append(list, u)
	}
	return list
}

// password is what the secret becomes on the wire: of any length and any
// octets, and of no use for a cluster of another name.
func (c Config) password() string {
	mac := hmac.New(sha256.New, []byte(c.Secret))
	mac.Write([]byte("mailsink cluster " + c.Name))
	return hex.EncodeToString(mac.Sum(nil))
}

// config reads the certificates; nil for none.
func (t TLS) config() (*tls.Config, error) {
	if t == (TLS{}) {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(t.Cert, t.Key)
	if err != nil {
		return nil, fmt.Errorf("certificate and key of this node: %w", err)
	}
	octets, err := os.ReadFile(t.CA)
	if err != nil {
		return nil, fmt.Errorf("authority of the nodes: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(octets) {
		return nil, fmt.Errorf("authority of the nodes: %s holds no certificate in PEM", t.CA)
	}
	return &tls.Config{
		Certificates: []tls.Certificate{pair}, RootCAs: pool, ClientCAs: pool,
		ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS12,
	}, nil
}

// newPassword is known to this process alone.
func newPassword() string { return rand.Text() }
