// Package web is the door for browsers and programs: the HTTP API under /v1,
// the live feed, the page, and the cage in which HTML mail is shown.
//
// Every viewer works the same way. It holds the [mailbox.State] it last
// showed, waits for a newer one and says the difference; there is no hub and
// no queue. A reader that is slow therefore gets fewer, larger frames, and one
// that is far behind is told that there is a gap. Receiving mail never waits
// for anyone here.
//
// # One gate
//
// Every request passes one gate before any route is looked at. It lets only
// known names through as Host (a page elsewhere that points its own name at
// this machine gets 421), refuses state changes and WebSockets that another
// origin asks for, bounds what is read, and sets the headers that keep content
// from being taken for something else. No path decides whether it is asked.
//
// # Errors
//
// Errors are problem details whose "detail" says in a sentence what to do.
// Handlers return an error; one function turns it into a reply. What is not
// meant for the client is logged and becomes 500.
//
// # Mail is hostile
//
// No octet of a message is served with a type that can run. HTML is rewritten
// and shown at an address of its own that carries its own permission, under a
// Content-Security-Policy that allows neither script nor any load from
// elsewhere. The policy is the lock; the rewriting is the second one.
//
// # Standards
//
// RFC 9110 (HTTP), RFC 9112 (HTTP/1.1), RFC 9457 (problem details), RFC 6455
// (WebSocket), RFC 6266 and RFC 8187 (file names), RFC 2392 (cid: URLs), WHATWG
// HTML (server-sent events, sandbox), Content Security Policy Level 3, Fetch
// Metadata, OpenAPI 3.1.
package web
