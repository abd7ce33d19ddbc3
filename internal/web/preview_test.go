package web

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"mailsink/internal/mime"
)

// htmlMail makes a message of HTML with a picture of its own.
func htmlMail(body string) string {
	return "From: a@x.test\r\nSubject: html\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body +
		"\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n" +
		"--b\r\nContent-Type: image/svg+xml\r\nContent-ID: <vector>\r\n\r\n<svg onload=alert(1)>\r\n--b--\r\n"
}

func rewritten1(source string) (string, []string) {
	doc := mime.Open([]byte(htmlMail("x")))
	return newSanitizer(doc).rewrite(source), newSanitizer(doc).remoteURLs(source)
}

func TestHTMLIsRewritten(t *testing.T) {
	for _, c := range []struct {
		name, in, out string
		remote        int
	}{
		{"markup stays", `<p class="x">a <b>b</b></p>`, `<p class="x">a <b>b</b></p>`, 0},
		{"text is escaped", `a < b & c`, `a &lt; b &amp; c`, 0},
		{"scripts go with their text", `a<script>alert(1)</script>b`, `ab`, 0},
		{"a script with a source is counted", `<script src="https://e.test/a.js"></script>`, ``, 1},
		{"handlers go", `<p onclick="x()" ONLOAD=y>a</p>`, `<p>a</p>`, 0},
		{"base goes", `<base href="https://e.test/">a`, `a`, 0},
		{"meta goes", `<meta http-equiv="refresh" content="0;url=https://e.test/">a`, `a`, 0},
		{"style sheets from elsewhere go and count", `<link rel="stylesheet" href="https://e.test/a.css">`, ``, 1},
		{"frames go and count", `<iframe src="https://e.test/">x</iframe><object data="//e.test/o"></object>`, ``, 2},
		{"pictures from elsewhere are blank and count", `<img src="https://e.test/a.png" alt="A">`, `<img src="` + blank + `" alt="A">`, 1},
		{"a source without a scheme counts", `<img src="//e.test/a.png">`, `<img src="` + blank + `">`, 1},
		{"so does one that hides its scheme", "<img src=\" h\nttps://e.test/a.png\">", `<img src="` + blank + `">`, 1},
		{"the same URL counts once", `<img src="http://e.test/a"><img src="http://e.test/a">`, `<img src="` + blank + `"><img src="` + blank + `">`, 1},
		{"every candidate of srcset counts", `<img srcset="http://e.test/a 1x, http://e.test/b 2x">`, `<img>`, 2},
		{"pictures of the message lead to the token", `<img src="cid:logo@x">`, `<img src="cid/0">`, 0},
		{"encoded ones too", `<img src="CID:logo%40x">`, `<img src="cid/0">`, 0},
		{"missing ones are blank", `<img src="cid:none">`, `<img src="` + blank + `">`, 0},
		{"pictures in the URL stay", `<img src="data:image/png;base64,AA==">`, `<img src="data:image/png;base64,AA==">`, 0},
		{"but not drawings that can run", `<img src="data:image/svg+xml,<svg onload=x>">`, `<img src="` + blank + `">`, 0},
		{"paths never lead into the sink", `<img src="/v1/messages"><a href="/v1/messages">x</a>`, `<img src="` + blank + `"><a target="_blank" rel="noopener noreferrer nofollow">x</a>`, 0},
		{"links open elsewhere", `<a href="https://e.test/?a=1&amp;b=2" ping="https://e.test/p" target="_top">x</a>`, `<a href="https://e.test/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>`, 0},
		{"javascript links are dead", "<a href=\"java\nscript:alert(1)\">x</a>", `<a target="_blank" rel="noopener noreferrer nofollow">x</a>`, 0},
		{"data links are dead", `<a href="data:text/html,x">x</a>`, `<a target="_blank" rel="noopener noreferrer nofollow">x</a>`, 0},
		{"forms lead nowhere", `<form action="https://e.test/"><input name=a formaction="https://e.test/" autofocus></form>`, `<form><input name="a"></form>`, 0},
		{"what hides in noscript is markup", `<noscript><img src="http://e.test/a" onerror=x></noscript>`, `<img src="` + blank + `">`, 1},
		{"drawings are unwrapped", `<svg><image xlink:href="http://e.test/a"/><style><img src=x onerror=y></style></svg>`, `<style> img src=x onerror=y></style>`, 1},
		{"backgrounds count", `<table background="http://e.test/a"><td background="cid:logo@x">`, `<table><td background="cid/0">`, 1},
		{"styles load nothing", `<p style="color:red;background:url(http://e.test/a)">`, `<p style="color:red;background:url(&#34;data:,&#34;)">`, 1},
		{"comments go", `a<!-- <script> -->b<!--[if mso]><p>x<![endif]-->c`, `abc`, 0},
		{"videos and sounds count", `<video src="http://e.test/v" poster="http://e.test/p"></video><audio src="http://e.test/s"></audio>`, ``, 3},
		{"textareas stay text", `<textarea></textarea><script>x</script>`, `<textarea></textarea>`, 0},
	} {
		out, remote := rewritten1(c.in)
		if out != c.out || len(remote) != c.remote {
			t.Errorf("%s:\n got %s %d\nwant %s %d", c.name, out, len(remote), c.out, c.remote)
		}
	}
}

