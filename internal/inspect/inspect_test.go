package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mime"
)

// of inspects a message with this HTML, and text beside it.
func of(text, html string, fields ...string) Report {
	return Message(document(text, html, fields...))
}

func document(text, html string, fields ...string) *mime.Document {
	head := strings.Join(append(fields, "From: a@x.example", "MIME-Version: 1.0"), "\r\n")
	return mime.Open([]byte(head + "\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n" +
		"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n"))
}

func texts(list []Finding) string {
	var all []string
	for _, f := range list {
		all = append(all, f.Level+": "+f.Text)
	}
	return strings.Join(all, "\n")
}

func TestLinksThatDoNotWorkAreNamed(t *testing.T) {
	for _, tt := range []struct{ link, want string }{
		{`<a href="https://shop.example/x">Track</a>`, ""},
		{`<a href="http://shop.example/x">Track</a>`, "warning: The link is not encrypted"},
		{`<a href="">Track</a>`, "error: The link leads nowhere"},
		{`<a href="#there">Track</a>`, "error: Nothing in the message has this name"},
		{`<a href="#here">Track</a><p id="here">x</p>`, ""},
		{`<a href="/orders/7">Track</a>`, "error: The link has no scheme"},
		{`<a href="javascript:alert(1)">Track</a>`, "error: Mail programs do not follow javascript: links"},
		{`<a href="https://shop.example/{{token}}">Track</a>`, "error: A placeholder has not been filled in"},
		{`<a href="https://localhost:3000/x">Track</a>`, "error: The host is not on the internet"},
		{`<a href="https://10.1.2.3/x">Track</a>`, "error: The host is not on the internet"},
		{`<a href="https://app.internal/x">Track</a>`, "error: The host is not on the internet"},
		{`<a href="https://evil.example/x">https://shop.example/x</a>`, "warning: The text names shop.example, but the link leads to evil.example"},
		{`<a href="mailto:a@x.example">Write</a>`, ""},
		{`<a href="ht tp://%zz">Track</a>`, "error: This is not a URL"},
	} {
		r := of("Track", tt.link)
		if len(r.Links) != 1 {
			t.Errorf("%s: %d links", tt.link, len(r.Links))
			continue
		}
		if got := texts(r.Links[0].Findings); !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", tt.link, got, tt.want)
		}
	}
}

func TestLinksOfThePlainTextCountToo(t *testing.T) {
	r := of("See https://shop.example/a and https://shop.example/b.", `<a href="https://shop.example/a">a</a>`)
	if len(r.Links) != 2 || r.Links[1].URL != "https://shop.example/b" {
		t.Errorf("got %+v", r.Links)
	}
}

func TestPicturesAreLookedAt(t *testing.T) {
	for _, tt := range []struct{ img, kind, want string }{
		{`<img src="https://cdn.example/a.png" alt="A" width="10" height="10">`, "remote", ""},
		{`<img src="https://cdn.example/a.png" width="10" height="10">`, "remote", "warning: There is no alt text"},
		{`<img src="http://cdn.example/a.png" alt="" width="10" height="10">`, "remote", "warning: The picture is not encrypted"},
		{`<img src="https://cdn.example/a.png" alt="A">`, "remote", "note: Width and height"},
		{`<img src="https://cdn.example/o.gif" width="1" height="1">`, "remote", "note: This looks like a tracking pixel"},
		{`<img src="cid:none" alt="A" style="width:1px;height:2px">`, "missing", "error: No part of the message has this Content-ID"},
		{`<img src="data:image/png;base64,AA==" alt="A" width="1" height="2">`, "data", ""},
		{`<img alt="A" width="1" height="2">`, "missing", "error: The picture has no source"},
	} {
		r := of("x", tt.img)
		if got := texts(r.Images[0].Findings); r.Images[0].Kind != tt.kind || !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: got %s %q, want %s %q", tt.img, r.Images[0].Kind, got, tt.kind, tt.want)
		}
	}
}

