// Command mailsink takes in all mail that a test environment sends, rewrites
// every recipient with a Postfix-style table, and shows it over IMAP, a live
// web page and an HTTP API. Nothing leaves it.
//
//	mailsink                          take mail in and show it
//	mailsink query ann@example.com    say where an address goes
//	mailsink --help                   all commands
//
// # Exit status
//
// 0 well, 1 the answer is no, 2 usage, 3 the sink could not be reached,
// 4 anything else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := context.WithCancel(context.Background())
	told := make(chan os.Signal, 2)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go obey(told, stop)
	os.Exit(run(ctx, asCalled(os.Args), streams{os.Stdin, os.Stdout, os.Stderr}))
}

// obey stops the program at the first signal, and ends it at once at the
// second, with the status that shells give for one that a signal ended. It
// listens all the time: a second signal that comes right behind the first is
// heard too. It ends with the process.
func obey(told <-chan os.Signal, stop func()) {
	<-told
	stop()
	status := exitNo
	if sig, ok := (<-told).(syscall.Signal); ok {
		status = 128 + int(sig)
	}
	os.Exit(status)
}

// asCalled returns the arguments without the name of the program. Called as
// sendmail, by a link of that name, the program is that command.
func asCalled(args []string) []string {
	if filepath.Base(args[0]) == "sendmail" {
		return append([]string{"sendmail", asSendmail}, args[1:]...)
	}
	return args[1:]
}

// streams are where a command reads and writes: answers go to out, all else to
// err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// The exit statuses, as the package comment says them.
const (
	exitNo    = 1
	exitUsage = 2
	exitAway  = 3
	exitOther = 4
)

// An exitError ends the program with a status of its own. What it wraps is
// told to the user, unless it is nil.
type exitError struct {
	status int
	error
}

func (e exitError) Unwrap() error { return e.error }

// fail tells the user of err, if there is one, and returns the exit status. The
// help of command is what a mistake in the call leads to; "" is for all of it.
func fail(s streams, command string, err error) int {
	var e exitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &e):
		fmt.Fprintln(s.err, "mailsink:", err)
		return statusOf(err)
	case e.error != nil:
		fmt.Fprintln(s.err, "mailsink:", e.error)
		if e.status == exitUsage {
			fmt.Fprintf(s.err, "Try \"mailsink%s --help\".\n", command)
		}
	}
	return e.status
}
