package inspect

import (
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
	Clients  int       `json:"clients"`  // programs that are known
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

// compatibility sets what the HTML uses against what is known.
func (p *page) compatibility() Compatibility {
	t := table()
	c := Compatibility{Score: 100, Clients: len(t.Clients), Updated: t.Updated, Source: t.Source, Licence: t.Licence}
	sum := 0.0
	for _, known := range t.Features {
		times := p.features[known[0]]
		if times == 0 {
			continue
		}
		f := Feature{Slug: known[0], Title: known[1], Tested: known[2], Times: times, URL: t.Source + "features/" + known[0] + "/"}
		f.judge(t.Clients, known[3])
		c.Used++
		sum += f.Score
		if len(f.Without)+len(f.Partly) > 0 {
			c.Features = append(c.Features, f)
		}
	}
	if c.Used > 0 {
		c.Score = sum / float64(c.Used)
	}
	slices.SortStableFunc(c.Features, func(a, b Feature) int {
		switch {
		case a.Score < b.Score:
			return -1
		case a.Score > b.Score:
			return 1
		}
		return strings.Compare(a.Slug, b.Slug)
	})
	return c
}

// judge reads the answers of the clients.
func (f *Feature) judge(clients []string, answers string) {
	f.Without, f.Partly = []string{}, []string{}
	points, asked := 0.0, 0
	for i, answer := range answers {
		switch answer {
		case 'y':
			points++
		case 'a':
			points += .5
			f.Partly = append(f.Partly, clients[i])
		case 'n':
			f.Without = append(f.Without, clients[i])
		default:
			continue
		}
		asked++
	}
	f.Score = 100
	if asked > 0 {
		f.Score = points / float64(asked) * 100
	}
}