func TestWhatProgramsDoNotShowIsKnown(t *testing.T) {
	r := of("x", `<!doctype html><html lang="en"><style>
@media (prefers-color-scheme: dark){p{color:#fff!important}} a:hover{color:red} .g{display:grid;gap:1rem;--x:1px;width:calc(1px + var(--x))} /* b{position:fixed} */ @font-face{src:url(x)}
</style><p style="position:sticky;background-image:linear-gradient(red,blue);margin:1em">x</p><video></video><button type="submit">x</button><img src="a.webp?x=1" alt="">`)
	got := map[string]Feature{}
	for _, f := range r.Compatibility.Features {
		got[f.Slug] = f
	}
	for _, slug := range []string{"css-at-media-prefers-color-scheme", "css-pseudo-class-hover", "css-display-grid", "css-gap", "css-variables", "css-unit-calc", "css-at-font-face", "css-position", "css-linear-gradient", "html-video", "html-button-submit", "image-webp", "html-style"} {
		f, ok := got[slug]
		if !ok {
			t.Errorf("%s is not told", slug)
		} else if f.Times == 0 || f.Title == "" || f.Score < 0 || f.Score >= 100 || len(f.Without)+len(f.Partly) == 0 {
			t.Errorf("%s is %+v", slug, f)
		}
	}
	if c := r.Compatibility; c.Score <= 0 || c.Score >= 100 || c.Used < 13 || c.Updated == "" || !strings.HasPrefix(c.Licence, "MIT") || c.Clients < 30 {
		t.Errorf("as a whole: %+v", c)
	}
	if !slices.IsSortedFunc(r.Compatibility.Features, func(a, b Feature) int { return int(100*a.Score - 100*b.Score) }) {
		t.Error("the worst is not first")
	}
}

func TestTheDataAreWhole(t *testing.T) {
	s := table()
	if len(s.Features) < 250 || s.Updated == "" || s.Source == "" {
		t.Fatalf("%d features, of %s", len(s.Features), s.Updated)
	}
	for _, f := range s.Features {
		if len(f[3]) != len(s.Clients) || strings.Trim(f[3], "ynau") != "" || f[1] == "" {
			t.Errorf("%s has the answers %q for %d programs", f[0], f[3], len(s.Clients))
		}
	}
}

func TestReadingWithoutEyes(t *testing.T) {
	for _, tt := range []struct{ html, want string }{
		{`<html lang="en"><title>x</title><p>x`, ""},
		{`<html><title>x</title><p>x`, "warning: The html element has no lang"},
		{`<html lang="en"><p>x`, "note: There is no title"},
		{`<html lang="en"><title>x</title><table><tr><td>x`, "warning: A table for layout has no role"},
		{`<html lang="en"><title>x</title><table role="presentation"><tr><td>x`, ""},
		{`<html lang="en"><title>x</title><table><tr><th>x`, ""},
		{`<html lang="en"><title>x</title><a href="https://x.example"></a>`, "error: A link has no name"},
		{`<html lang="en"><title>x</title><a href="https://x.example"><img src="cid:a" alt="Shop"></a>`, ""},
		{`<html lang="en"><title>x</title><a href="https://x.example">Click here</a>`, "warning: The text of a link does not say where"},
		{`<html lang="en"><title>x</title><h1>a</h1><h3>b</h3>`, "warning: A heading skips levels: h3 follows h1"},
		{`<html lang="en"><title>x</title><p style="color:#777;background:#fff">x`, "warning: Text and background have a contrast of 4.5"},
		{`<html lang="en"><title>x</title><p style="color:black;background-color:white">x`, ""},
		{`<html lang="en"><title>x</title><p style="font-size:10px">x`, "warning: Text is smaller than 12 pixels"},
	} {
		if got := texts(of("x", tt.html).Accessibility); !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", tt.html, got, tt.want)
		}
	}
}

func TestOneKindOfFindingDoesNotDrownTheOthers(t *testing.T) {
	r := of("x", strings.Repeat(`<a href="https://x.example"></a>`, 500))
	if len(r.Accessibility) > maxOfAKind+2 {
		t.Errorf("%d findings", len(r.Accessibility))
	}
}

