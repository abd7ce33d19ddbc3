// Package mailsinktest is a mail sink inside a Go test.
//
// A test starts a sink of its own, points the program under test at its SMTP
// address and asks what came:
//
//	sink := mailsinktest.Start(t)
//	signUp(sink.SMTPAddr(), "ann@example.com")
//	msg, err := sink.Wait(t.Context(), mailsinktest.To("ann@example.com"))
//	if err != nil {
//		t.Fatal(err)
//	}
//	confirm(msg.Codes[0])
//
// Each sink is the whole of mailsink, with SMTP, IMAP and the HTTP API on free
// ports of the loopback address and mail in memory. It starts in less than a
// millisecond and shares nothing with other sinks, so every test can
// have its own, also in parallel. It is stopped by t.Cleanup, which waits until
// its last goroutine has ended. Nothing leaves it.
//
// # Waiting and races
//
// Wait returns the oldest message that matches, at once if it is there. What
// was sent before the call counts, so it does not matter whether the program or
// the test is faster. To wait for a second message that looks like the first,
// say After(first).
//
// A message is in the sink before its sender gets the 250 of RFC 5321. After a
// program that sends synchronously, None and Messages therefore need no time
// at all; give None a context with a deadline where mail may come later.
//
// # Standards
//
// RFC 5321 (SMTP), RFC 5322 (messages), RFC 9051 (IMAP).
package mailsinktest
