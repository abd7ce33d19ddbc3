// Package client asks a running sink over its HTTP API.
//
// Every command of mailsink that looks at mail uses it, and so does its server
// for language models. A Client has no state but the address of the sink; its
// methods may be called by many goroutines and end with their context.
//
// There are three kinds of errors, and callers tell them apart: the sink could
// not be reached ([ErrAway]), it says no ([*Problem]), and everything else.
//
// # Standards
//
// RFC 9110 (HTTP), RFC 9457 (problem details), HTML Living Standard §9.2
// (server-sent events).
package client
