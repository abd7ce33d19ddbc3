// Package jetstream is a store on NATS JetStream: any number of nodes use one
// journal at once, and agree on every UID, flag and order. What a call has
// acknowledged, a majority of the servers has.
//
// # Streams
//
// A journal called NAME consists of three things on the servers. The stream
// NAME_journal holds one record a message, in CBOR; the sequence of a message
// is the position of its record. The stream NAME_content holds octets of
// messages, in parts where they are large, and several in one message where
// small ones come at the same time; sequences are in the keys. The
// key-value bucket NAME says where the newest snapshot is, and which node
// tidies. The subjects are mailsink.NAME.journal and mailsink.NAME.content.
//
// # Compaction
//
// A stream cannot replace a message. Compaction writes what is left of the
// journal as content, a snapshot, and then says in the bucket that it is the
// newest; whoever opens the journal later reads that first. The stream keeps
// what came since the snapshot before, so that a node that lags can catch up.
// One that lags by more is told [store.ErrBehind], and begins with the snapshot.
//
// # Several nodes
//
// Nothing is decided by a node that others would decide otherwise: order is
// that of the stream, and what goes is in the fold. Deleting content and
// compacting is the work of one node at a time, which holds a lease of 30
// seconds; if two did it, nothing would break. Content outlives its message by
// a grace, because another node may bring the message back.
//
// # Failures
//
// An append whose answer does not come is tried again under the same identity
// (Nats-Msg-Id), so it is stored once; after the patience of [Options] it
// fails. Several records in one append are an atomic batch, and so are records
// of several callers that come while earlier ones are under way: a batch is
// agreed upon, and synced, as one message is. Readers go on from where they
// were, whichever server they reach.
//
// # Durability
//
// A server acknowledges up to two minutes before it calls fsync, unless its
// configuration has sync_interval: always in the block jetstream. Without it, records survive
// the death of processes, and the loss of power at a minority of the servers.
//
// # Standards
//
// RFC 5321 §6.1; the JetStream API of NATS 2.12.1, with ADR-50 (atomic batches)
// and ADR-48 (time to live of keys); RFC 8949 for records.
package jetstream
