package inspect

import (
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A use is how often the source uses a feature, and on which lines.
type use struct {
	times int
	lines []int // from 1, ascending; not more than maxLines
}

// maxLines is how many lines of one feature are told.
const maxLines = 100

// A usage is what the source of a message uses. It is read token by token: a
// tree has elements that nobody wrote, and does not know where the others are.
type usage struct {
	source   string
	ends     []int // where lines end
	features map[string]*use
}

// usesOf reads what the source uses, by slug.
func usesOf(source string) map[string]*use {
	source = strings.ReplaceAll(source, "\r\n", "\n") // as the tokens have it; lines stay where they are
	u := &usage{source: source, features: make(map[string]*use)}
	for i := range len(source) {
		if source[i] == '\n' {
			u.ends = append(u.ends, i)
		}
	}
	z := html.NewTokenizer(strings.NewReader(source))
	at, inStyle := 0, false
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		start := at
		at += len(z.Raw())
		switch {
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			tag := z.Token()
			u.element(tag, start, at)
			inStyle = tag.DataAtom == atom.Style
		case kind == html.TextToken && inStyle:
			u.sheet(source[start:at], start)
		default:
			inStyle = false
		}
	}
	for _, f := range u.features {
		slices.Sort(f.lines)
		f.lines = slices.Compact(f.lines)
		f.lines = f.lines[:min(len(f.lines), maxLines)]
	}
	return u.features
}

// use notes that a feature is used at an offset of the source.
func (u *usage) use(slug string, at int) {
	f := u.features[slug]
	if f == nil {
		f = new(use)
		u.features[slug] = f
	}
	f.times++
	line, _ := slices.BinarySearch(u.ends, at)
	if n := len(f.lines); n == 0 || f.lines[n-1] != line+1 && n < 10*maxLines {
		f.lines = append(f.lines, line+1)
	}
}

// element counts the features that a tag and its attributes use. The tag
// stands between two offsets.
func (u *usage) element(tag html.Token, start, end int) {
	u.use("html-"+elementFeature(tag), start)
	raw := strings.ToLower(u.source[start:end])
	from := 0
	for _, a := range tag.Attr {
		if i := strings.Index(raw[from:], a.Key); i >= 0 {
			from += i
		}
		at := min(start+from, end-1)
		if a.Key == "style" {
			// The value stands as it is in the source, but for references.
			if i := strings.Index(raw[from:], strings.ToLower(a.Val)); i >= 0 {
				at = min(at+i, end-1)
			}
			u.style(a.Val, at)
			continue
		}
		u.attribute(a.Key, a.Val, at)
		if a.Key == "src" && tag.DataAtom == atom.Img {
			u.picture(strings.ToLower(a.Val), at)
		}
	}
}

func (u *usage) attribute(name, value string, at int) {
	switch name {
	case "loading":
		u.use("html-loading-attribute", at)
	case "href":
		if strings.HasPrefix(strings.ToLower(value), "mailto:") {
			u.use("html-mailto-links", at)
		}
		if strings.HasPrefix(value, "#") {
			u.use("html-anchor-links", at)
		}
	case "align", "background", "cellpadding", "cellspacing", "dir", "height", "hidden", "lang", "popover", "required", "role", "srcset", "target", "valign", "width",
		"aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "aria-live":
		u.use("html-"+name, at)
	}
}

// picture counts the format of a picture, by its name or media type.
func (u *usage) picture(source string, at int) {
	if strings.HasPrefix(source, "data:") {
		u.use("image-base64", at)
	}
	format := strings.TrimPrefix(path.Ext(strings.SplitN(strings.SplitN(source, "?", 2)[0], "#", 2)[0]), ".")
	if rest, ok := strings.CutPrefix(source, "data:image/"); ok {
		format, _, _ = strings.Cut(rest, ";")
	}
	switch format {
	case "jpeg":
		format = "jpg"
	case "svg+xml":
		format = "svg"
	case "heic":
		format = "heif"
	}
	u.use("image-"+format, at)
}

