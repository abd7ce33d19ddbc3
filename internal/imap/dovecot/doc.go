// Package dovecot puts Dovecot's IMAP server on the opposite side of a test or
// a benchmark: the program imap of Debian's package dovecot-imapd, logged in
// already and talking over pipes, on a Maildir of its own. No daemon runs, no
// port is opened, nothing is read that the machine is set up with.
//
// # Standards
//
// RFC 3501 as Dovecot 2.3 speaks it.
package dovecot
