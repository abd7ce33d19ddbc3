// Package inspect looks at a message as its recipients' programs will, and
// says what they may stumble over: its links and pictures, what HTML and CSS
// it uses that mail programs do not show, how it reads without eyes or
// pictures, how large it is, whether its text says what its HTML says, what
// filters against spam mind, and how recipients leave the list it was sent to.
// Each [Finding] has a code beside its sentence, for those who say it in another
// language. [Events] reads the calendars that are sent along.
//
// [Message] fetches nothing and never fails: it works on octets. A
// [Visitor] asks the servers of links whether they are there, when somebody
// wants to know; it refuses every address that is not a public one, after the
// name has been resolved and for the connection that is really made, so that a
// message cannot be used to look around inside.
//
// What mail programs show is known from the data of Can I email; see
// CANIEMAIL.txt for their date and licence.
//
// # Standards
//
// WHATWG HTML, WCAG 2.2 (contrast, names of links, alternative text), RFC 2369
// and RFC 8058 (List-Unsubscribe), RFC 5545 and RFC 5546 (calendars), RFC 6376
// (what a DKIM signature covers and the hash of its body; keys are not asked
// for, so it is not verified), RFC 7489 (alignment), RFC 8601 and RFC 7208 (what
// others say of authentication), RFC 2392 (cid: URLs), RFC 6890 (addresses with
// a special purpose), RFC 9110 (HEAD).
package inspect
