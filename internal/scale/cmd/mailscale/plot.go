package main

import (
	"fmt"
	"strings"
)

// The plot, in SVG units.
const (
	width, height        = 720, 400
	left, right          = 70, 700
	top, bottom          = 40, 340
	firstTone, otherTone = "#0b6e4f", "#444"
)

// draw plots what each design takes at most over the machines.
func draw(rows []row) string {
	most, machines := 0.0, 0
	for _, r := range rows {
		most, machines = max(most, r.most), max(machines, r.machines)
	}
	x := func(n int) float64 { return left + float64(n)/float64(machines)*(right-left) }
	y := func(rate float64) float64 { return bottom - rate/most*(bottom-top) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">`+"\n", width, height)
	fmt.Fprintf(&b, `<title>Messages a second that machines take, by the model</title><rect width="%d" height="%d" fill="white"/>`+"\n", width, height)
	fmt.Fprintf(&b, `<path d="M%d %dV%dH%d" fill="none" stroke="%s"/>`+"\n", left, top, bottom, right, otherTone)
	for _, n := range machineCounts() {
		fmt.Fprintf(&b, `<text x="%.0f" y="%d" text-anchor="middle" fill="%s">%d</text>`+"\n", x(n), bottom+18, otherTone, n)
	}
	for i := 0; i <= 4; i++ {
		rate := most * float64(i) / 4
		fmt.Fprintf(&b, `<text x="%d" y="%.0f" text-anchor="end" fill="%s">%s</text>`+"\n", left-8, y(rate)+4, otherTone, rounded(rate))
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" fill="%s">messages/s at most</text><text x="%d" y="%d" text-anchor="end" fill="%s">machines</text>`+"\n",
		left, top-16, otherTone, right, bottom+36, otherTone)
	for i, d := range designs() {
		lines(&b, rows, d.name, i, x, y)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// lines plots the i-th design, each with a dash of its own.
func lines(b *strings.Builder, rows []row, name string, i int, x func(int) float64, y func(float64) float64) {
	dash := []string{"none", "8 4", "2 3"}[i%3]
	tone := []string{firstTone, "#b5460f", "#2a5db0"}[i%3]
	var points []string
	for _, r := range rows {
		if r.design == name {
			points = append(points, fmt.Sprintf("%.0f,%.0f", x(r.machines), y(r.most)))
		}
	}
	fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2" stroke-dasharray="%s"/>`+"\n", strings.Join(points, " "), tone, dash)
	at := top + 14 + 18*i
	fmt.Fprintf(b, `<path d="M%d %dh30" stroke="%s" stroke-width="2" stroke-dasharray="%s"/><text x="%d" y="%d" fill="%s">%s</text>`+"\n",
		left+20, at-4, tone, dash, left+58, at, otherTone, name)
}
