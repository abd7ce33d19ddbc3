// Package grams tells messages that cannot hold a text from those that may, so
// that a search in all texts reads few of them.
//
// Every three octets that follow each other in a text are a gram. [Of] makes a
// small set of all grams of a message; a set may say of a gram that it is there
// when it is not, never that it is not there when it is. A text of which any
// gram is missing is not in the message. What remains has to be read, so that a
// search answers as it would without.
//
// A set takes at most a quarter of the octets of the text. A [Cache] bounds what
// all take; a message whose set is gone is read again.
package grams