func TestStylesLoadNothing(t *testing.T) {
	for _, c := range []struct {
		in, out string
		remote  int
	}{
		{`body { color: #fff; margin: 0 .5em !important }`, `body { color: #fff; margin: 0 .5em !important }`, 0},
		{`@import url("http://e.test/a.css") screen; p{}`, ` p{}`, 1},
		{`@import 'http://e.test/a.css';p{}`, `p{}`, 1},
		{`@\69mport "//e.test/a";p{}`, `p{}`, 1},
		{`@media (max-width: 600px) { p { color: red } }`, `@media (max-width: 600px) { p { color: red } }`, 0},
		{`a{b:url( 'http://e.test/a' )}`, `a{b:url("data:,")}`, 1},
		{`a{b:u\72l(http://e.test/a)}`, `a{b:url("data:,")}`, 1},
		{`a{b:url(http:\2f\2f e.test/a)}`, `a{b:url("data:,")}`, 1},
		{`a{b:url(cid:logo@x)}`, `a{b:url("cid/0")}`, 0},
		{`a{b:url(data:image/png;base64,AA==)}`, `a{b:url("data:image/png;base64,AA==")}`, 0},
		{`a{b:image-set("http://e.test/a" 1x)}`, `a{b:image-set("" 1x)}`, 1},
		{`a{b:src("http://e.test/a")}`, `a{b:none ("")}`, 1},
		{`a{content:"\201C x"}`, `a{content:"“x"}`, 0},
		{`a{b:/* url( */red}`, `a{b: red}`, 0},
		{`<!-- p{} -->`, ` p{} `, 0},
		{`p</style><script>x`, `p /style> script>x`, 0},
		{`a{b:"unclosed`, `a{b:"unclosed"`, 0},
		{`a{b:url(`, `a{b:url("data:,")`, 0},
		{`\`, `` + "", 0},
	} {
		s := newSanitizer(mime.Open([]byte(htmlMail("x"))))
		if out := s.css(c.in); out != c.out || len(s.remote) != c.remote {
			t.Errorf("%s:\n got %s %d\nwant %s %d", c.in, out, len(s.remote), c.out, c.remote)
		}
	}
}

func TestAPreviewIsACage(t *testing.T) {
	s := start(t)
	id := s.deliver(htmlMail(`<!DOCTYPE html><p>hi <img src="cid:logo@x"><img src="http://e.test/a"><img src="cid:vector"><script>x</script>`))
	var d detail
	s.get("/v1/messages/"+id.String()).want(t, 200, &d)
	if d.Remote != 1 || !regexp.MustCompile(`^/preview/[\w-]{40,}/body.html$`).MatchString(d.Preview) {
		t.Fatalf("%d %s", d.Remote, d.Preview)
	}
	a := s.get(d.Preview).want(t, 200, nil)
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8",
		"Content-Security-Policy": "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; media-src 'none'; " +
			"form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store", "X-DNS-Prefetch-Control": "off",
	} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := strings.TrimSpace(string(a.body)); got != `<!doctype html><p>hi <img src="cid/0"><img src="`+blank+`"><img src="cid/1">` {
		t.Errorf("%s", got)
	}
	dir := strings.TrimSuffix(d.Preview, "body.html")
	png := s.get(dir+"cid/0", "Sec-Fetch-Site: cross-site", "Origin: null").want(t, 200, nil)
	if png.Header.Get("Content-Type") != "image/png" || png.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" || string(png.body) != "\x89PNG\r\n\x1a\n" {
		t.Errorf("%v %q", png.Header, png.body)
	}
	if got := s.get(dir+"cid/1").want(t, 200, nil).Header.Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("a drawing that can run is %s", got)
	}
	for _, path := range []string{dir + "cid/2", dir + "cid/-1", dir + "cid/x"} {
		s.get(path).wantProblem(t, 404)
	}
	for _, path := range []string{"/preview/x/body.html", "/preview/x/part/1/body.html", strings.Replace(d.Preview, "/body", "A/body", 1)} {
		s.get(path).wantProblem(t, 403)
	}
	dark := string(s.get(d.Preview+"?force=dark").want(t, 200, nil).body)
	if !strings.Contains(dark, "invert(1)") {
		t.Error("it is not dark")
	}
	if paper := string(s.get(d.Preview+"?print=1").want(t, 200, nil).body); !strings.Contains(paper, "<b>Subject:</b> html</div>") || !strings.Contains(paper, "<p>hi") {
		t.Errorf("on paper it is %s", paper)
	}
}

func TestAPermissionEnds(t *testing.T) {
	s := start(t)
	id := s.fill(1)[0]
	now := time.Now().Truncate(tokenStep)
	token := s.server.token(id, now)
	if later := s.server.token(id, now.Add(tokenStep-time.Second)); later != token {
		t.Error("asked for again, the preview has another address")
	}
	for _, c := range []struct {
		name, token string
		at          time.Time
		ok          bool
	}{
		{"it opens", token, now, true},
		{"until the end", token, now.Add(tokenLife - 2*time.Second), true},
		{"not after it", token, now.Add(tokenLife + 2*time.Second), false},
		{"not of another process", New(t.Context(), Config{Mailbox: s.box}).token(id, now), now, false},
		{"not cut off", token[:20], now, false},
		{"not empty", "", now, false},
		{"not changed", strings.Map(another, token[:1]) + token[1:], now, false},
	} {
		got, ok := s.server.opens(c.token, c.at)
		if ok != c.ok || ok && got != id {
			t.Errorf("%s: %v", c.name, ok)
		}
	}
}

// another returns a character of base64 that is not r.
func another(r rune) rune {
	if r == 'A' {
		return 'B'
	}
	return 'A'
}

// loads is every attribute by which HTML loads something.
func loads() []string {
	return []string{"src", "srcset", "background", "poster", "data", "code", "archive", "longdesc", "lowsrc", "dynsrc", "action",
		"formaction", "ping", "manifest", "icon", "xlink:href", "imagesrcset", "profile", "cite", "codebase", "classid", "srcdoc"}
}

// danger returns what is dangerous in rewritten HTML; none of it may be left.
func danger(n *html.Node) (found []string) {
	for n := range n.Descendants() {
		switch {
		case n.Type == html.CommentNode:
			found = append(found, "a comment")
		case n.Type != html.ElementNode:
			continue
		case slices.Contains([]string{"script", "base", "meta", "link", "iframe", "frame", "object", "embed", "svg", "math", "applet", "template", "noscript", "video", "audio", "source"}, n.Data):
			found = append(found, "<"+n.Data+">")
		}
		if n.Data == "style" && n.FirstChild != nil && loadsCSS(n.FirstChild.Data) {
			found = append(found, "css "+n.FirstChild.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"):
				found = append(found, a.Key)
			case a.Key == "style" && loadsCSS(a.Val):
				found = append(found, "style="+a.Val)
			case a.Key == "href" && (n.Data != "a" && n.Data != "area" || strings.Contains(strings.ToLower(a.Val), "script:")):
				found = append(found, n.Data+" href="+a.Val)
			case slices.Contains(loads(), a.Key) && !strings.HasPrefix(a.Val, "cid/") && !pictured(a.Val):
				found = append(found, a.Key+"="+a.Val)
			}
		}
	}
	return found
}

// astray returns what leads elsewhere in HTML that was rewritten to load by
// way of this server.
func astray(source string) (found []string) {
	doc := mime.Open([]byte(htmlMail("x")))
	clean := newSanitizer(doc)
	clean.fetched = numbered(newSanitizer(doc).remoteURLs(source))
	out := clean.rewrite(source)
	root, err := html.ParseWithOptions(strings.NewReader(out), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil // the same bound as without
	}
	ours := regexp.MustCompile(`^(?:(?:remote|cid)/\d+$|data:)`)
	for n := range root.Descendants() {
		if n.Data == "style" && n.FirstChild != nil && loadsFrom(n.FirstChild.Data, ours) {
			found = append(found, n.FirstChild.Data)
		}
		for _, a := range n.Attr {
			loads := a.Key == "src" || a.Key == "background" || a.Key == "href" && n.Data == "link"
			if loads && !ours.MatchString(a.Val) || a.Key == "style" && loadsFrom(a.Val, ours) {
				found = append(found, a.Key+"="+a.Val)
			}
		}
	}
	return found
}

// loadsFrom reports whether a style sheet has a URL that does not match ours.
func loadsFrom(css string, ours *regexp.Regexp) bool {
	for _, m := range regexp.MustCompile(`(?i)(?:url\(|@import )"([^"]*)"`).FindAllStringSubmatch(css, -1) {
		if !ours.MatchString(m[1]) {
			return true
		}
	}
	return regexp.MustCompile(`(?i)url\([^"]|@import[^ ]|@import [^"]`).MatchString(css)
}

