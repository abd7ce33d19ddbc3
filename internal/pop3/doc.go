// Package pop3 shows the INBOX of an account over POP3.
//
// A session holds the [mailbox.Box] that was the newest when its user came in:
// a message number is an index into it, plus one, and means one message for as
// long as the session lasts. What arrives later is in the next session.
//
// # Locks
//
// RFC 1939 §3 locks a maildrop while a session has it, so that nothing changes
// under it. Here nothing can: a Box never changes. There is therefore no lock,
// and any number of sessions, of POP3 and of IMAP, may look at one INBOX, as
// several tests do that poll it. What another session has expunged in the
// meantime is refused when it is asked for, and deleting it again does no harm.
//
// Messages go at QUIT alone. A connection that is lost deletes nothing.
//
// # Octets
//
// Lines end with CRLF: a message that has bare LFs gets them as CRLF, or the
// end of the reply could not be told from a line of the message. Sizes in STAT
// and LIST are those of the message as it came. UIDL says the ID by which the
// other doors know the message.
//
// # Bounds
//
// Commands of 255 octets (RFC 2449 §4), replies of a client in an exchange of
// 12,288, twenty commands that are none, three refused logins; times to log in,
// to say the next command and to take an answer.
//
// # Standards
//
// RFC 1939 (POP3), RFC 2449 (CAPA, RESP-CODES, PIPELINING), RFC 2595 (STLS),
// RFC 8314 (implicit TLS), RFC 3206 (AUTH-RESP-CODE), RFC 5034 (AUTH), RFC 6856
// (UTF8).
package pop3
