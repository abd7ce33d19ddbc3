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
	"time"
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
	within := flag.Duration("index-within", 5*time.Minute, "wait `so long` for the search index, before searching without it")
	dir := flag.String("store", "", "use the stores in this `directory`, filled if they are not there, and leave them in it")
	empty := flag.Bool("delete", true, "delete everything in the end")
	flag.Parse()
	var table []figures
	defer func() { printTable(os.Stdout, table) }() // what there is, whatever happens
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 100 {
			return fmt.Errorf("%q is no number of messages: at least 100", text)
		}
		began := time.Now()
		f, err := round{*binary, *dir, *octets, *within, *empty}.run(ctx, n)
		if err != nil {
			return fmt.Errorf("%d messages: %w", n, err)
		}
		table = append(table, f)
		fmt.Fprintf(os.Stderr, "%d messages: measured in %v\n", n, time.Since(began).Round(time.Second))
	}
	if *plot == "" {
		return nil
	}
	return os.WriteFile(*plot, []byte(drawPlot(table)), 0o644)
}

// A round measures a store of one size.
type round struct {
	binary string
	dir    string // to keep the store in; empty for one that is removed
	octets int    // of a message
	within time.Duration
	empty  bool // in the end
}

func (r round) run(ctx context.Context, n int) (f figures, err error) {
	dir := r.dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "mailgrow-"); err != nil {
			return f, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	store := filepath.Join(dir, fmt.Sprint("store", n))
	f.messages = n
	if _, err := os.Stat(store); errors.Is(err, os.ErrNotExist) {
		if err := fill(ctx, store, n, r.octets, &f); err != nil {
			return f, err
		}
	}
	if f.disk, err = weigh(store); err != nil {
		return f, err
	}
	s, err := start(ctx, r.binary, store, &f)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, s.end()) }()
	if err := s.measure(ctx, r.within, &f); err != nil || !r.empty {
		return f, err
	}
	return f, s.clear(ctx, &f)
}