func pictured(u string) bool { return strings.HasPrefix(strings.ToLower(u), "data:") && pictureData(u) }

// loadsCSS is another, cruder reading of CSS than that under test.
func loadsCSS(css string) bool {
	lower := strings.ToLower(css)
	for _, at := range regexp.MustCompile(`url\(`).FindAllStringIndex(lower, -1) {
		rest := lower[at[1]:]
		if !strings.HasPrefix(rest, `"data:`) && !strings.HasPrefix(rest, `"cid/`) {
			return true
		}
	}
	return strings.Contains(lower, "@import") || strings.Contains(lower, "src(")
}

func FuzzPreview(f *testing.F) {
	for _, seed := range []string{
		`<p>hi</p>`, `<img src=//e.test/a onerror=alert(1)>`, `<style>@import "//e.test";a{b:u\72l(//e.test)}</style>`,
		`<svg><style><img src=x onerror=y></style></svg>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
		`<a href="java&#10;script:x">`, `<textarea><script>`, `<plaintext><b>`, `<!DOCTYPE html><xmp><img></xmp>`, `<style></style ><script>`,
		`<table background="http://e.test/"><p style="background:url('http://e.test/')">`, "<img src='\x00h\x01ttp://e.test'>", `<iframe srcdoc="<script>">`,
		`<select><option><style></select><img src=x onerror=y></style>`, `<form id=a><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		out, _ := rewritten1(source)
		root, err := html.ParseWithOptions(strings.NewReader(out), html.ParseOptionEnableScripting(false))
		if err != nil {
			if strings.Contains(err.Error(), "open stack of elements exceeds") {
				return // the parser's own bound, not a danger
			}
			t.Fatalf("the output does not parse: %v\n%s", err, out)
		}
		if found := danger(root); len(found) > 0 {
			t.Fatalf("%v is left in\n%s\nof\n%s", found, out, source)
		}
		again, remote := rewritten1(out)
		if len(remote) > 0 {
			t.Fatalf("%v is left in\n%s", remote, out)
		}
		if found := astray(source); len(found) > 0 {
			t.Fatalf("%v leads astray in\n%s", found, source)
		}
		if third, _ := rewritten1(again); third != again {
			t.Fatalf("rewriting does not settle:\n%s\n%s", again, third)
		}
	})
}

