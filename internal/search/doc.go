// Package search is the query language: it turns what a person or a test
// program types into one predicate over messages, with one meaning for the
// page, the live feed, the API and whoever waits.
//
// # Language
//
// Terms side by side must all match. OR between terms (in capitals) asks for
// either, parentheses group, - or ! or NOT in front turns a term around.
// Quotes keep words together, * stands for anything, /…/ is a regular
// expression (RE2, so that none can run away). Case, diacritics, marks of no
// width and how white space is written do not matter: muller finds Müller, and
// "your order" what a line end parts. A regular expression sees lines.
//
// A term without a field is looked for in subject, addresses and text. With a
// field in front it asks for that alone:
//
//	rcpt:         forward-path as given in RCPT TO, before rewriting
//	in: mailbox:  account that keeps the message
//	final:        address after rewriting
//	mailfrom:     reverse-path; mailfrom:<> is the null one
//	from: to: cc: reply-to:   addresses and names of the header
//	bcc:          recipients of the envelope that the header does not name
//	addressed:    any of these addresses
//	subject: body: code: link: filename: type: message-id:
//	header:X-Foo header:X-Foo=bar   any header field
//	tag: rule: session: user: ip: helo:
//	run:          run of tests: the account, who logged in, what stands behind
//	              the + in a recipient, or the header fields X-Test-Run and
//	              X-Mailsink-Run
//	is:           unread read pinned unpinned answered tagged untagged
//	              rewritten external injected malformed duplicate
//	has:          attachment inline html text remote ics code link warning
//	after: before: on:    2026-11-21, 2026/11/21, "21 Nov 2026", 2026-11-21T12:00,
//	              "2026-11-21 12:00", RFC 3339, today, yesterday
//	newer: older:         10m, 2h, 3d, 1w
//	larger: smaller:      500, 10k, 2M
//
// A duplicate is a message that came again: one before it, which is still
// there, has the same Message-ID or, where both have none, the same content.
// The copies that one transaction leaves in several accounts are none. What is
// asked with is:mine, is:released and is:rejected cannot be known of messages,
// and the error says where it is.
//
// In addresses and names of accounts and files, a pattern with * must match
// the whole; without one it may stand anywhere. in: always means the whole.
//
// # Bounds
//
// A query has at most 1 KiB and 256 terms. What a message says of itself in
// its header and envelope is looked at first; the content is read only if
// that does not decide. The caller bounds the time by the number of messages
// it asks about.
//
// # Signatures
//
// A [Signature] says in 2 KiB which pieces of text a message may have, and
// [Query.Condition] which of them a query needs, so that most messages need
// not be asked. Every text that a term looks at is in it but for what is
// found by more than looking: link:, code:, has: and is:. Package signature
// keeps the signatures of a mailbox.
//
// # Standards
//
// RFC 5322 (fields), RFC 5321 (paths), RFC 3339 (times), Unicode
// normalization form KD (UAX 15) for folding.
package search
