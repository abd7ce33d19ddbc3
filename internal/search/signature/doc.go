// Package signature makes searching fast: it knows of every message which
// grams, pieces of one to three characters, its text may have, and so which of
// a million messages a query need not be asked of.
//
// # How
//
// The grams of a message fall into 16,384 buckets: its signature
// ([search.Signature]). Blocks of 8,192 messages hold, for each bucket, a row
// with one bit for each message: the messages of a block that have all grams of
// a word are the intersection of a few rows of 1 KiB at most. A few may be
// named that do not have the word, as two grams can share a bucket; none is
// left out that has it. The query is asked of those that remain, so an answer
// is the same as without an index.
//
// # Behind the intake
//
// One goroutine reads the messages that come, gives way to who brings them,
// and keeps full blocks on a [Shelf]. Messages of one moment are read together.
// A message that it has not come to is asked directly, so that it is found from
// the moment when it is in the State. Messages that are expunged stay in their
// block until all of it has gone.
//
// # The shelf
//
// The shelf is a copy of what the store has: it may be lost at any time, also
// while it is in use. All that comes from it has a checksum; what is missing or
// is not what was put there makes no answer wrong, and has the index made anew.
// Only the UIDs of the blocks are in memory; rows are read when a query needs
// them.
//
// # Standards
//
// None: this is a Bloom filter cut into slices (Faloutsos, Christodoulakis:
// Signature Files, 1984), with rows in the code of Golomb and Rice.
package signature
