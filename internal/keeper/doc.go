// Package keeper keeps the door of a protocol: it accepts connections from a
// listener, runs each on a goroutine of its own, turns away those that are too
// many, and when told to stop lets each say goodbye.
//
// # Standards
//
// RFC 9051 §7.1.5 and RFC 1939 §3 leave open how a server shuts down; that
// clients are told before their connection closes is ours.
package keeper
