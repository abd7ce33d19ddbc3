// Package sqlite is a store that outlives the process: one SQLite database in
// one directory, and a file beside it for each large content.
//
//	DIR/mailsink.db         records, and content up to 256 KiB
//	DIR/mailsink.db-wal     what was committed last, until it is folded in
//	DIR/content/AB/ABCD…    content above 256 KiB, a file each
//	DIR/lock                held, with the process ID inside, while in use
//
// # Durability
//
// One goroutine writes. Whatever waits for it when it is free — records, the
// content they name, deletions, compactions — becomes one transaction with one
// fsync (write-ahead log, synchronous=FULL), so that the price of durability
// is shared by all who wait. Nobody is told before the transaction is
// committed; when it fails it is rolled back, all who waited in it get the
// error, and the writer goes on with the next. An fsync that failed counts as
// nothing written: what the group wanted is not there, and later transactions
// write their pages anew.
//
// Small content is coded with Zstandard, which has a checksum, and waits in
// memory for the record that names it and is written by the same transaction.
// When more waits than Options.Staging allows, all of it is written, marked as
// unnamed, and Put goes on when that is done.
// Large content is written to a file under a temporary name, synced, renamed,
// and the directory synced, before Put returns. Content that no record names
// is removed by Delete, or after the next Open.
//
// # Reading
//
// Readers have connections of their own and never wait for the writer, nor
// the writer for them. The newest records are kept in memory for those who
// follow; who starts further back reads the file, with one worker for each
// processor to decode.
//
// # Damage
//
// Open looks at the file before SQLite may touch it. It names what it will
// not open, and leaves it as it is: a file that is no database, not one of
// this program, of a newer schema, or shorter than it says. A database of up
// to 32 MiB is checked page by page; in a larger one, damage shows as an error
// when the damaged page is read. Salvage reads the pages without SQLite and
// saves what is whole; Backup copies a store beside the process that uses it.
//
// # Room
//
// A compaction that changes many records fills a table "fresh" in steps, which
// then becomes the table journal by a rename, in one transaction with the
// records that came last. The former one, now "stale", and content that is
// deleted, go in steps as well. Neither table means anything to a reader; what
// a crash left of them goes after the next Open.
//
// Free pages are given back to the file system in small steps, when nobody
// waits or every 32nd transaction, and the log is cut short afterwards.
// Options.Reserve is left free on the disk, so that a store that is full can
// still delete: Put and Append return an error that wraps mail.ErrFull, and
// work again when there is room.
//
// # Standards
//
// RFC 5321 §6.1: the reply 250 takes responsibility for a message, so what it
// acknowledges has been synced. RFC 9051 §2.3.1.1: positions, which become
// UIDs, are never used twice, also when compaction dropped the last of them.
// RFC 8949 for the records, RFC 8878 for content.
package sqlite
