package cluster

// ClientAddress is where the server inside listens for clients of NATS.
func ClientAddress(n *Node) string { return n.server.Addr().String() }
