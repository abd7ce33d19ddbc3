// Package load measures how fast an SMTP server takes mail in: a client that
// sends the same message over many connections and times every
// acknowledgement, and the starting and stopping of the servers to compare.
//
// A [Load] describes the traffic and runs it against an address:
//
//	result, err := load.Load{Addr: addr, Conns: 10, Messages: 20000, Size: 6 << 10}.Run(ctx)
//
// The acknowledgement of a message is timed from the first octet of its
// content to the end of the reply to its final dot.
//
// # Standards
//
// RFC 5321 (SMTP), RFC 2920 (PIPELINING).
package load