// elementFeature returns the feature that an element belongs to.
func elementFeature(n html.Token) string {
	kind := valueOf(n, "type")
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
		if strings.EqualFold(valueOf(n, "name"), "color-scheme") {
			return "meta-color-scheme"
		}
	}
	return n.Data
}

func valueOf(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
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

// style counts the features that the declarations at an offset use.
func (u *usage) style(style string, at int) {
	for declaration := range strings.SplitSeq(style, ";") {
		lead := len(declaration) - len(strings.TrimLeft(declaration, " \t\r\n"))
		for property, value := range declarations(declaration) {
			u.declaration(property, strings.ToLower(value), at+lead)
		}
		at += len(declaration) + 1
	}
}

func (u *usage) declaration(property, value string, at int) {
	u.use("css-"+property, at)
	switch {
	case strings.HasPrefix(property, "--"):
		u.use("css-variables", at)
	case property == "display":
		u.use("css-display-"+value, at)
	case property == "top" || property == "left" || property == "right" || property == "bottom":
		u.use("css-left-right-top-bottom", at)
	}
	if strings.Contains(value, "!important") {
		u.use("css-important", at)
	}
	u.value(value, at)
}

var (
	function = regexp.MustCompile(`([a-z-]+)\(`)
	unit     = regexp.MustCompile(`(?:^|[\s,(:+*/-])\d*\.?\d+(ch|cm|em|ex|in|mm|pc|pt|px|rem|vh|vw|vmax|vmin|%)`)
)

func (u *usage) value(value string, at int) {
	for _, m := range function.FindAllStringSubmatch(value, -1) {
		switch name := m[1]; name {
		case "var":
			u.use("css-variables", at)
		case "calc":
			u.use("css-unit-calc", at)
		case "rgb", "rgba", "linear-gradient", "radial-gradient", "conic-gradient":
			u.use("css-"+name, at)
		default:
			u.use("css-function-"+name, at)
		}
	}
	for _, m := range unit.FindAllStringSubmatch(value, -1) {
		if m[1] == "%" {
			m[1] = "percent"
		}
		u.use("css-unit-"+m[1], at)
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

// sheet counts the features that the style sheet at an offset uses.
func (u *usage) sheet(sheet string, at int) {
	sheet = strings.Map(asciiLower, sheet[:min(len(sheet), maxSheet)])
	sheet = comment.ReplaceAllStringFunc(sheet, blank)
	for _, m := range atRule.FindAllStringSubmatchIndex(sheet, -1) {
		u.use("css-at-"+sheet[m[2]:m[3]], at+m[0])
		for _, c := range condition.FindAllStringSubmatch(sheet[m[4]:m[5]], -1) {
			u.use("css-at-media-"+c[1], at+m[0])
		}
	}
	for _, m := range block.FindAllStringSubmatchIndex(sheet, -1) {
		if selector := sheet[m[2]:m[3]]; !strings.Contains(selector, "@") {
			u.selector(selector, at+m[3]-len(strings.TrimLeft(selector, " \t\r\n")))
		}
		u.style(sheet[m[4]:m[5]], at+m[4])
	}
}

// asciiLower keeps places where they are: what is not ASCII may be longer in lower case.
func asciiLower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// blank returns as many blanks as s is long, lines ending where they did.
func blank(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c != '\n' {
			b[i] = ' '
		}
	}
	return string(b)
}

func (u *usage) selector(selector string, at int) {
	for _, m := range pseudo.FindAllStringSubmatch(selector, -1) {
		kind := "class"
		if m[1] == "::" || m[2] == "before" || m[2] == "after" || m[2] == "first-line" || m[2] == "first-letter" {
			kind = "element"
		}
		u.use("css-pseudo-"+kind+"-"+m[2], at)
	}
	if attributed.MatchString(selector) {
		u.use("css-selector-attribute", at)
	}
	for sign, name := range map[string]string{">": "child", "+": "adjacent-sibling", "~": "general-sibling", "*": "universal"} {
		if strings.Contains(selector, sign) {
			u.use("css-selector-"+name, at)
		}
	}
}
