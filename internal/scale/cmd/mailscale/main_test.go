package main

import (
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"mailsink/internal/scale"
)

func TestThePlotIsSVGWithALineForEachDesign(t *testing.T) {
	var rows []row
	for _, d := range designs() {
		for _, n := range machineCounts() {
			rows = append(rows, row{design: d.name, machines: n, most: float64(1000 * n)})
		}
	}
	svg := draw(rows)
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(svg, "<polyline"); n != len(designs()) {
		t.Errorf("%d lines for %d designs", n, len(designs()))
	}
}

func TestTheTableHasARowForEachResult(t *testing.T) {
	var b strings.Builder
	rows := []row{{design: "one journal", machines: 3, most: 7949, p99: 4 * time.Millisecond, gap: 5 * time.Second, stock: scale.Stock{Memory: 1 << 40}, ends: "memory"}}
	if err := print(&b, settings{rate: 1000, days: 30}, rows); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.Count(got, "\n") != 3 || !strings.Contains(got, "| 7900") || !strings.Contains(got, "| 1024 GiB") {
		t.Errorf("the table is\n%s", got)
	}
}

func TestAFlagThatIsWrongIsRefused(t *testing.T) {
	if err := run([]string{"-cores", "many"}, io.Discard); err == nil {
		t.Error("cores may be many")
	}
	if _, err := os.Stat("-cores"); err == nil {
		t.Error("a file was written")
	}
}
