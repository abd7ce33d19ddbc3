package inspect

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// Compatibility is how much of the HTML mail programs show.
type Compatibility struct {
	Score    float64   `json:"score"`    // percent of features times programs that work; partly is half
	Used     int       `json:"used"`     // features that are used and known
	Features []Feature `json:"features"` // those that do not work everywhere, worst first
	Clients  int       `json:"clients"`  // programs that are asked: all that are known, or those chosen
	Programs []Program `json:"programs"` // all that are known, with what each makes of this message
	Updated  string    `json:"updated"`  // when the data are from, as 2006-01-02
	Source   string    `json:"source"`
	Licence  string    `json:"licence"`
}

// A Feature is something that the HTML uses.
type Feature struct {
	Slug    string   `json:"slug"`
	Title   string   `json:"title"`
	URL     string   `json:"url"`
	Times   int      `json:"times"` // how often it is used
	Lines   []int    `json:"lines"` // of the HTML, from 1: the first 100 on which it is used
	Score   float64  `json:"score"` // percent of programs; partly is half
	Without []string `json:"without"`
	Partly  []string `json:"partly"`
	Tested  string   `json:"tested"` // as 2006-01-02
}

//go:embed caniemail.json
var known []byte

// A support is the data: for each feature its title, the day it was tested,
// and a letter for each client.
type support struct {
	Updated  string      `json:"updated"`
	Source   string      `json:"source"`
	Licence  string      `json:"licence"`
	Clients  []string    `json:"clients"`
	Features [][4]string `json:"features"` // slug, title, day, answers
}

// table reads the data, once.
func table() support { return readTable() }

var readTable = sync.OnceValue(func() support {
	var s support
	if err := json.Unmarshal(known, &s); err != nil {
		panic("inspect: caniemail.json: " + err.Error()) // it is embedded, and a test reads it
	}
	return s
})

// compatibility sets what the HTML uses against what is known of the chosen
// programs; without any, of all.
func (p *page) compatibility(chosen []string) Compatibility {
	t := table()
	asked := t.asked(chosen)
	c := Compatibility{Clients: len(asked), Programs: t.programs(p.features), Updated: t.Updated, Source: t.Source, Licence: t.Licence}
	var total tally
	for _, known := range t.Features {
		used := p.features[known[0]]
		if used == nil {
			continue
		}
		f := Feature{Slug: known[0], Title: known[1], Tested: known[2], Times: used.times, Lines: used.lines, URL: t.Source + "features/" + known[0] + "/"}
		c.Used++
		if !f.judge(t.Clients, known[3], asked) {
			continue
		}
		total.add(f.Score)
		if len(f.Without)+len(f.Partly) > 0 {
			c.Features = append(c.Features, f)
		}
	}
	c.Score = total.mean()
	slices.SortStableFunc(c.Features, func(a, b Feature) int {
		return cmp.Or(cmp.Compare(a.Score, b.Score), strings.Compare(a.Slug, b.Slug))
	})
	return c
}

// judge reads the answers of the programs that are asked, by their places. It
// reports whether anything is known of them.
func (f *Feature) judge(programs []string, answers string, asked []int) bool {
	f.Without, f.Partly = []string{}, []string{}
	var points tally
	for _, i := range asked {
		n, ok := worth(answers[i])
		if !ok {
			continue
		}
		points.add(n)
		switch answers[i] {
		case 'a':
			f.Partly = append(f.Partly, programs[i])
		case 'n':
			f.Without = append(f.Without, programs[i])
		}
	}
	f.Score = points.mean()
	return points.n > 0
}

// worth is what an answer counts, in percent; ok is false for one that is not known.
func worth(answer byte) (percent float64, ok bool) {
	switch answer {
	case 'y':
		return 100, true
	case 'a':
		return 50, true
	case 'n':
		return 0, true
	}
	return 0, false
}

// A tally makes a mean; that of nothing is 100.
type tally struct {
	sum float64
	n   int
}

func (t *tally) add(v float64) { t.sum, t.n = t.sum+v, t.n+1 }

func (t *tally) mean() float64 {
	if t.n == 0 {
		return 100
	}
	return t.sum / float64(t.n)
}
