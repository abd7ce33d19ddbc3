// Package mcp serves the mail of a sink to language models by the Model Context
// Protocol: they search it, read it, wait for it and take one-time codes out of
// it, as a person would do on the page.
//
// The server only reads: there is no tool to send, change or delete anything.
// What it tells of a message was written by whoever sent it, and the
// instructions that a client gets at the start say so.
//
// # Transports
//
// ServeStream speaks over a pair of streams, one JSON object a line, as clients
// do that start the server themselves. ServeHTTP is the Streamable HTTP
// transport without sessions and without a stream of its own: every request is
// answered with one JSON object. Programs in browsers are turned away.
//
// # Standards
//
// Model Context Protocol, revision 2025-06-18 (and clients of 2025-03-26 and
// 2024-11-05); JSON-RPC 2.0.
package mcp
