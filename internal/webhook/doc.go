// Package webhook tells other programs of mail: it posts JSON to URLs for each
// message that arrives and matches a query.
//
// The journal is the queue. A hook remembers the position up to which its
// messages have been taken, in a file where there is one, and goes on from
// there after a restart. A message is posted until it is taken, however long
// that is, with growing pauses, and in order: the next one waits. So none is
// dropped, and one may come twice; its ID tells.
//
// # A post
//
//	{"event":"message","id":"…","account":"sink","time":"…","size":312,
//	 "envelope":{…},"summary":{…}}
//
// It is signed: the field Mailsink-Signature is "t=SECONDS,v1=HEX", where HEX is the HMAC-SHA256, by
// the secret, of SECONDS, a dot and the body. Any 2xx status within 5 s takes it.
//
// # Safety
//
// URLs come from whoever starts the sink, never from the API or from mail. A
// connection is opened to their hosts and ports and to nothing else;
// redirections are not followed and proxies not asked.
//
// # Standards
//
// RFC 2104 (HMAC), RFC 9110.
package webhook
