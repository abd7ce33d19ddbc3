package inspect

import (
	"strings"

	"golang.org/x/net/html"

	"mailsink/internal/mime"
)

// A Report is everything that was found in a message.
type Report struct {
	Links         []Link        `json:"links"`
	Images        []Image       `json:"images"`
	Compatibility Compatibility `json:"compatibility"`
	Accessibility []Finding     `json:"accessibility"`
	Size          Size          `json:"size"`
	Text          TextReport    `json:"text"`
	Unsubscribe   []Finding     `json:"unsubscribe"`
	List          List          `json:"list"`
	Spam          Spam          `json:"spam"`
	Problems      int           `json:"problems"` // errors and warnings in all
}

// A Link is a URL that leads somewhere.
type Link struct {
	URL      string    `json:"url"`
	Text     string    `json:"text"` // what is shown
	Findings []Finding `json:"findings"`
}

// An Image is a picture that the HTML shows.
type Image struct {
	Source   string    `json:"source"`
	Alt      string    `json:"alt"`
	HasAlt   bool      `json:"hasAlt"`
	Kind     string    `json:"kind"` // remote, inline, data or missing
	Findings []Finding `json:"findings"`
}

// Size is how much there is of a message.
type Size struct {
	Message  int       `json:"message"` // octets, as stored
	HTML     int       `json:"html"`    // octets of the HTML
	Text     int       `json:"text"`    // octets of the plain text
	Findings []Finding `json:"findings"`
}

// A TextReport sets the plain text against the HTML.
type TextReport struct {
	Shared   float64   `json:"shared"` // part of the words of the HTML that the text has too, 0 to 1
	Missing  []string  `json:"missing"`
	Findings []Finding `json:"findings"`
}

// maxHTML bounds how much HTML is looked at, in octets.
const maxHTML = 4 << 20

// Message inspects a message. Its compatibility is that with the programs
// named, by program or family as [Known] knows them; without any, with all.
func Message(doc *mime.Document, programs ...string) Report {
	source := doc.HTML()
	p := &page{doc: doc, source: source}
	if source != "" {
		looked := source[:min(len(source), maxHTML)]
		p.features = usesOf(looked)
		tree, err := html.Parse(strings.NewReader(looked))
		if err == nil {
			p.read(tree)
		}
	}
	r := Report{
		Links: p.linkReport(), Images: p.images, Compatibility: p.compatibility(programs), Accessibility: p.accessibility(),
		Size: p.size(), Text: p.text(), Unsubscribe: unsubscribe(doc.Root), List: ListOf(doc.Root),
	}
	r.Spam = p.spam(r)
	r.finish()
	return r
}

// finish makes lists of what is not there, and counts problems.
func (r *Report) finish() {
	lists := [][]Finding{r.Accessibility, r.Size.Findings, r.Text.Findings, r.Unsubscribe}
	for _, l := range r.Links {
		lists = append(lists, l.Findings)
	}
	for _, i := range r.Images {
		lists = append(lists, i.Findings)
	}
	for _, list := range lists {
		for _, f := range list {
			if f.Level != Note {
				r.Problems++
			}
		}
	}
	r.Links, r.Images, r.Accessibility, r.Unsubscribe = some(r.Links), some(r.Images), some(r.Accessibility), some(r.Unsubscribe)
	r.Size.Findings, r.Text.Findings, r.Text.Missing = some(r.Size.Findings), some(r.Text.Findings), some(r.Text.Missing)
	r.Compatibility.Features, r.Spam.Findings = some(r.Compatibility.Features), some(r.Spam.Findings)
}

// some returns list, never nil.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
