// Command mailgrow measures how the cost of a sink grows with the mail in it.
// It fills a store of each size with messages that differ, starts mailsink on
// it, and asks over HTTP as the page does. The table and the plot are for
// docs/performance.md.
//
//	mailgrow -mailsink ./mailsink -sizes 1000,10000 -plot growth.svg
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "mailgrow:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	binary := flag.String("mailsink", "./mailsink", "measure this `binary`")
	sizes := flag.String("sizes", "1000,10000,100000,1000000", "messages of each `round`")
	octets := flag.Int("size", 6<<10, "`octets` of a message, about")
	plot := flag.String("plot", "", "draw the table into this SVG `file`")
	indexed := flag.Bool("indexed", true, "wait for the search index before searching")
	flag.Parse()
	var table []figures
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 100 {
			return fmt.Errorf("%q is no number of messages: at least 100", text)
		}
		f, err := grow(ctx, *binary, n, *octets, *indexed)
		if err != nil {
			return fmt.Errorf("%d messages: %w", n, err)
		}
		table = append(table, f)
		fmt.Fprintln(os.Stderr, f)
	}
	printTable(os.Stdout, table)
	if *plot == "" {
		return nil
	}
	return os.WriteFile(*plot, []byte(drawPlot(table)), 0o644)
}

// grow measures a store of n messages.
func grow(ctx context.Context, binary string, n, octets int, indexed bool) (f figures, err error) {
	dir, err := os.MkdirTemp("", "mailgrow-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	store := filepath.Join(dir, "store")
	f.messages = n
	if err := fill(ctx, store, n, octets, &f); err != nil {
		return f, err
	}
	s, err := start(ctx, binary, store, &f)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, s.end()) }()
	return f, s.measure(ctx, indexed, &f)
}
