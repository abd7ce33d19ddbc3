// Package clienttests holds the IMAP door against programs that were written
// for other servers: each counts messages, reads flags and octets, waits in
// IDLE where it can, and synchronises a second time without a difference. It
// has no code of its own, only tests.
package clienttests
