// Package imap shows mailboxes over IMAP4rev1 with the extensions that mail
// programs live on: IDLE, UIDPLUS, MOVE, ESEARCH, LIST-EXTENDED, LIST-STATUS,
// NAMESPACE, SPECIAL-USE, LITERAL+, ID.
//
// A session holds the [mailbox.Box] that it last told its client. A message
// sequence number is an index into it, plus one. Where IMAP lets a server
// speak, the session compares that Box with the newest one and says the
// difference; in IDLE it does so as soon as there is a newer one. There is
// nothing else to keep in step, so numbers and messages cannot disagree.
//
// # Layers
//
// A connection layer owns the socket. It hands one whole command at a time to
// the command engine of go-imap: a single line in which literals have become
// quoted strings, so that octets of a refused command are never taken for the
// next one. Only the message of APPEND is streamed, and its last octet is held
// back until the command is seen to end well. Answers are collected and sent
// when the client is next waited for.
//
// Sessions decide what is said. They know mailboxes, messages and the
// vocabulary of go-imap (sets, criteria, fetch items), and nothing of its
// engine; the file engine.go alone speaks to that.
//
// # Accounts
//
// Without [Server.Auth] any credentials log in: to the account that the user
// name leads to, if there is one, else to all mail of all accounts.
//
// # Bounds
//
// Commands of 48 KiB, literals of 4 KiB, messages of [Server.MaxSize], 256
// search terms nested 50 deep, 5 seconds a search, 10,000 mailboxes an account,
// and times to log in, to say the next command and to read an answer.
//
// # Standards
//
// RFC 3501 (IMAP4rev1) as RFC 9051 clarifies it, RFC 2177 (IDLE), RFC 2342
// (NAMESPACE), RFC 2971 (ID), RFC 3348 and 5258 (CHILDREN, LIST-EXTENDED),
// RFC 3691 (UNSELECT), RFC 4315 (UIDPLUS), RFC 4731 (ESEARCH), RFC 4959
// (SASL-IR), RFC 5161 (ENABLE), RFC 5819 (LIST-STATUS), RFC 6154
// (SPECIAL-USE), RFC 6851 (MOVE), RFC 7888 (LITERAL+), RFC 7889 (APPENDLIMIT),
// RFC 8438 (STATUS=SIZE), RFC 8314 (implicit TLS).
package imap
