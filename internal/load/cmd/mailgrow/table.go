package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"mailsink/internal/load"
)

// figures are what was measured of one size.
type figures struct {
	messages  int
	intake    float64 // messages a second while the store was filled, without SMTP
	disk      int64   // octets
	memory    int64   // resident after the start, octets
	peak      int64   // until then
	start     time.Duration
	startCPU  time.Duration
	during    asked // while the search index was made
	after     asked // when it was whole
	unindexed int   // messages, when nobody waited for the index any more
	index     time.Duration
	searches  map[string]spread

	clear time.Duration // one measurement, as are all that follow
	quiet load.Result   // intake before it
	busy  load.Result   // and beside it
	given time.Duration // until the disk had its room again; 0 for not yet
}

// A line is one row of the table, and one curve of the plot if it is a time.
type line struct {
	name  string
	value func(figures) string
	time  func(figures) time.Duration
}

func lines() []line {
	list := []line{
		{name: "intake without SMTP, messages/s", value: func(f figures) string { return fmt.Sprintf("%.0f", f.intake) }},
		{name: "disk, MiB", value: func(f figures) string { return fmt.Sprint(f.disk >> 20) }},
		{name: "start", time: func(f figures) time.Duration { return f.start }},
		{name: "start, processor time, ms", value: func(f figures) string { return milliseconds(f.startCPU) }},
		{name: "memory after start, MiB", value: func(f figures) string { return fmt.Sprint(f.memory >> 20) }},
		{name: "memory at most until then, MiB", value: func(f figures) string { return fmt.Sprint(f.peak >> 20) }},
	}
	list = append(list, asking("while the index is made", func(f figures) asked { return f.during })...)
	list = append(list,
		line{name: "search index whole", time: func(f figures) time.Duration { return f.index }},
		line{name: "messages not in the index then", value: func(f figures) string { return fmt.Sprint(f.unindexed) }})
	list = append(list, asking("index whole", func(f figures) asked { return f.after })...)
	for _, name := range []string{"rare word", "common word", "substring", "phrase", "from:", "absent"} {
		list = append(list, percentiles("search "+name, func(f figures) spread { return f.searches[name] })...)
	}
	return append(list, clearing()...)
}

// asking are the lines of what viewers do.
func asking(when string, of func(figures) asked) []line {
	list := []line{{name: "messages not in the index, " + when, value: func(f figures) string { return fmt.Sprint(of(f).behind) }}}
	list = append(list, percentiles("list the newest 50, "+when, func(f figures) spread { return of(f).list })...)
	list = append(list, percentiles("open a message, "+when, func(f figures) spread { return of(f).open })...)
	return append(list, percentiles("flag change to the last of 50 viewers, "+when, func(f figures) spread { return of(f).flag })...)
}

// percentiles are the lines of a spread. The 99th is the curve.
func percentiles(name string, of func(figures) spread) []line {
	return []line{
		{name: name + ", p99", time: func(f figures) time.Duration { return of(f).p99 }},
		{name: name + ", p50 / most ms (times)", value: func(f figures) string {
			return fmt.Sprintf("%s / %s (%d)", milliseconds(of(f).p50), milliseconds(of(f).most), of(f).times)
		}},
	}
}

// clearing are the lines of the deletion.
func clearing() []line {
	intake := func(of func(figures) load.Result) func(figures) string {
		return func(f figures) string {
			r := of(f)
			return fmt.Sprintf("%.0f (%s / %s)", r.Rate(), milliseconds(r.P99), milliseconds(r.Most))
		}
	}
	return []line{
		{name: "delete everything", time: func(f figures) time.Duration { return f.clear }},
		{name: "room given back to the disk", time: func(f figures) time.Duration { return f.given }},
		{name: "intake by SMTP before it, messages/s (p99 / most ms)", value: intake(func(f figures) load.Result { return f.quiet })},
		{name: "intake beside it, 15 s", value: intake(func(f figures) load.Result { return f.busy })},
	}
}

func milliseconds(d time.Duration) string {
	ms := float64(d.Microseconds()) / 1000
	if ms >= 100 {
		return fmt.Sprintf("%.0f", ms)
	}
	return fmt.Sprintf("%.1f", ms)
}

func printTable(w io.Writer, table []figures) {
	if len(table) == 0 {
		return
	}
	head, rule := "| messages |", "|---|"
	for _, f := range table {
		head += fmt.Sprintf(" %d |", f.messages)
		rule += "--:|"
	}
	fmt.Fprintf(w, "%s\n%s\n", head, rule)
	for _, l := range lines() {
		name, value := l.name, l.value
		if l.time != nil {
			name, value = name+", ms", func(f figures) string { return milliseconds(l.time(f)) }
		}
		fmt.Fprintf(w, "| %s |", name)
		for _, f := range table {
			fmt.Fprintf(w, " %s |", value(f))
		}
		fmt.Fprintln(w)
	}
}

// The plot: both axes are logarithmic.
const (
	plotWidth, plotHeight = 900, 520
	plotLeft, plotBottom  = 60, 470
	plotRight, plotTop    = 560, 20
	plotLeast, plotMost   = -1.0, 5.5 // powers of ten of a millisecond
)

// drawPlot draws the times of the table as curves.
func drawPlot(table []figures) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12"><rect width="100%%" height="100%%" fill="white"/>`+"\n", plotWidth, plotHeight)
	for power := int(plotLeast); float64(power) <= plotMost; power++ {
		y := plotY(math.Pow10(power))
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%g ms</text>`+"\n", plotLeft, y, plotRight, plotLeft-4, y+4, math.Pow10(power))
	}
	for _, f := range table {
		x := plotX(f.messages, table)
		fmt.Fprintf(&b, `<path d="M%.1f %dV%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x, plotTop, plotBottom, x, plotBottom+16, f.messages)
	}
	n := 0
	for _, l := range lines() {
		if l.time == nil {
			continue
		}
		color := fmt.Sprintf("hsl(%d 70%% 40%%)", n*360/17)
		var path strings.Builder
		for i, f := range table {
			fmt.Fprintf(&path, "%s%.1f %.1f", []string{"M", "L"}[min(i, 1)], plotX(f.messages, table), plotY(float64(l.time(f).Microseconds())/1000))
		}
		y := plotTop + 20 + 22*n
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/><path d="M%d %dh20" stroke="%s" stroke-width="2"/><text x="%d" y="%d">%s</text>`+"\n",
			path.String(), color, plotRight+20, y, color, plotRight+46, y+4, l.name)
		n++
	}
	return b.String() + "</svg>\n"
}

func plotX(messages int, table []figures) float64 {
	first, last := math.Log10(float64(table[0].messages)), math.Log10(float64(table[len(table)-1].messages))
	if first == last {
		return plotLeft + 20
	}
	return plotLeft + 20 + (math.Log10(float64(messages))-first)/(last-first)*(plotRight-plotLeft-40)
}

func plotY(ms float64) float64 {
	at := math.Log10(max(ms, math.Pow(10, plotLeast)))
	return plotBottom - (at-plotLeast)/(plotMost-plotLeast)*(plotBottom-plotTop)
}
