package inspect

import (
	"net/netip"
	"net/url"
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
	var found []Finding
	say := func(level, text string) { found = append(found, Finding{Level: level, Text: text}) }
	target, err := url.Parse(l.URL)
	switch {
	case l.URL == "" || l.URL == "#":
		say(Error, "The link leads nowhere.")
		return found
	case strings.HasPrefix(l.URL, "#"):
		if !p.names[strings.TrimPrefix(l.URL, "#")] {
			say(Error, "Nothing in the message has this name.")
		}
		return found
	case err != nil:
		say(Error, "This is not a URL.")
		return found
	case target.Scheme == "javascript" || target.Scheme == "data" || target.Scheme == "file":
		say(Error, "Mail programs do not follow "+target.Scheme+": links.")
		return found
	case target.Scheme == "":
		say(Error, "The link has no scheme and host, and a message has no address that it could be relative to.")
		return found
	case target.Scheme == "http":
		say(Warning, "The link is not encrypted: http instead of https.")
	}
	if strings.ContainsAny(l.URL, "{}") || strings.Contains(l.URL, "%%") {
		say(Error, "A placeholder has not been filled in.")
	}
	return append(found, judgeHost(target, l.Text)...)
}

// judgeHost looks at where a link leads, and at what its text says instead.
func judgeHost(target *url.URL, text string) []Finding {
	var found []Finding
	host := strings.ToLower(target.Hostname())
	if local(host) {
		found = append(found, Finding{Level: Error, Text: "The host is not on the internet: recipients cannot reach " + host + "."})
	}
	shown, err := url.Parse(strings.TrimSpace(text))
	if err == nil && shown.Host != "" && host != "" && !strings.EqualFold(shown.Hostname(), host) {
		found = append(found, Finding{Level: Warning, Text: "The text names " + shown.Hostname() + ", but the link leads to " + host + "."})
	}
	return found
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
