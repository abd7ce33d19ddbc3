package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mailsink/internal/cluster"
	"mailsink/internal/pause"
	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// clusterFlags make the sink a node of a cluster that keeps its own mail.
type clusterFlags struct {
	Name       string   `name:"cluster" placeholder:"NAME" help:"Keep mail together with other mailsinks, each a node of the cluster NAME with a copy on its own disk; nothing else is needed."`
	Peers      []string `sep:"," placeholder:"HOST,HOST2:PORT" help:"All nodes of --cluster, three or more, this one too, in the same words at each. The port is 6222."`
	Node       string   `name:"cluster-node" placeholder:"HOST" help:"Which of --peers this one is. It is found by the name of the host, by its addresses, and by --cluster-listen."`
	Listen     string   `name:"cluster-listen" placeholder:"HOST:PORT" help:"Where other nodes reach this one: the port of its name in --peers, on all interfaces, or on loopback if that is its name."`
	Dir        string   `name:"cluster-dir" placeholder:"DIR" help:"Where this node keeps its copy: DIR/cluster with --store file:DIR, else under $$XDG_STATE_HOME."`
	SecretFile string   `name:"cluster-secret-file" placeholder:"FILE" help:"What all nodes know, and nobody else: any line of text. Needed beyond loopback, unless they show certificates."`
	Secret     string   `name:"cluster-secret" placeholder:"SECRET" help:"The same, for the environment: others can see the command line."`
	Cert       string   `name:"cluster-cert" placeholder:"FILE" help:"Certificate (PEM) that this node shows to the others, as server and as client."`
	Key        string   `name:"cluster-key" placeholder:"FILE" help:"Its key (PEM)."`
	CA         string   `name:"cluster-ca" placeholder:"FILE" help:"Authority (PEM) of the certificates of all nodes."`
}

// given returns the flags beside --cluster that were given.
func (f clusterFlags) given() string {
	for flag, value := range map[string]string{
		"--peers": strings.Join(f.Peers, ","), "--cluster-node": f.Node, "--cluster-listen": f.Listen, "--cluster-dir": f.Dir,
		"--cluster-secret-file": f.SecretFile, "--cluster-secret": f.Secret, "--cluster-cert": f.Cert, "--cluster-key": f.Key, "--cluster-ca": f.CA,
	} {
		if value != "" {
			return flag
		}
	}
	return ""
}

// clusterConfig reads the flags. Each mistake is one sentence.
func (c *serveCmd) clusterConfig(log *slog.Logger) (cluster.Config, error) {
	f := c.Cluster
	if !jetstream.Named(f.Name) {
		return cluster.Config{}, fmt.Errorf("--cluster %q is not a name: it is of letters, digits, - and _", f.Name)
	}
	if strings.HasPrefix(c.Store, "nats:") {
		return cluster.Config{}, errors.New("--cluster keeps mail itself and --store nats: with servers elsewhere: give one of them")
	}
	peers, err := cluster.ParsePeers(f.Peers)
	if err != nil {
		return cluster.Config{}, fmt.Errorf("--peers: %w", err)
	}
	hostname, err := os.Hostname()
	if err != nil {
		log.Debug("this host has no name", "err", err)
	}
	self, err := cluster.Self(peers, f.Node, f.Listen, cluster.ThisMachine(hostname))
	if err != nil {
		return cluster.Config{}, fmt.Errorf("--peers %s: %w: say with --cluster-node which one is this", strings.Join(f.Peers, ","), err)
	}
	k := cluster.Config{Name: f.Name, Peers: peers, Self: self, Listen: f.Listen, TLS: cluster.TLS{Cert: f.Cert, Key: f.Key, CA: f.CA}, Log: log}
	if given := k.TLS; given != (cluster.TLS{}) && (f.Cert == "" || f.Key == "" || f.CA == "") {
		return k, errors.New("--cluster-cert, --cluster-key and --cluster-ca need each other")
	}
	if k.Secret, err = f.secret(); err != nil {
		return k, err
	}
	k.Dir, err = c.clusterDir(self)
	return k, err
}

