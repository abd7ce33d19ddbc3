// Mailload measures how many messages a second an SMTP server takes, beside
// Postfix's smtp-sink in the same run:
//
//	mailload -mailsink ./mailsink -store memory:,file: -against smtp-sink,nothing
//	mailload -addr 127.0.0.1:1025 -conns 10 -duration 10s
//
// It prints a Markdown table: messages per second, their ratio to the first
// server of the row's group, the time from the first octet of content to the
// acknowledgement, and what the server has used. Every figure is the median
// of -rounds runs, each with a server started for it alone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"mailsink/internal/load"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := measure(ctx, os.Stdout, os.Args[1:]); errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	} else if err != nil {
		fmt.Fprintln(os.Stderr, "mailload:", err)
		os.Exit(1)
	}
}

// A plan is what the command line asks for.
type plan struct {
	load.Load
	conns    []int
	subjects []subject
	rounds   int
	nothing  string // where to serve, instead of measuring
}

// measure does what args ask for and writes the table to w.
func measure(ctx context.Context, w io.Writer, args []string) error {
	p, err := parse(args)
	if err != nil {
		return err
	}
	if p.nothing != "" {
		return load.ServeNothing(ctx, p.nothing)
	}
	fmt.Fprint(w, heading(p))
	for _, conns := range p.conns {
		p.Conns = conns
		rows, err := p.compare(ctx)
		if err != nil {
			return err
		}
		fmt.Fprint(w, table(rows))
	}
	return nil
}

func parse(args []string) (*plan, error) {
	p := &plan{}
	flags := flag.NewFlagSet("mailload", flag.ContinueOnError)
	flags.StringVar(&p.Addr, "addr", "", "measure the server that listens at `host:port`")
	mailsink := flags.String("mailsink", "", "start the mailsink binary at `path`")
	stores := flags.String("store", "memory:", "with each of these stores; file: is a directory of its own")
	against := flags.String("against", "", "compare with these `servers`: smtp-sink, and nothing, a Go program that forgets everything")
	nothing := flags.String("nothing", "", "be that program, at `host:port`")
	conns := flags.String("conns", "1,10,100", "connections at a time, one group of rows each")
	flags.IntVar(&p.Messages, "messages", 20000, "messages a run; 0 with -duration")
	flags.DurationVar(&p.Duration, "duration", 0, "time a run")
	flags.IntVar(&p.Size, "size", 6<<10, "octets of a message")
	flags.BoolVar(&p.PerConn, "one", false, "one message a connection")
	flags.BoolVar(&p.Lockstep, "lockstep", false, "no pipelining")
	flags.IntVar(&p.rounds, "rounds", 3, "runs for each figure")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if p.nothing = *nothing; p.nothing != "" {
		return p, nil
	}
	for n := range strings.SplitSeq(*conns, ",") {
		c, err := strconv.Atoi(n)
		if err != nil || c < 1 {
			return nil, fmt.Errorf("-conns %s: give numbers of connections, as in 1,10,100", *conns)
		}
		p.conns = append(p.conns, c)
	}
	return p, p.choose(*against, *mailsink, *stores)
}

// choose lists the servers to measure, the one to compare with first.
func (p *plan) choose(against, mailsink, stores string) error {
	for name := range strings.SplitSeq(against, ",") {
		switch name {
		case "":
		case "smtp-sink":
			p.subjects = append(p.subjects, subject{name, load.StartSink})
		case "nothing":
			p.subjects = append(p.subjects, subject{name, load.StartNothing})
		default:
			return fmt.Errorf("-against %s: only smtp-sink and nothing can be compared with", name)
		}
	}
	if mailsink != "" {
		for store := range strings.SplitSeq(stores, ",") {
			p.subjects = append(p.subjects, subject{"mailsink " + store, func(ctx context.Context) (*load.Process, error) {
				return load.StartMailsink(ctx, mailsink, store)
			}})
		}
	}
	if p.Addr != "" {
		p.subjects = append(p.subjects, subject{p.Addr, nil})
	}
	if len(p.subjects) == 0 {
		return errors.New("nothing to measure: give -addr or -mailsink, or -against smtp-sink")
	}
	p.rounds = max(1, p.rounds)
	return nil
}
