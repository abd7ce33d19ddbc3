// Package submit gives mail to an SMTP server, as programs do that call
// sendmail.
//
// Prepare turns what such a program writes to standard input into a message:
// it finds recipients in the header, takes Bcc out, adds the fields that every
// message must have, and ends at a line with a dot where that is asked for.
// Send then speaks SMTP. The server decides about everything; its reply is the
// error.
//
// # Standards
//
// RFC 5321 (SMTP), RFC 5322 §3.6 (fields that must be there), RFC 3461 (NOTIFY,
// RET, ENVID), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8).
package submit
