package mailsinktest_test

import (
	"context"
	"fmt"
	"log"
	"net/smtp"
	"time"

	"mailsink/mailsinktest"
)

// signUpFor stands for the program under test.
func signUpFor(server, address string) {
	content := "Subject: Welcome\r\n\r\nYour code is 482913.\r\n"
	if err := smtp.SendMail(server, nil, "shop@example.com", []string{address}, []byte(content)); err != nil {
		log.Fatal(err)
	}
}

// Start needs nothing but the test, here t: a *testing.T.
func ExampleStart() {
	t := newTest()
	defer t.end()

	sink := mailsinktest.Start(t)
	signUpFor(sink.SMTPAddr(), "ann@example.com")
	msg, err := sink.Wait(t.Context(), mailsinktest.To("ann@example.com"), mailsinktest.HasCode())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(msg.Subject, msg.Codes[0])
	// Output:
	// Welcome 482913
}

// TestMain can share one sink among the tests of a package.
func ExampleOpen() {
	ctx := context.Background()
	sink, err := mailsinktest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer sink.Close()

	signUpFor(sink.SMTPAddr(), "ann@example.com")
	signUpFor(sink.SMTPAddr(), "bob@example.com")
	msg, err := sink.Wait(ctx, mailsinktest.To("bob@example.com"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(msg)
	// Output:
	// from <shop@example.com> to bob@example.com: "Welcome"
}

// That no mail is sent can be asserted, too: until a deadline, or at once where
// the program has finished sending.
func ExampleSink_None() {
	ctx := context.Background()
	sink, err := mailsinktest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer sink.Close()

	signUpFor(sink.SMTPAddr(), "ann@example.com")
	soon, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	fmt.Println(sink.None(soon, mailsinktest.To("bob@example.com")))
	fmt.Println(sink.None(ctx, mailsinktest.Subject("Welcome")))
	// Output:
	// <nil>
	// mailsinktest: hoped for no message with Subject("Welcome"), but one came from <shop@example.com> to ann@example.com: "Welcome"
}

// Rules make several accounts, as staging systems have them.
func ExampleRules() {
	ctx := context.Background()
	sink, err := mailsinktest.Open(ctx, mailsinktest.Rules(
		`/^(.+@mailsink\.test)$/  $1`,
		`/^(.+)\+(.+)@/           $2@mailsink.test`,
		`/@/                      sink@mailsink.test`,
	))
	if err != nil {
		log.Fatal(err)
	}
	defer sink.Close()

	signUpFor(sink.SMTPAddr(), "ann+run7@example.com")
	for _, msg := range sink.Messages(mailsinktest.Account("run7")) {
		fmt.Println(msg.Recipients[0].Original, "->", msg.Recipients[0].Final, "by", msg.Recipients[0].Rule)
	}
	// Output:
	// ann+run7@example.com -> run7@mailsink.test by regexp:rules:2
}

// Codes are the one-time codes of all mail, the newest first.
func ExampleSink_Codes() {
	sink, err := mailsinktest.Open(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	defer sink.Close()

	signUpFor(sink.SMTPAddr(), "ann@example.com")
	fmt.Println(sink.Codes(mailsinktest.To("ann@example.com")))
	// Output:
	// [482913]
}
