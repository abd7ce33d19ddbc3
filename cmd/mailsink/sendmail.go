package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/user"
	"strings"
	"time"

	"mailsink/internal/submit"
)

// sendmailCmd takes mail from programs that call sendmail.
type sendmailCmd struct {
	Args []string `arg:"" optional:"" help:"Flags of sendmail, and recipients."`
}

// asSendmail stands in front of the arguments when the program was called by
// the name of sendmail: its exit statuses are then those of sysexits.h.
const asSendmail = "--as-sendmail"

const sendmailHelp = `Usage: mailsink sendmail [flags] [recipient ...] < message

Takes a message from standard input and sends it over SMTP to the sink at
MAILSINK_SMTP (127.0.0.1:1025). A link to mailsink that is called sendmail does
the same, so it can stand in for the real one.

  -t             take recipients from To, Cc and Bcc as well, and leave Bcc out
  -i, -oi        a line with a dot does not end the message
  -f ADDR        the reverse-path; "" and <> are the null one (-r ADDR too)
  -F NAME        the full name of the author, where the message has no From
  -bm            take a message from standard input (the default)
  -bs            speak SMTP on standard input and output
  -N WHEN -R WHAT -V ID    ask for delivery status notifications
  -bi -bp        there are no aliases to make, and there is no queue
Other flags of sendmail, such as -O OPTION=VALUE or -oem, are taken and ignored.

Exit status: 0 sent, 1 refused, 2 usage, 3 no sink answers, 4 anything else.
Called as sendmail: 0, 69 (75 where trying again may help), 64, 75, 70.

Example: printf 'To: ann@example.com\nSubject: hello\n\nHi.\n' | mailsink sendmail -t -i
`

// Run sends the message.
func (c *sendmailCmd) Run(ctx context.Context, s streams) error {
	args, real := c.Args, false
	if len(args) > 0 && args[0] == asSendmail {
		args, real = args[1:], true
	}
	err := c.run(ctx, s, args)
	if err == nil || !real {
		return err
	}
	var e exitError
	var refusal *submit.Refusal
	switch {
	case errors.As(err, &e) && e.status == exitUsage:
		return exitError{64, err} // EX_USAGE
	case errors.As(err, &refusal) && !refusal.Temporary():
		return exitError{69, err} // EX_UNAVAILABLE
	case errors.As(err, &refusal), errors.Is(err, submit.ErrAway):
		return exitError{75, err} // EX_TEMPFAIL
	}
	return exitError{70, err} // EX_SOFTWARE
}

func (c *sendmailCmd) run(ctx context.Context, s streams, args []string) error {
	if len(args) == 1 && args[0] == "--help" {
		_, err := io.WriteString(s.out, sendmailHelp)
		return err
	}
	o, err := parseSendmail(args)
	if err != nil {
		return usage(err)
	}
	switch {
	case o.mode == "s":
		return speak(ctx, s)
	case o.mode == "i", o.queue && !o.extract && len(o.recipients) == 0:
		return nil // there are neither aliases to build nor a queue to run
	case o.mode == "p":
		_, err := fmt.Fprintln(s.out, "Mail queue is empty")
		return err
	}
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "localhost"
	}
	from := o.sender(host)
	content, to, err := submit.Prepare(s.in, submit.Options{
		Sender: from, FullName: o.name, Host: host, Extract: o.extract, Dots: o.dots, Now: time.Now(),
	})
	if err != nil {
		return err
	}
	to = append(o.recipients, to...)
	if len(to) == 0 {
		return usage(errors.New("the message has no recipients; name them, or let -t take them from the header"))
	}
	_, err = submit.Send(ctx, smtpServer(), submit.Mail{From: from, To: to, Content: content, Notify: o.notify, Return: o.ret, ID: o.id})
	return err
}

// smtpServer returns where sendmail and send give mail to.
func smtpServer() string {
	first, _, _ := strings.Cut(os.Getenv(variable("smtp")), ",")
	if first == "" {
		return "127.0.0.1:1025"
	}
	return first
}

// sendmailFlags are what was asked of sendmail.
type sendmailFlags struct {
	mode            string // letter behind -b: m, s, i, p
	extract, dots   bool
	queue           bool
	from            *string
	name            string
	notify, ret, id string
	recipients      []string
}

// withValue are the flags of sendmail that take a value, in the same argument
// or the next.
const withValue = "ABCFLNORVXbfhopr"

// withRest are those whose value, if any, is in the same argument.
const withRest = "Ddq"

// parseSendmail reads arguments as getopt(3) does: flags may share a dash, and
// may stand behind recipients.
func parseSendmail(args []string) (sendmailFlags, error) {
	o := sendmailFlags{mode: "m"}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			o.recipients = append(o.recipients, args[i+1:]...)
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			o.recipients = append(o.recipients, arg)
			continue
		}
		for j := 1; j < len(arg); j++ {
			flag, value := arg[j], ""
			if strings.IndexByte(withValue, flag) >= 0 {
				if value = arg[j+1:]; value == "" {
					if i++; i == len(args) {
						return o, fmt.Errorf("-%c needs a value behind it", flag)
					}
					value = args[i]
				}
				j = len(arg)
			}
			if strings.IndexByte(withRest, flag) >= 0 {
				j = len(arg)
			}
			if err := o.set(flag, value); err != nil {
				return o, err
			}
		}
	}
	return o, nil
}

// set takes one flag.
func (o *sendmailFlags) set(flag byte, value string) error {
	switch flag {
	case 't':
		o.extract = true
	case 'i':
		o.dots = true
	case 'f', 'r':
		value = strings.Trim(value, " ")
		o.from = &value
	case 'F':
		o.name = value
	case 'N':
		o.notify = value
	case 'R':
		o.ret = value
	case 'V':
		o.id = value
	case 'o', 'O':
		o.dots = o.dots || value == "i" || strings.HasPrefix(strings.ToLower(value), "ignoredots")
	case 'b':
		if !strings.Contains("m s i p", value) || len(value) != 1 {
			return fmt.Errorf("-b%s is not known here; there are -bm, -bs, -bi and -bp", value)
		}
		o.mode = value
	case 'q':
		o.queue = true
	case 'A', 'B', 'C', 'D', 'G', 'I', 'L', 'U', 'X', 'c', 'd', 'e', 'h', 'm', 'n', 'p', 'v', 'x':
	default:
		return fmt.Errorf("-%c is no flag of sendmail", flag)
	}
	return nil
}

// sender returns the reverse-path: what -f says, or the user at this host.
func (o *sendmailFlags) sender(host string) string {
	if o.from == nil {
		name := os.Getenv("USER")
		if u, err := user.Current(); err == nil {
			name = u.Username
		}
		return name + "@" + host
	}
	from := *o.from
	if i := strings.LastIndexByte(from, '<'); i >= 0 {
		from = strings.TrimSuffix(from[i+1:], ">")
	}
	return from
}

// speak lets the program that called speak SMTP with the sink itself.
func speak(ctx context.Context, s streams) error {
	conn, err := submit.Dial(ctx, smtpServer())
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	said := make(chan error, 1)
	go func() {
		err := submit.Relay(conn, s.in)
		if half, ok := conn.(interface{ CloseWrite() error }); ok && err == nil {
			err = half.CloseWrite()
		}
		said <- err
	}()
	_, err = io.Copy(s.out, conn)
	conn.Close()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("the connection was lost: %w", err)
	}
	select {
	case err := <-said:
		if err != nil && !errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("the connection was lost: %w", err)
		}
	default: // the sink said goodbye first; nobody reads what else may be typed
	}
	return nil
}
