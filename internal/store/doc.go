// Package store says what a sink needs in order not to forget: a journal of
// what happened and the content of what was said. It has no code of its own
// beyond the records; the engines that keep the promise are its
// subdirectories, and storetest holds each of them to every sentence of it.
//
// # Durability
//
// A record is durable when Append returns nil: it survives the death of the
// process, and with a durable engine the loss of power. Several records given
// to one Append become durable together or not at all. Content is durable
// when a record that was appended after its Put is; content that no record
// names may be forgotten at a crash.
//
// # Order
//
// Positions ascend by one from record to record. Every reader sees the same
// records in the same order, each exactly once. The position of the record
// that delivered a message is the UID of that message, so two readers of one
// journal cannot disagree about a UID.
//
// # Standards
//
// RFC 5321 §6.1: a server that said 250 must not lose the message for
// frivolous reasons. RFC 9051 §2.3.1.1: UIDs ascend and are never reused.
package store
