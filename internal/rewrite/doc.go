// Package rewrite decides where a recipient goes: it answers what Postfix and
// Sendmail would answer from the same tables, so that a sink routes exactly as
// production would, except that nothing leaves.
//
// Open reads every table a Config names and returns a Router. Route takes a
// forward-path as a client gave it and returns the final addresses, the rule
// (table, line) of every step in between and the reply that a client is to be
// told. A Router never changes; Live holds the one in use and swaps it whole,
// so that a transaction sees one set of tables or the other and never a mixture.
//
// OpenTable opens one table by its Postfix name (type:place, as in
// regexp:/etc/postfix/virtual) for single questions, as postmap -q asks them.
// A lookup has three outcomes, and they are kept apart everywhere: found, not
// found, and an error, which is answered 4xx because asking again may help.
//
// The package deals in strings only. It reads files through functions in
// Config, asks no server but those that tcp: and socketmap: tables name, never
// runs a command that a table names, and every lookup is bounded
// in time and memory whatever the table says.
//
// # Standards
//
// RFC 5321 §2.3.11 (mailbox), §4.1.2 (paths and source routes), §4.2 (replies),
// §4.5.1 (postmaster); RFC 5322 §3.4 (addresses, groups, comments);
// RFC 3463 (enhanced status codes); RFC 6531 (UTF-8 addresses);
// IEEE Std 1003.1 §9 (regular expressions), as the GNU C library reads it.
// Table formats are those of the manual pages regexp_table(5), pcre_table(5),
// cidr_table(5), tcp_table(5), socketmap_table(5), virtual(5), canonical(5),
// aliases(5) and of Sendmail's virtusertable.
package rewrite
