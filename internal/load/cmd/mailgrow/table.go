package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// figures are what was measured of one size.
type figures struct {
	messages int
	intake   float64 // messages a second while the store was filled, without SMTP
	disk     int64   // octets
	memory   int64   // resident after the start, octets
	start    time.Duration
	index    time.Duration // from the start until the search index was whole
	list     time.Duration // 99th percentiles from here on
	open     time.Duration
	flag     time.Duration // to the last viewer
	searches map[string]time.Duration
	clear    time.Duration // one measurement
}

// A line is one row of the table, and one curve of the plot if it is a time.
type line struct {
	name  string
	value func(figures) string
	time  func(figures) time.Duration
}

func lines() []line {
	list := []line{
		{name: "intake, messages/s", value: func(f figures) string { return fmt.Sprintf("%.0f", f.intake) }},
		{name: "disk, MiB", value: func(f figures) string { return fmt.Sprint(f.disk >> 20) }},
		{name: "memory after start, MiB", value: func(f figures) string { return fmt.Sprint(f.memory >> 20) }},
		{name: "start", time: func(f figures) time.Duration { return f.start }},
		{name: "search index whole", time: func(f figures) time.Duration { return f.index }},
		{name: "list the newest 50, p99", time: func(f figures) time.Duration { return f.list }},
		{name: "open a message, p99", time: func(f figures) time.Duration { return f.open }},
		{name: "flag change to the last of 50 viewers, p99", time: func(f figures) time.Duration { return f.flag }},
	}
	for _, name := range []string{"rare word", "common word", "substring", "phrase", "from:", "absent"} {
		list = append(list, line{name: "search " + name + ", p99", time: func(f figures) time.Duration { return f.searches[name] }})
	}
	return append(list, line{name: "delete everything", time: func(f figures) time.Duration { return f.clear }})
}

func milliseconds(d time.Duration) string {
	ms := float64(d.Microseconds()) / 1000
	if ms >= 100 {
		return fmt.Sprintf("%.0f", ms)
	}
	return fmt.Sprintf("%.1f", ms)
}

// String is one line about f.
func (f figures) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d messages:", f.messages)
	for _, l := range lines() {
		if l.time != nil {
			fmt.Fprintf(&b, " %s %s ms;", l.name, milliseconds(l.time(f)))
		} else {
			fmt.Fprintf(&b, " %s %s;", l.name, l.value(f))
		}
	}
	return b.String()
}

func printTable(w io.Writer, table []figures) {
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
		color := fmt.Sprintf("hsl(%d 70%% 40%%)", n*360/13)
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
