// Package mime turns the octets of a message into structure: the tree of its
// parts, its header fields, its text, the few lines that a list shows of it.
//
// Any octets are a message. Nothing here returns an error or panics; what is
// wrong with a message is part of the answer, as a [Defect] that says in one
// sentence what was found and where. Octets are never changed or copied: the
// tree holds offsets, so that BODY[1.2] of IMAP, a download from the page and
// the raw message are the same octets.
//
// Every function is linear in the length of what it reads. The tree is
// bounded: 100 levels, 10,000 parts, 1 MiB or 10,000 fields a header and
// 100,000 fields a message. Beyond that it is cut, and a defect says so.
//
// [Parse] makes the tree. [Open] bundles tree and content into a [Document],
// which answers what people ask of a message: its text, its HTML, its
// attachments, its links, its one-time codes. [Summarize] is for delivery: it
// costs microseconds and needs only the beginning of the content. Beneath
// them [DecodeHeader], [ParseAddresses], [ParseAddressList] and [ParseDate]
// read single field bodies.
//
// Strings that are meant to be shown are valid UTF-8 in which controls and
// characters that turn the direction of text have been replaced. Raw strings,
// which IMAP needs, are called so in their comment.
//
// # Text
//
// Every charset of x/text is known by every name that go-message and the web
// have for it, and besides UTF-7, CP932, those of classic Mac OS, ISO-2022-KR
// and ISO-2022-CN. Without a charset, or with an unknown one, text is what its
// HTML says, UTF-8 where that is valid, else windows-1252. What is broken costs
// what is broken: the next line is read again.
//
// Base64, quoted-printable, uuencode and yEnc are undone as far as it goes.
// Files that stand in plain text, encoded by uuencode or yEnc, are attachments;
// TNEF is one as it is.
//
// # Line ends
//
// A line ends with LF, and a CR before it belongs to the line end. Only a
// message without any LF is read with CR as its line end.
//
// # Standards
//
// RFC 5322 (fields, addresses, dates, with the obsolete syntax), RFC 2045 and
// 2046 (bodies, multipart), RFC 2047 (encoded-words), RFC 2231 (parameters),
// RFC 2183 (disposition), RFC 2387 (related), RFC 2392 (Content-ID), RFC 3282
// (language), RFC 6532 (UTF-8 in headers), RFC 2152 (UTF-7), RFC 1468, 1557,
// 1843 and 1922 (charsets that shift), RFC 9051 §6.4.5 and §7.5.2 (sections,
// ENVELOPE). All are read leniently, and obeyed where the message
// obeys them.
package mime
