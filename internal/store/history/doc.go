// Package history judges whether a journal can be the outcome of what clients
// did and were told: whether several sinks, their stores, their crashes and
// pauses add up to one journal that loses nothing, doubles nothing, and keeps
// the order in which things happened.
//
// Clients note each thing they ask for as an [Op]: when they asked, when they
// were told, and what. [Check] compares that with the journal, read when all is
// quiet. The journal is one total order, so there is no search: an operation
// took effect at the position of its record, and each promise is one pass over
// the operations.
//
// # Promises
//
// Positions ascend. No two records have the same mark. What was acknowledged
// is there; what was refused before it was sent is not; what had no answer, or
// was told that it failed, may be there once. An operation that was
// acknowledged before another was begun stands before it (linearizability of
// writes). A reader at a node sees what that node had acknowledged before he
// asked, and never less than he or anybody saw there before.
//
// # Standards
//
// RFC 5321 §6.1: what was acknowledged must not be lost. RFC 9051 §2.3.1.1:
// UIDs ascend in the order in which messages were added.
package history
