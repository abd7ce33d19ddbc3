package inspect

import (
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// linkReport says what is odd about each link, those of the plain text too.
func (p *page) linkReport() []Link {
	seen := make(map[string]bool)
	for i := range p.links {
		seen[p.links[i].URL] = true
		p.links[i].Findings = some(p.judgeLink(p.links[i]))
	}
	for _, l := range p.doc.Links() {
		if !seen[l.URL] && len(p.links) < maxLinks {
			link := Link{URL: l.URL, Text: l.Text}
			link.Findings = some(p.judgeLink(link))
			p.links = append(p.links, link)
		}
	}
	return p.links
}

func (p *page) judgeLink(l Link) []Finding {
	var list []Finding
	say := func(code string, args ...any) { list = append(list, found(code, "", args...)) }
	target, err := url.Parse(l.URL)
	switch {
	case l.URL == "" || l.URL == "#":
		say("link.nowhere")
		return list
	case strings.HasPrefix(l.URL, "#"):
		if !p.names[strings.TrimPrefix(l.URL, "#")] {
			say("link.anchor")
		}
		return list
	case err != nil:
		say("link.malformed")
		return list
	case target.Scheme == "javascript" || target.Scheme == "data" || target.Scheme == "file":
		say("link.scheme", "scheme", target.Scheme)
		return list
	case target.Scheme == "":
		say("link.relative")
		return list
	case target.Scheme == "http":
		say("link.http")
	}
	if strings.ContainsAny(l.URL, "{}") || strings.Contains(l.URL, "%%") {
		say("link.placeholder")
	}
	if names := tracking(target.Query()); names != "" {
		say("link.tracking", "names", names)
	}
	return append(list, judgeHost(target, l.Text)...)
}

// judgeHost looks at where a link leads, and at what its text says instead.
func judgeHost(target *url.URL, text string) []Finding {
	var list []Finding
	host := strings.ToLower(target.Hostname())
	if local(host) {
		list = append(list, found("link.local", "", "host", host))
	}
	shown, err := url.Parse(strings.TrimSpace(text))
	if err == nil && shown.Host != "" && host != "" && !strings.EqualFold(shown.Hostname(), host) {
		list = append(list, found("link.mismatch", "", "shown", shown.Hostname(), "host", host))
	}
	return list
}

// tracking returns the names of parameters that say which campaign or which
// recipient a visitor comes from.
func tracking(query url.Values) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(query)) {
		lower := strings.ToLower(name)
		if strings.HasPrefix(lower, "utm_") || slices.Contains([]string{"mc_eid", "mc_cid", "_hsenc", "_hsmi", "mkt_tok", "fbclid", "gclid", "trk", "vero_id"}, lower) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// local reports whether a host is one that only some can reach.
func local(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return !Public(ip)
	}
	for _, suffix := range []string{"localhost", ".local", ".internal", ".lan", ".home.arpa", ".localdomain"} {
		if host == strings.TrimPrefix(suffix, ".") || strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return host != "" && !strings.Contains(host, ".")
}
