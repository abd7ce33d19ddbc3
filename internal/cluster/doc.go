// Package cluster makes a process one node of a cluster that keeps mail: a
// NATS server with JetStream inside the process, which is found by its peers,
// and by nobody else.
//
// # Nodes
//
// Every node is given the same list of peers, itself among them, in the same
// words: what stands there is the name by which a node is known to the others,
// and by which they know it again. A node finds itself in the list by what it
// is told, by the address it listens on, by the name of its host, or by the
// addresses of its machine ([Self]).
//
// # First start, and later ones
//
// When nothing is on any disk, all nodes have to be there once to agree on
// anything; from then on a majority suffices. [Node.Await] waits, however long
// that takes; [Node.Missing] names who is waited for. A node whose directory is
// empty gets everything from a majority of the others, under the name it had
// before.
//
// # Who may join
//
// Nodes talk over routes, and whoever may open a route can read and write all
// mail. Beyond loopback a route is open only to who knows the secret, or shows
// a certificate of the authority of the cluster, or both. The secret itself
// does not go over the wire, but what is made of it does: where others can
// listen, TLS is needed. Clients of NATS cannot be turned away by it entirely,
// because its routes wait for its clients: it listens for them on a free port
// of loopback, with a password that is made at start and kept in memory.
//
// # Durability
//
// What is acknowledged has been synced by a majority (sync_interval: always),
// in three copies.
//
// # Standards
//
// The protocols of NATS 2.15 between servers: routes, and JetStream with Raft.
// RFC 8446 and RFC 5280 for certificates of nodes.
package cluster
