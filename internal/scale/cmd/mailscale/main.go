// Mailscale says what mailsink does on many machines, by the model of package
// scale: a table on standard output, and a plot.
//
//	go run ./internal/scale/cmd/mailscale -plot docs/scale.svg
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"mailsink/internal/scale"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mailscale:", err)
		os.Exit(1)
	}
}

// measured are the costs that docs/scale.md says how to measure.
func measured() scale.Costs {
	return scale.Costs{
		Sink: 80 * time.Microsecond, Leader: 190 * time.Microsecond, Follower: 135 * time.Microsecond, Reader: 70 * time.Microsecond, State: 1500, Record: 700,
	}
}

// settings are what the command line can change.
type settings struct {
	plot string
	size float64
	rate float64
	days float64
	seed uint64
	base scale.Cluster
}

func run(args []string, out io.Writer) error {
	s := settings{base: scale.Cluster{Costs: measured(), Election: 5 * time.Second}}
	flags := flag.NewFlagSet("mailscale", flag.ContinueOnError)
	flags.StringVar(&s.plot, "plot", "", "write an SVG to this `file`")
	flags.Float64Var(&s.size, "size", 20<<10, "octets of a message")
	flags.Float64Var(&s.rate, "rate", 1000, "messages a second that are kept")
	flags.Float64Var(&s.days, "days", 30, "for so long")
	flags.Uint64Var(&s.seed, "seed", 1, "of what is random")
	flags.Float64Var(&s.base.Machine.Cores, "cores", 8, "of a machine")
	memory := flags.Float64("memory", 64, "GiB of a machine for its sink")
	room := flags.Float64("disk", 4, "TiB of a machine")
	speed := flags.Float64("speed", 400, "MiB/s that a disk writes")
	flags.DurationVar(&s.base.Machine.Sync, "sync", 2*time.Millisecond, "that an fsync takes")
	if err := flags.Parse(args); err != nil {
		return err
	}
	s.base.Machine.Memory, s.base.Machine.Room, s.base.Machine.Disk = *memory*(1<<30), *room*(1<<40), *speed*(1<<20)
	rows := s.rows()
	if err := print(out, s, rows); err != nil {
		return err
	}
	if s.plot == "" {
		return nil
	}
	return os.WriteFile(s.plot, []byte(draw(rows)), 0o644)
}

// A design is how the accounts are spread.
type design struct {
	name             string
	streams, readers func(machines int) int
}

func designs() []design {
	all := func(int) int { return 0 }
	return []design{
		{"one journal", func(int) int { return 1 }, all},
		{"64 streams, every sink holds all", func(int) int { return 64 }, all},
		{"64 streams, two sinks hold each", func(int) int { return 64 }, func(int) int { return 2 }},
	}
}

// A row is what one design does on some machines.
type row struct {
	design   string
	machines int
	most     float64
	p99      time.Duration // at the rate that is asked for
	gap      time.Duration // when a machine dies
	stock    scale.Stock
	longest  time.Duration
	ends     string
}

// machineCounts are those of the table and the plot.
func machineCounts() []int { return []int{3, 5, 10, 20} }

func (s settings) rows() (rows []row) {
	for _, d := range designs() {
		for _, n := range machineCounts() {
			c := s.base
			c.Machines, c.Streams, c.Readers = n, d.streams(n), d.readers(n)
			l := scale.Load{Rate: s.rate, Size: s.size, Accounts: 10_000, Skew: 0.8}
			calm, hit := c.Run(l, 4*time.Second, 0, s.seed), c.Run(l, 12*time.Second, 2*time.Second, s.seed)
			long, ends := c.Longest(l)
			rows = append(rows, row{
				design: d.name, machines: n, most: c.Most(l, s.seed), p99: calm.P99, gap: hit.Gap,
				stock: c.Keep(l, time.Duration(s.days*24*float64(time.Hour))), longest: long, ends: ends,
			})
		}
	}
	return rows
}

func print(out io.Writer, s settings, rows []row) error {
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintf(w, "| %s\t| machines\t| messages/s at most\t| p99 at %.0f/s\t| rest when one dies\t| memory for %.0f days\t| disk\t| a new sink\t| lasts for\t|\n", "", s.rate, s.days)
	fmt.Fprintln(w, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, r := range rows {
		fmt.Fprintf(w, "| %s\t| %d\t| %s\t| %v\t| %.1f s\t| %.0f GiB\t| %.1f TiB\t| %v\t| %.1f days (%s)\t|\n", r.design, r.machines, rounded(r.most), r.p99, r.gap.Seconds(),
			r.stock.Memory/(1<<30), r.stock.Disk/(1<<40), r.stock.Ready.Round(time.Minute), r.longest.Hours()/24, r.ends)
	}
	return w.Flush()
}

// rounded writes a rate with as many digits as it is good for.
func rounded(rate float64) string { return fmt.Sprintf("%.0f", rate/100) + "00" }
