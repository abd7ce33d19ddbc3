// Package dsn writes delivery status notifications: what a mail server tells
// the sender of a message that it could not deliver.
//
// # Standards
//
// RFC 3461 (which notification a transaction asks for), RFC 3462 and RFC 6522
// (multipart/report), RFC 3464 (message/delivery-status), RFC 6533 (addresses
// in UTF-8), RFC 3834 (Auto-Submitted).
package dsn
