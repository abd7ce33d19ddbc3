// Package compat speaks the HTTP APIs of other programs, so that tests written
// for them run here unchanged: the mail catchers Mailpit, MailHog, MailCatcher
// and MailDev are read from, and Mailtrap, SendGrid, Postmark, Mailgun, Resend
// and Amazon SES v2 are sent by.
//
// Every façade is a thin layer over one mailbox. It keeps nothing: what it
// shows is the State of the moment, and what it is sent goes through
// [compose.Sender] like any other mail. Each can be left out; where two want
// one path, the first in [Names] has it.
//
// # What is not copied
//
// A call that removes says what: an empty, cut off or unreadable body removes
// nothing and is answered 400, also where the original takes it for "all".
// An unknown ID is 404 and changes nothing. Reading a message does not mark it
// as read: GET changes nothing here. Nothing is relayed, and nothing that a
// message refers to is fetched.
//
// # Standards
//
// RFC 9457 (problem details) for errors of the readers; providers answer in
// their own shape, which their libraries read. RFC 7578 (multipart/form-data).
package compat
