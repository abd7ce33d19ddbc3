// Package bodies says what is in a message in the words of IMAP: ENVELOPE,
// BODY and BODYSTRUCTURE, the octets that a section names, BINARY and PREVIEW.
//
// Everything here is a pure function of the octets of a message and of their
// tree, which package mime makes of any octets whatever. Functions
// named Append write behind what they are given, as the built-in append does,
// so that a FETCH of a whole mailbox needs one buffer. What names octets,
// [Locate], answers with places in the content and copies nothing.
//
// # What is passed on as it was written
//
// Fields are unfolded and otherwise left alone: encoded-words are for the
// client to decode, a date is not made into another, media types and the names
// of parameters keep their case. A field that is missing is NIL, one that is
// empty is "". What a quoted string cannot hold, octets beyond ASCII and line
// ends, makes a literal.
//
// # Broken mail
//
// Where a message does not keep to its grammar, answers are those that clients
// have learnt to expect: an address without a domain is at MISSING_DOMAIN, a
// text without a charset is us-ascii, a multipart without parts has one that is
// empty.
//
// # Standards
//
// RFC 9051 §6.4.5 and §7.5.2, RFC 3501 where it says more, RFC 2045 and 2046,
// RFC 2231 (parameters in pieces), RFC 2557 (Content-Location), RFC 3282
// (Content-Language), RFC 1864 (Content-MD5), RFC 3516 (BINARY), RFC 8970
// (PREVIEW).
package bodies
