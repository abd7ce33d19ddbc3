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

// Least contrast of text (WCAG 2.2, success criterion 1.4.3), that of text
// nobody is meant to see, and the least size in pixels that can be read on a
// phone.
const (
	leastContrast = 4.5
	hidden        = 1.1
	leastFont     = 12
)

// accessibility returns what hinders who listens, or sees little.
func (p *page) accessibility() []Finding {
	if p.source == "" {
		return nil
	}
	var list []Finding
	if !p.lang {
		list = append(list, found("reading.lang", ""))
	}
	if !p.title {
		list = append(list, found("reading.title", ""))
	}
	return append(list, p.findings...)
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
			p.find("reading.heading", short(textOf(n)), "level", level, "before", p.heading)
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
	p.find("reading.table", short(textOf(n)))
}

func (p *page) linkName(n *html.Node) {
	href, ok := attr(n, "href")
	if !ok {
		return
	}
	switch name := strings.ToLower(nameOf(n)); {
	case name == "":
		p.find("reading.link", short(href))
	case slices.Contains([]string{"click here", "here", "more", "read more", "link", "hier", "mehr", "ici"}, name):
		p.find("reading.vague", short(name+" → "+href))
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
				p.find("reading.small", short(textOf(n)))
			}
		}
	}
	if text == nil || ground == nil || textOf(n) == "" {
		return
	}
	if ratio := contrastOf(text, ground); ratio < leastContrast {
		p.invisible = p.invisible || ratio < hidden
		p.find("reading.contrast", short(textOf(n)), "ratio", fmt.Sprintf("%.1f", ratio))
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