func BenchmarkRewrite(b *testing.B) {
	doc := mime.Open([]byte(htmlMail("x")))
	source := strings.Repeat(fmt.Sprintf(`<table style="color:red"><tr><td class="a b"><a href="https://e.test/?%d">%s</a><img src="https://e.test/i"></td></tr></table>`, 1, strings.Repeat("word ", 20)), 200)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		newSanitizer(doc).rewrite(source)
	}
}

func TestAMessageIsShownAtItsOwnAddress(t *testing.T) {
	s := start(t)
	plain := s.deliver(text("plain", "only text")).String()
	id := s.deliver(htmlMail(`<p>hi <img src="cid:logo@x"><script>x</script>`)).String()
	for _, name := range []string{id, "latest"} {
		a := s.get("/view/"+name+".html").want(t, 200, nil)
		found := regexp.MustCompile(`^<p>hi <img src="\.\.(/preview/[\w-]{40,}/cid/0)">`).FindSubmatch(a.body)
		if found == nil || a.Header.Get("Content-Security-Policy") != cage {
			t.Fatalf("%s: %s %s", name, a.Header.Get("Content-Security-Policy"), a.body)
		}
		s.get(string(found[1])).want(t, 200, nil)
		s.get("/view/"+name+".txt").want(t, 200, nil)
	}
	s.get("/view/latest.html?query=subject:plain").wantProblem(t, 404)
	if got := s.get("/view/"+id).want(t, 302, nil).Header.Get("Location"); got != "/m/"+id {
		t.Errorf("the page of the message is at %q", got)
	}
	for _, path := range []string{plain + ".html", id + ".exe", "0000000000000.html", "nobody.txt"} {
		s.get("/view/"+path).wantProblem(t, 404)
	}
}