// secret returns what all nodes know, "" for nothing.
func (f clusterFlags) secret() (string, error) {
	if f.SecretFile == "" {
		return f.Secret, nil
	}
	if f.Secret != "" {
		return "", errors.New("--cluster-secret and --cluster-secret-file say the same: give one of them")
	}
	octets, err := os.ReadFile(f.SecretFile)
	if err != nil {
		return "", fmt.Errorf("--cluster-secret-file: %w", cannot("read", f.SecretFile, err))
	}
	secret := strings.TrimSpace(string(octets))
	if secret == "" {
		return "", fmt.Errorf("--cluster-secret-file: %s is empty: write a line into it that nobody guesses", f.SecretFile)
	}
	return secret, nil
}

// clusterDir returns where the node keeps its copy.
func (c *serveCmd) clusterDir(self cluster.Peer) (string, error) {
	if c.Cluster.Dir != "" {
		return c.Cluster.Dir, nil
	}
	if dir := c.storeDir(); dir != "" {
		return filepath.Join(dir, "cluster"), nil
	}
	state := os.Getenv("XDG_STATE_HOME")
	if state == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errors.New("--cluster keeps a copy of all mail on this disk: say where with --cluster-dir DIR")
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "mailsink", c.Cluster.Name, strings.NewReplacer(":", "_", "[", "", "]", "").Replace(self.String())), nil
}

// A clusterStore is the journal of a cluster, and the node of this process.
type clusterStore struct {
	*jetstream.Store
	node *cluster.Node
	ctx  context.Context // that the sink runs in, without its end
}

// nodeStop bounds how long the node may take to hand over what it leads.
const nodeStop = 8 * time.Second

// Close leaves the cluster.
func (s *clusterStore) Close() error {
	err := s.Store.Close()
	ctx, cancel := context.WithTimeout(s.ctx, nodeStop)
	defer cancel()
	return errors.Join(err, s.node.Close(ctx))
}

// openCluster takes part in the cluster, and opens its journal as soon as there
// is one.
func (c *serveCmd) openCluster(ctx context.Context, log *slog.Logger, l *lobby) (store.Store, error) {
	config, err := c.clusterConfig(log)
	if err == nil {
		err = config.Check()
	}
	if errors.Is(err, cluster.ErrOpen) {
		err = fmt.Errorf("--cluster would listen for nodes beyond loopback, and %w: give all nodes the same --cluster-secret-file, or --cluster-cert, --cluster-key and --cluster-ca", err)
	}
	if err != nil {
		return nil, usage(err)
	}
	if err := l.open(c, log); err != nil {
		return nil, err
	}
	node, err := cluster.Start(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("--cluster %s: %w", config.Name, err)
	}
	l.say(func() string { return waitsFor(node) })
	log.Info("this is a node of a cluster", "cluster", config.Name, "node", node.Self().String(), "dir", config.Dir, "away", fmt.Sprint(node.Missing()))
	st, err := c.openJournal(ctx, node, log)
	if err != nil {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), nodeStop)
		defer cancel()
		return nil, errors.Join(err, node.Close(stopping))
	}
	return &clusterStore{Store: st, node: node, ctx: context.WithoutCancel(ctx)}, nil
}

// openJournal waits until enough nodes are there, however long that takes.
func (c *serveCmd) openJournal(ctx context.Context, node *cluster.Node, log *slog.Logger) (*jetstream.Store, error) {
	place := jetstream.Place{Servers: []string{node.Self().String()}, Name: c.Cluster.Name, User: node.User(), Replicas: node.Copies()}
	for {
		if err := node.Await(ctx); err != nil {
			return nil, err
		}
		st, err := jetstream.Open(ctx, place, jetstream.Options{Inside: node, Grace: contentGrace, Log: log})
		if err == nil || !errors.Is(err, jetstream.ErrTooFew) {
			return st, err
		}
		if !pause.For(200*time.Millisecond, ctx.Done()) {
			return nil, context.Cause(ctx)
		}
	}
}

// waitsFor says what a node waits for, for people.
func waitsFor(node *cluster.Node) string {
	var names []string
	for _, p := range node.Missing() {
		names = append(names, p.String())
	}
	switch {
	case len(names) > 0 && !node.Led():
		return "This node waits for a majority of the cluster, and for all nodes when it is started for the first time; away: " + strings.Join(names, ", ") + "."
	case len(names) > 0:
		return "The cluster makes or finds its journal; away: " + strings.Join(names, ", ") + "."
	}
	return "The nodes of the cluster are here, and agree on the journal."
}
