package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"mailsink/internal/load"
)

func TestTableComparesWithTheFirstServer(t *testing.T) {
	var out strings.Builder
	args := strings.Fields("-against smtp-sink -messages 40 -conns 1,3 -rounds 2 -size 2048")
	if err := measure(t.Context(), &out, args); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 6 || !strings.HasSuffix(lines[0], "octets a message, persistent connections, median of 2") {
		t.Fatalf("printed\n%s", out.String())
	}
	row := regexp.MustCompile(`^\| [13] \| smtp-sink \| \d+ \| 1\.00 \| \d+\.\d\d \| \d+\.\d\d \| \d+ \| \d+ \|$`)
	for _, line := range lines[4:] {
		if !row.MatchString(line) {
			t.Errorf("%q is not a row", line)
		}
	}
}

func TestWhatCannotBeMeasuredIsSaid(t *testing.T) {
	for args, want := range map[string]string{
		"":                             "nothing to measure",
		"-against postfix":             "only smtp-sink",
		"-addr 127.0.0.1:1 -conns 1,x": "-conns 1,x",
		"-mailsink /nowhere/mailsink":  "/nowhere/mailsink",
		"-addr 127.0.0.1:1 -conns 1":   "127.0.0.1:1 with 1 connections",
	} {
		err := measure(t.Context(), new(strings.Builder), strings.Fields(args))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", args, err, want)
		}
	}
}

func TestRatioIsToTheFirstRow(t *testing.T) {
	rows := []row{
		{name: "first", conns: 1, Result: load.Result{Messages: 100, Elapsed: time.Second}},
		{name: "second", conns: 1, Result: load.Result{Messages: 250, Elapsed: time.Second, P99: 1500 * time.Microsecond},
			Usage: load.Usage{CPU: 5 * time.Millisecond, Memory: 3 << 20}},
	}
	want := "| 1 | first | 100 | 1.00 | 0.00 | 0.00 | – | – |\n| 1 | second | 250 | 2.50 | 0.00 | 1.50 | 20 | 3 |\n"
	if got := table(rows); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestMedianIsByRate(t *testing.T) {
	var rows []row
	for _, n := range []int{30, 10, 20} {
		rows = append(rows, row{Result: load.Result{Messages: n, Elapsed: time.Second}})
	}
	if got := median(rows).Messages; got != 20 {
		t.Errorf("median of 30, 10, 20 is %d", got)
	}
}
