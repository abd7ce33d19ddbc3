package inspect

import (
	"strings"

	"golang.org/x/net/html"
)

// image says what is odd about a picture.
func (p *page) image(n *html.Node) Image {
	source, _ := attr(n, "src")
	alt, hasAlt := attr(n, "alt")
	img := Image{Source: short(source), Alt: alt, HasAlt: hasAlt, Findings: []Finding{}}
	say := func(code string) { img.Findings = append(img.Findings, found(code, "")) }
	width, wide := dimension(n, "width")
	height, tall := dimension(n, "height")
	tiny := wide && tall && width <= 1 && height <= 1
	lower := strings.ToLower(source)
	switch {
	case source == "":
		img.Kind = "missing"
		say("image.nosource")
	case strings.HasPrefix(lower, "cid:"):
		img.Kind = "inline"
		if p.doc.Inline(source[len("cid:"):]) == nil {
			img.Kind = "missing"
			say("image.cid")
		}
	case strings.HasPrefix(lower, "data:"):
		img.Kind = "data"
	default:
		img.Kind = "remote"
		if strings.HasPrefix(lower, "http:") {
			say("image.http")
		}
		if tiny {
			say("image.pixel")
		}
	}
	if !hasAlt && !tiny {
		say("image.alt")
	}
	if (!wide || !tall) && !tiny {
		say("image.size")
	}
	return img
}

func dimension(n *html.Node, name string) (float64, bool) {
	if v, ok := attr(n, name); ok {
		f, ok := number(v)
		return f, ok || strings.HasSuffix(v, "%")
	}
	style, _ := attr(n, "style")
	for property, value := range declarations(style) {
		if property == name {
			f, _ := number(value)
			return f, true
		}
	}
	return 0, false
}
