// Package transcript keeps what was said in the last sessions: who connected,
// every command and every reply, and when. A [Ring] holds so many sessions, of
// each its beginning and its end, so that neither a long session nor a flood
// of them takes more than a known amount of memory.
//
// A door begins a session with [Ring.Begin] and tells its [Recorder] every
// line. What is secret must be taken out before: what is recorded is shown.
// [Recorder.Keep] keeps the beginning of a message that was refused; all of them
// together are bounded, too, and the oldest go first.
// Readers use [Ring.Sessions] and [Ring.Session] at any time, also while a
// session goes on.
//
// # Standards
//
// None; the lines of an SMTP session are those of RFC 5321 §4.
package transcript
