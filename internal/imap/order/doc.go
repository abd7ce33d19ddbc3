// Package order puts messages into the orders that IMAP knows: SORT by the
// keys of its criteria, THREAD by subject or by who answers whom.
//
// What a message is ordered by is its [Header], small strings that are read
// once ([Read]) and may be kept in a [Cache]. A [Entry] adds what the mailbox
// knows of the message. Everything else is a pure function of a slice of
// entries.
//
//	threads := order.References(entries)
//	line = order.AppendThreads(line, threads, func(i int) uint32 { return uint32(entries[i].UID) })
//
// # Comparing text
//
// Text is compared by i;unicode-casemap (RFC 5051): encoded-words decoded, case
// and the way that accents are written make no difference. A subject is its
// base subject (RFC 5256 §2.1), so that "Re: [list] plans (fwd)" is "plans".
//
// # Threads
//
// THREAD=REFERENCES is the algorithm of RFC 5256 §3, step by step: messages are
// linked by References and In-Reply-To, what is missing between them is a dummy
// while it has several children, threads of one base subject become one.
// THREAD=REFS is the same without the last of these, with the threads in the
// order of their newest message. Messages are linked in the order in which they
// are given, which ought to be that of the mailbox.
//
// # Standards
//
// RFC 5256 (SORT, THREAD), RFC 5957 (SORT=DISPLAY), RFC 5051
// (i;unicode-casemap), draft-ietf-morg-inthread (REFS).
package order
