// Package mail is the vocabulary of the sink: addresses, envelopes, messages,
// flags and the numbers that name them. Its types are pure values. It knows
// nothing of networks, disks or formats, and every other package may use it.
//
// Words are those of the RFCs: reverse-path and forward-path for what MAIL
// and RCPT carry, envelope for all that a transaction says, internal date for
// the time of arrival, content for the octets of a message.
//
// # Standards
//
// RFC 5321 (SMTP: envelope, paths), RFC 3463 (enhanced status codes),
// RFC 3848 (protocol names), RFC 5322 (contacts), RFC 9051 (UIDs, flags,
// internal date), RFC 7162 (mod-sequences).
package mail
