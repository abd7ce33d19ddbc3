// Package mailbox is the heart of the sink: the mail of all accounts as a
// pure fold of one journal.
//
// Writers append records. One goroutine reads the journal back and folds each
// record into an immutable State. Readers take the newest State, keep it for
// as long as they like, wait for a newer one and compare the two. There is no
// other way to learn of a change, so what a viewer is told and what it finds
// cannot disagree.
//
// A UID is the position of the record that made the message, so UIDs ascend
// over the whole sink, and a view over several mailboxes is a List of the same
// messages with the same UIDs and flags.
//
// # Accounts
//
// Every final address is an account, named by it, or by its local-part alone
// in the sink's own domain. An account has INBOX and the mailboxes that its
// clients create. The INBOX of the account "all" is every account's.
//
// A [Selector] chooses accounts by the identity of the sender, a tag of the
// recipient or a header field instead: test runs that share a sink then have
// an account each, made with its first message and dropped some time after its
// last.
//
// # Virtual mailboxes
//
// [State.Resolve] knows mailboxes that the journal does not: one for each
// original recipient whose mail is in the INBOX of the account, Recipients/ and
// the address, and one for each [View]. They show the messages of others, with
// their UIDs; they never need to be made and cannot be written to. Those of
// recipients are part of the fold: finding one costs the same with a million
// messages as with ten.
//
// # Bounds
//
// An account has mailboxes of 100,000 original recipients at most; mail to yet
// another is in its INBOX alone.
// Retention by count, octets and age is part of the fold: the arrival that
// crosses a limit expunges the oldest messages that are not \Flagged. Records
// that have lost their meaning are compacted away when they are half of the
// journal. Content is deleted with the last message that has it, but not while
// a [Removal] may bring the message back.
//
// # Standards
//
// RFC 9051 §2.3.1 (UIDs and sequence numbers), §5.1 (mailbox names), RFC 7162
// (mod-sequences), RFC 4315 and RFC 6851 (what COPY and MOVE return).
package mailbox
