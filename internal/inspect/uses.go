package inspect

import (
	"iter"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// usesElement counts the features that an element and its attributes use.
func (p *page) usesElement(n *html.Node) {
	p.features["html-"+elementFeature(n)]++
	for _, a := range n.Attr {
		switch a.Key {
		case "style":
			p.usesStyle(a.Val)
		case "loading":
			p.features["html-loading-attribute"]++
		case "href":
			if strings.HasPrefix(strings.ToLower(a.Val), "mailto:") {
				p.features["html-mailto-links"]++
			}
			if strings.HasPrefix(a.Val, "#") {
				p.features["html-anchor-links"]++
			}
		case "align", "background", "cellpadding", "cellspacing", "dir", "height", "hidden", "lang", "popover", "required", "role", "srcset", "target", "valign", "width",
			"aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "aria-live":
			p.features["html-"+a.Key]++
		}
	}
}

// elementFeature returns the feature that an element belongs to.
func elementFeature(n *html.Node) string {
	kind, _ := attr(n, "type")
	switch n.DataAtom {
	case atom.Ul, atom.Ol, atom.Dl:
		return "lists"
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return "h1-h6"
	case atom.Article, atom.Aside, atom.Details, atom.Figcaption, atom.Figure, atom.Footer, atom.Header, atom.Main, atom.Mark, atom.Nav, atom.Section, atom.Summary, atom.Time:
		return "semantics"
	case atom.B, atom.Em, atom.I:
		return "strong"
	case atom.Map, atom.Area:
		return "image-maps"
	case atom.Input, atom.Button:
		return n.Data + "-" + strings.ToLower(kind)
	case atom.Meta:
		if name, _ := attr(n, "name"); strings.EqualFold(name, "color-scheme") {
			return "meta-color-scheme"
		}
	}
	return n.Data
}

// declarations yields the declarations of a style, names in lower case.
func declarations(style string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for declaration := range strings.SplitSeq(style, ";") {
			property, value, ok := strings.Cut(declaration, ":")
			property = strings.ToLower(strings.TrimSpace(property))
			if ok && property != "" && !yield(property, strings.TrimSpace(value)) {
				return
			}
		}
	}
}

// usesStyle counts the features that declarations use.
func (p *page) usesStyle(style string) {
	for property, value := range declarations(style) {
		value = strings.ToLower(value)
		p.features["css-"+property]++
		switch {
		case strings.HasPrefix(property, "--"):
			p.features["css-variables"]++
		case property == "display":
			p.features["css-display-"+value]++
		case property == "top" || property == "left" || property == "right" || property == "bottom":
			p.features["css-left-right-top-bottom"]++
		}
		if strings.Contains(value, "!important") {
			p.features["css-important"]++
		}
		p.usesValue(value)
	}
}

var (
	function = regexp.MustCompile(`([a-z-]+)\(`)
	unit     = regexp.MustCompile(`(?:^|[\s,(:+*/-])\d*\.?\d+(ch|cm|em|ex|in|mm|pc|pt|px|rem|vh|vw|vmax|vmin|%)`)
)

func (p *page) usesValue(value string) {
	for _, m := range function.FindAllStringSubmatch(value, -1) {
		switch name := m[1]; name {
		case "var":
			p.features["css-variables"]++
		case "calc":
			p.features["css-unit-calc"]++
		case "rgb", "rgba", "linear-gradient", "radial-gradient", "conic-gradient":
			p.features["css-"+name]++
		default:
			p.features["css-function-"+name]++
		}
	}
	for _, m := range unit.FindAllStringSubmatch(value, -1) {
		if m[1] == "%" {
			m[1] = "percent"
		}
		p.features["css-unit-"+m[1]]++
	}
}

var (
	comment    = regexp.MustCompile(`(?s)/\*.*?\*/`)
	atRule     = regexp.MustCompile(`@([a-z-]+)([^{;]*)[{;]`)
	condition  = regexp.MustCompile(`\(\s*(?:min-|max-)?(device-pixel-ratio|hover|orientation|prefers-color-scheme|prefers-reduced-motion)`)
	pseudo     = regexp.MustCompile(`(::?)([a-z-]+)`)
	block      = regexp.MustCompile(`([^{}]*)\{([^{}]*)\}`)
	attributed = regexp.MustCompile(`\[[^\]]*\]`)
)

// maxSheet bounds how much of a style sheet is looked at, in octets.
const maxSheet = 512 << 10

// usesSheet counts the features that a style sheet uses.
func (p *page) usesSheet(sheet string) {
	p.features["html-style"]++
	sheet = comment.ReplaceAllString(strings.ToLower(sheet[:min(len(sheet), maxSheet)]), " ")
	for _, m := range atRule.FindAllStringSubmatch(sheet, -1) {
		p.features["css-at-"+m[1]]++
		for _, c := range condition.FindAllStringSubmatch(m[2], -1) {
			p.features["css-at-media-"+c[1]]++
		}
	}
	for _, m := range block.FindAllStringSubmatch(sheet, -1) {
		if !strings.Contains(m[1], "@") {
			p.usesSelector(m[1])
		}
		p.usesStyle(m[2])
	}
}

func (p *page) usesSelector(selector string) {
	for _, m := range pseudo.FindAllStringSubmatch(selector, -1) {
		kind := "class"
		if m[1] == "::" || m[2] == "before" || m[2] == "after" || m[2] == "first-line" || m[2] == "first-letter" {
			kind = "element"
		}
		p.features["css-pseudo-"+kind+"-"+m[2]]++
	}
	if attributed.MatchString(selector) {
		p.features["css-selector-attribute"]++
	}
	for sign, name := range map[string]string{">": "child", "+": "adjacent-sibling", "~": "general-sibling", "*": "universal"} {
		if strings.Contains(selector, sign) {
			p.features["css-selector-"+name]++
		}
	}
}
