// Package smtp is the door that mail comes in by: a server that takes every
// message for every address, keeps all that the transaction said about it,
// and answers 250 only when the message can no longer be lost.
//
// A [Server] asks a [Router] where each forward-path leads and hands the
// content of a message, octet for octet and as it arrives, to a [Mailbox]:
//
//	srv := &smtp.Server{Domain: "mailsink.test", Router: table, Mailbox: box}
//	err := srv.Serve(ctx, listener)
//
// # Two layers
//
// The command engine is go-smtp: the order of commands, the parameters of the
// extensions, the exchanges of AUTH. Beneath it lies a connection layer that
// owns the wire. It does TLS, so that the engine sees plain text only; it
// hands the engine one judged command a time, and never an octet of a
// message; it finds the words of replies, bounds lines, sizes, time and
// connections, and gathers replies into few writes. Content goes past the
// engine, from the connection's buffer to the Mailbox.
//
// Until a client sends MAIL or AUTH there is no engine: a lobby of ours
// answers, so that connections which only wait cost little. One that falls
// silent between two transactions goes back there.
//
// # What can be had besides
//
// LMTP, AUTH against users that somebody else knows, XCLIENT, XFORWARD and the
// PROXY protocol for trusted networks, a transcript of every session, and
// faults: what goes wrong on purpose at every stage of a session.
//
// # What ends a message
//
// CR LF "." CR LF ends the content of DATA, and nothing else does. Content
// that is refused, for its size or because it cannot be stored, is read to
// the same end by the same code, or the connection is closed: no octet of a
// message is ever read as a command. After a failure inside a message, a
// timeout or a lost connection, the connection is closed.
//
// # What is forgiven
//
// A bare LF ends a command as CR LF does. Paths may lack angle brackets or a
// domain, and may follow a space. Octets above 127 in an address are taken as
// UTF-8 without SMTPUTF8. Addresses are kept in the spelling they were given
// in, quotes included; source routes are dropped. Controls in a command are
// refused, as is everything that two readers could read differently.
//
// # Standards
//
// RFC 5321 (SMTP), RFC 1870 (SIZE), RFC 2033 (LMTP), RFC 2034 and RFC 3463
// (enhanced status codes), RFC 2852 (DELIVERBY: kept), RFC 2920 (PIPELINING),
// RFC 3030 (CHUNKING, BINARYMIME), RFC 3207 (STARTTLS), RFC 3461 (DSN:
// parameters are kept), RFC 3848 (protocol names), RFC 4954 (AUTH: PLAIN of
// RFC 4616, LOGIN, CRAM-MD5 of RFC 2195, SCRAM-SHA-256 of RFC 7677,
// OAUTHBEARER of RFC 7628, XOAUTH2), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8),
// RFC 6710 (MT-PRIORITY: kept), RFC 7293 (RRVS: kept), RFC 8314 (implicit TLS),
// RFC 8689 (REQUIRETLS: kept), RFC 9422 (LIMITS: RCPTMAX); XCLIENT and XFORWARD
// as Postfix defines them, the PROXY protocol as HAProxy does.
package smtp
