package inspect

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Least contrast of text (WCAG 2.2, success criterion 1.4.3), and least size
// in pixels that can be read on a phone.
const (
	leastContrast = 4.5
	leastFont     = 12
)

// accessibility returns what hinders who listens, or sees little.
func (p *page) accessibility() []Finding {
	if p.source == "" {
		return nil
	}
	var found []Finding
	if !p.lang {
		found = append(found, Finding{Level: Warning, Text: "The html element has no lang: screen readers do not know how to pronounce the text."})
	}
	if !p.title {
		found = append(found, Finding{Level: Note, Text: "There is no title, which some programs read out first."})
	}
	return append(found, p.findings...)
}

// readsWell notes what hinders reading an element.
func (p *page) readsWell(n *html.Node) {
	switch n.DataAtom {
	case atom.Table:
		p.table(n)
	case atom.A:
		p.linkName(n)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		level := int(n.Data[1] - '0')
		if p.heading > 0 && level > p.heading+1 {
			p.find(Warning, fmt.Sprintf("A heading skips levels: h%d follows h%d.", level, p.heading), short(textOf(n)))
		}
		p.heading = level
	}
	p.contrast(n)
}

func (p *page) table(n *html.Node) {
	role, _ := attr(n, "role")
	if role != "" {
		return
	}
	for d := range n.Descendants() {
		if d.DataAtom == atom.Th || d.DataAtom == atom.Caption {
			return
		}
	}
	p.find(Warning, `A table for layout has no role="presentation": it is read out as a table.`, short(textOf(n)))
}

func (p *page) linkName(n *html.Node) {
	href, ok := attr(n, "href")
	if !ok {
		return
	}
	switch name := strings.ToLower(nameOf(n)); {
	case name == "":
		p.find(Error, "A link has no name: neither text nor a picture with alt text is in it.", short(href))
	case slices.Contains([]string{"click here", "here", "more", "read more", "link", "hier", "mehr", "ici"}, name):
		p.find(Warning, "The text of a link does not say where it leads.", short(name+" → "+href))
	}
}

// contrast compares colours that stand in the same style, and looks at the
// size of the text.
func (p *page) contrast(n *html.Node) {
	style, ok := attr(n, "style")
	if !ok {
		return
	}
	var text, ground []float64
	for property, value := range declarations(style) {
		switch property {
		case "color":
			text = colour(value)
		case "background", "background-color":
			ground = colour(value)
		case "font-size":
			if size, ok := number(value); ok && strings.HasSuffix(value, "px") && size > 1 && size < leastFont {
				p.find(Warning, "Text is smaller than 12 pixels.", short(textOf(n)))
			}
		}
	}
	if text == nil || ground == nil || textOf(n) == "" {
		return
	}
	if ratio := contrastOf(text, ground); ratio < leastContrast {
		p.find(Warning, fmt.Sprintf("Text and background have a contrast of %.1f; 4.5 is the least that reads well.", ratio), short(textOf(n)))
	}
}

// colour reads #rgb, #rrggbb, rgb() and the most common names; nil for others.
func colour(value string) []float64 {
	value = strings.ToLower(strings.Fields(value + " x")[0])
	switch value {
	case "white":
		value = "#fff"
	case "black":
		value = "#000"
	}
	hex, ok := strings.CutPrefix(value, "#")
	if ok && len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	if n, err := strconv.ParseUint(hex, 16, 32); ok && err == nil && len(hex) == 6 {
		return []float64{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
	}
	return nil
}

// contrastOf returns the contrast ratio of two colours (WCAG 2.2).
func contrastOf(a, b []float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(c []float64) float64 {
	linear := func(v float64) float64 {
		if v /= 255; v <= .04045 {
			return v / 12.92
		}
		return math.Pow((v+.055)/1.055, 2.4)
	}
	return .2126*linear(c[0]) + .7152*linear(c[1]) + .0722*linear(c[2])
}
