package inspect

import (
	"slices"
	"strings"
	"testing"
)

func feature(t *testing.T, r Report, slug string) Feature {
	t.Helper()
	i := slices.IndexFunc(r.Compatibility.Features, func(f Feature) bool { return f.Slug == slug })
	if i < 0 {
		t.Fatalf("%s is not told: %+v", slug, r.Compatibility.Features)
	}
	return r.Compatibility.Features[i]
}

func TestFeaturesAreFoundAtTheirLines(t *testing.T) {
	source := "<!doctype html>\n<html lang=\"en\">\n<style>\n/* two\nlines */ .g { display: grid;\n  gap: 1rem }\n@media (prefers-color-scheme: dark) {\n  p:hover { color: #fff }\n}\n</style>\n" +
		"<p style=\"margin:0;\n  position: sticky;\n  gap: 2px\">Grüße İ</p>\n<!-- <video> -->\n<IMG alt=\"a\"\n  src=\"A.WebP?x=1\"><video></video>\n<video\n></video>\n<p>&lt;video&gt;"
	r := of("x", strings.ReplaceAll(source, "\n", "\r\n"))
	for _, tt := range []struct {
		slug string
		want []int
	}{
		{"css-display-grid", []int{5}}, {"css-gap", []int{6, 13}}, {"css-position", []int{12}}, {"css-at-media-prefers-color-scheme", []int{7}},
		{"css-pseudo-class-hover", []int{8}}, {"image-webp", []int{16}}, {"html-video", []int{16, 17}}, {"html-style", []int{3}},
	} {
		if f := feature(t, r, tt.slug); !slices.Equal(f.Lines, tt.want) {
			t.Errorf("%s is on %v, want %v", tt.slug, f.Lines, tt.want)
		}
	}
	if f := feature(t, of("x", strings.Repeat("<video></video>\n", 500)), "html-video"); len(f.Lines) != maxLines || f.Times != 500 {
		t.Errorf("%d lines of %d uses", len(f.Lines), f.Times)
	}
}

func TestCompatibilityIsThatOfTheProgramsChosen(t *testing.T) {
	source := `<style>.g{display:grid}</style><p class="g" style="position:sticky">x</p>`
	all := of("x", source).Compatibility
	score := map[string]float64{}
	for _, p := range all.Programs {
		score[p.Name] = p.Score
		if p.Family == "" || p.Platform == "" || p.Name != p.Family+" "+p.Platform {
			t.Errorf("%+v", p)
		}
	}
	doc := document("x", source)
	for _, tt := range []struct {
		words   []string
		clients int
	}{{nil, len(all.Programs)}, {[]string{"gmail"}, 4}, {[]string{"Gmail iOS"}, 1}, {[]string{"Outlook Windows", "GMAIL IOS", "Gmail"}, 5}} {
		c := Message(doc, tt.words...).Compatibility
		if c.Clients != tt.clients || c.Used != all.Used || len(c.Programs) != len(all.Programs) {
			t.Errorf("%q: %d programs, %d features", tt.words, c.Clients, c.Used)
		}
		for _, f := range c.Features {
			for _, name := range append(f.Without, f.Partly...) {
				if len(tt.words) > 0 && !slices.ContainsFunc(tt.words, programOf(name).named) {
					t.Errorf("%q: %s speaks of %s", tt.words, f.Slug, name)
				}
			}
		}
		if tt.clients == 1 && c.Score != score[tt.words[0]] {
			t.Errorf("%q scores %v, and its program %v", tt.words, c.Score, score[tt.words[0]])
		}
	}
	if Message(doc, "Outlook Windows").Compatibility.Score >= Message(doc, "Apple Mail").Compatibility.Score {
		t.Error("Outlook shows more of a grid than Apple Mail")
	}
	if Known("Lotus") || Known("") || !Known("apple mail") || !Known("Outlook Outlook.com") || programOf("Gmail mobile webmail").Platform != "mobile webmail" {
		t.Error("names are not known by what they are")
	}
}
