// Package compose makes mail of what programs say over HTTP: it writes a
// message from its parts, routes each recipient as RCPT would, and delivers.
// The native API and every façade send through it, so that all of them refuse
// the same things and are rewritten by the same tables.
//
// # Use
//
// Fill in a [Composition] and call [Composition.Letter], or take a whole
// message with [Whole]; then give the [Letter] to a [Sender]. What the program
// has to know is an [*Error]; any other error is of the store.
//
// # Safety
//
// No value can end a line or begin a field: addresses, names of fields and
// their bodies are checked here and nowhere else. Paths have no quotes, which
// two readers could read differently.
//
// # Standards
//
// RFC 5322 (message format), RFC 2045 to 2047 (MIME), RFC 5321 §4.1.2 (paths).
package compose
