// Package faults decides what goes wrong on purpose, so that a program which
// sends mail can be tested against servers that are slow, full or rude.
//
// A [Set] holds rules. Each belongs to one [Stage] of a session, matches by
// who sends what to whom, and says what happens then. At every stage the
// first rule that fires decides, and it alone. What a rule does depends on
// its own count of matches, its seed and the mail it matches, never on other
// mail: a rule for one address leaves every other test alone.
//
//	{"rules": [
//	  {"stage": "rcpt", "to": "ann@*", "reply": "450 4.2.0 Try later", "first": 2},
//	  {"stage": "data", "client": "10.0.0.0/8", "delay": "5s"},
//	  {"stage": "end", "to": "*@broken.example", "bounce": "550 5.1.1 User unknown"}
//	]}
//
// With magic addresses, a forward-path can ask for a fault by itself:
// 450.ann@example.com is refused with 450, slow-5s@example.com is answered
// after five seconds. [Magic] lists them.
//
// # Standards
//
// RFC 5321 §4.2 (replies), RFC 3463 (enhanced status codes).
package faults
