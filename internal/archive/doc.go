// Package archive writes and reads many messages as one stream, in the forms
// that other programs know: mbox, Maildir, files of .eml. Neither way holds
// more than one message in memory.
//
// # Forms
//
//	tar      a tar of ID.eml files, octet for octet, with the envelope and the
//	         flags beside each: what is written here is read here without loss
//	maildir  a tar of a Maildir: cur/, new/, tmp/; flags are in the names
//	mbox     lines end in LF and lines that begin with From are quoted
//	         (mboxrd), so that mail programs read it; flags are not kept
//	eml      one message as it is
//
// # Safety
//
// Names in a tar are looked at and never used as paths. A message larger than
// the reader allows ends the reading with [mail.ErrTooLarge].
//
// # Standards
//
// RFC 4155 (mbox) with the quoting known as mboxrd, POSIX.1-2001 pax for tar,
// RFC 5322.
package archive
