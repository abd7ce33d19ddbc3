package compat

import (
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"mailsink/internal/inspect"
)

// The reply to html-check.
type htmlCheck struct {
	Platforms map[string][]string // names of programs by where they run
	Total     htmlTotal
	Warnings  []htmlWarning
}

// An htmlTotal is over all features that are used, in percent of programs.
type htmlTotal struct {
	Nodes, Tests                    int
	Supported, Partial, Unsupported float64
}

type htmlWarning struct {
	Category, Description, Keywords, Slug, Title, URL string

	NotesByNumber map[string]string
	Results       []htmlResult
	Score         htmlScore
	Tags          []string
}

type htmlScore struct {
	Found                           int
	Supported, Partial, Unsupported float64
}

type htmlResult struct {
	Family, Name, NoteNumber, Platform, Support, Version string
}

// mailpitHTMLCheck sends what mail programs show of the HTML of a message. As
// in Mailpit, a message without HTML has nothing to check.
func (f *facade) mailpitHTMLCheck(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.mailpitFind(r)
	if err != nil {
		return err
	}
	source := doc.HTML()
	if source == "" {
		return badRequest("message does not contain HTML")
	}
	write(w, http.StatusOK, newHTMLCheck(inspect.Message(doc).Compatibility, nodes(source)))
	return nil
}

func newHTMLCheck(c inspect.Compatibility, nodes int) htmlCheck {
	out := htmlCheck{Platforms: make(map[string][]string), Total: htmlTotal{Nodes: nodes, Tests: c.Used}, Warnings: []htmlWarning{}}
	supported := float64(c.Used - len(c.Features)) // features, whole ones and shares
	partial := 0.0
	for _, feature := range c.Features {
		warning := warningOf(feature)
		supported += warning.Score.Supported / 100
		partial += warning.Score.Partial / 100
		out.Warnings = append(out.Warnings, warning)
		for _, result := range warning.Results {
			if on := out.Platforms[result.Platform]; !slices.Contains(on, result.Family) {
				out.Platforms[result.Platform] = append(on, result.Family)
			}
		}
	}
	if c.Used > 0 {
		out.Total.Supported, out.Total.Partial = supported/float64(c.Used)*100, partial/float64(c.Used)*100
		out.Total.Unsupported = max(0, 100-out.Total.Supported-out.Total.Partial)
	}
	return out
}

func warningOf(feature inspect.Feature) htmlWarning {
	category, _, _ := strings.Cut(feature.Slug, "-")
	w := htmlWarning{
		Category: category, Slug: feature.Slug, Title: feature.Title, URL: feature.URL, NotesByNumber: map[string]string{}, Tags: []string{},
		Score: scoreOf(feature),
	}
	for _, name := range feature.Without {
		w.Results = append(w.Results, resultOf(name, "no"))
	}
	for _, name := range feature.Partly {
		w.Results = append(w.Results, resultOf(name, "partial"))
	}
	return w
}

// scoreOf parts the programs that were asked into those that show a feature,
// partly, and not. A score counts partly as half, and some program fails.
func scoreOf(feature inspect.Feature) htmlScore {
	no, partly := float64(len(feature.Without)), float64(len(feature.Partly))
	asked := (no + partly/2) / (1 - feature.Score/100)
	s := htmlScore{Found: feature.Times, Partial: partly / asked * 100, Unsupported: no / asked * 100}
	s.Supported = max(0, 100-s.Partial-s.Unsupported)
	return s
}

// resultOf parts the name of a program from where it runs, its last word.
func resultOf(name, support string) htmlResult {
	family, platform := name, ""
	if i := strings.LastIndexByte(name, ' '); i > 0 {
		family, platform = name[:i], strings.ToLower(name[i+1:])
	}
	return htmlResult{Family: family, Name: name, Platform: platform, Support: support}
}

// nodes counts the elements of HTML.
func nodes(source string) int {
	n := 0
	for z := html.NewTokenizer(strings.NewReader(source)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return n
		case html.StartTagToken, html.SelfClosingTagToken:
			n++
		}
	}
}
