// Package sasl is the server's side of the mechanisms by which clients of
// SMTP, IMAP and POP3 say who they are: PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-256,
// XOAUTH2 and OAUTHBEARER.
//
// A protocol describes with a [Door] whom it lets in, offers what
// [Door.Mechanisms] lists, and runs what [Door.Start] returns: it hands over
// what the client responds, decoded, and sends the challenge that comes back.
//
// # Errors
//
// [ErrRefused] says that the credentials are wrong, [ErrMalformed] that they
// could not be read. Neither holds anything that a client sent.
//
// # Standards
//
// RFC 4422 (SASL), RFC 4616 (PLAIN), RFC 2195 (CRAM-MD5), RFC 5802 and RFC
// 7677 (SCRAM-SHA-256, without channel binding), RFC 7628 (OAUTHBEARER).
// LOGIN and XOAUTH2 have no RFC, but programs.
package sasl