func TestTextAndHTMLAreSetAgainstEachOther(t *testing.T) {
	same := of("Hello Anna, order seven left.", "<p>Hello <b>Anna</b>, order seven left.</p>")
	if same.Text.Shared != 1 || len(same.Text.Missing) != 0 || len(same.Text.Findings) != 0 {
		t.Errorf("the same: %+v", same.Text)
	}
	other := of("Please use a program that shows HTML.", "<p>Hello Anna, order seven has left our warehouse</p>")
	if other.Text.Shared > .3 || !slices.Contains(other.Text.Missing, "warehouse") || len(other.Text.Findings) != 1 {
		t.Errorf("something else: %+v", other.Text)
	}
	none := Message(mime.Open([]byte("Content-Type: text/html\r\n\r\n<p>x y z</p>")))
	if !strings.Contains(texts(none.Text.Findings), "no plain text") {
		t.Errorf("none: %+v", none.Text)
	}
	only := Message(mime.Open([]byte("Subject: x\r\n\r\nplain\r\n")))
	if only.Problems != 0 || only.Text.Shared != 1 || only.Compatibility.Score != 100 || len(only.Accessibility) != 0 {
		t.Errorf("text alone: %+v", only)
	}
}

func TestSizeSaysWhoCutsOff(t *testing.T) {
	if r := of("x", "<p>"+strings.Repeat("word ", 25_000)); !strings.Contains(texts(r.Size.Findings), "Gmail cuts it off") || r.Size.HTML < clipped {
		t.Errorf("got %+v", r.Size)
	}
	if r := of("x", "<p>x"); len(r.Size.Findings) != 0 || r.Size.Text != 1 || r.Size.Message == 0 {
		t.Errorf("got %+v", r.Size)
	}
}

func TestUnsubscribing(t *testing.T) {
	for _, tt := range []struct{ list, post, want string }{
		{"", "", "note: There is no List-Unsubscribe"},
		{"<https://x.example/u>", "List-Unsubscribe=One-Click", "note: Recipients can leave with one click"},
		{"<https://x.example/u>", "", "warning: List-Unsubscribe without"},
		{"", "List-Unsubscribe=One-Click", "error: List-Unsubscribe-Post without"},
		{"<mailto:u@x.example>", "List-Unsubscribe=One-Click", "error: One click needs"},
		{"<https://x.example/u>", "yes", "error: List-Unsubscribe-Post must be"},
	} {
		var fields []string
		if tt.list != "" {
			fields = append(fields, "List-Unsubscribe: "+tt.list)
		}
		if tt.post != "" {
			fields = append(fields, "List-Unsubscribe-Post: "+tt.post)
		}
		if got := texts(of("x", "<p>x", fields...).Unsubscribe); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%q %q: got %q", tt.list, tt.post, got)
		}
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(`<a href="x"><img src="cid:a" style="width:1px">`)
	f.Add(`<style>a{b:c}@media(x){</style><table><h1><h6>`)
	f.Add(`<p style="color:#fff;background:#12;;:x">`)
	f.Fuzz(func(t *testing.T, html string) {
		r := of("x", html)
		if r.Links == nil || r.Images == nil || r.Compatibility.Score < 0 || r.Compatibility.Score > 100 || r.Text.Shared < 0 || r.Text.Shared > 1 {
			t.Errorf("%+v", r)
		}
	})
}

func BenchmarkMessage(b *testing.B) {
	html := "<html lang=en><style>p{color:red;margin:1em}</style>" + strings.Repeat(`<table><tr><td style="color:#333;background:#fff"><a href="https://x.example/a">Go</a><img src="https://x.example/a.png">text</td></tr></table>`, 200)
	doc := mime.Open([]byte(fmt.Sprintf("Content-Type: text/html\r\n\r\n%s", html)))
	for b.Loop() {
		Message(doc)
	}
}
