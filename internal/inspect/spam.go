package inspect

import (
	"math"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"mailsink/internal/mime"
)

// Spam is what a filter would mind, as far as the message itself tells: who
// sends it, and what lists say of them, is not asked.
type Spam struct {
	Points   float64   `json:"points"` // of all findings
	Limit    float64   `json:"limit"`  // where many filters begin to act
	Findings []Finding `json:"findings"`
}

// spamLimit is the number of points from which filters as they are delivered
// take a message for spam.
const spamLimit = 5

// spam looks for what filters mind; r is what else is known of the message.
func (p *page) spam(r Report) Spam {
	s := Spam{Limit: spamLimit}
	s.Findings = slices.Concat(p.spamFields(), p.spamPage(), spamLinks(r.Links), p.spamParts())
	for _, f := range s.Findings {
		s.Points += f.Points
	}
	s.Points = math.Round(s.Points*10) / 10
	return s
}

// spamFields looks at the header.
func (p *page) spamFields() []Finding {
	var list []Finding
	say := func(code string, args ...any) { list = append(list, found(code, "", args...)) }
	text := func(name string) string {
		if f := p.doc.Root.Field(name); f != nil {
			return strings.TrimSpace(f.Text())
		}
		return ""
	}
	subject := text("Subject")
	if subject == "" {
		say("spam.subject-none")
	}
	if shouted(subject) {
		say("spam.subject-capitals")
	}
	if n := strings.Count(subject, "!") + strings.Count(subject, "$") + strings.Count(subject, "€"); n > 2 {
		say("spam.subject-marks", "n", n)
	}
	if mime.ParseDate(text("Date")).IsZero() {
		say("spam.date")
	}
	if text("Message-ID") == "" {
		say("spam.message-id")
	}
	if text("To") == "" && text("Cc") == "" {
		say("spam.to")
	}
	if from, to := domainOf(text("From")), domainOf(text("Reply-To")); to != "" && from != to {
		say("spam.reply-to", "domain", to)
	}
	return list
}

// shouted reports whether a text has words, and all of them in capitals.
func shouted(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 7
}

// domainOf returns the last two labels of the domain of the first address.
func domainOf(list string) string {
	addresses := mime.ParseAddresses(list)
	if len(addresses) == 0 {
		return ""
	}
	labels := strings.Split(strings.ToLower(addresses[0].Host), ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

// littleText is how many letters are hardly any text.
const littleText = 100

// spamPage looks at the HTML, and at what it says.
func (p *page) spamPage() []Finding {
	var list []Finding
	visible := strings.Join(strings.Fields(p.visible.String()), " ")
	plain := plainOf(p.doc)
	for _, rule := range []struct {
		holds bool
		code  string
	}{
		{p.source != "" && strings.TrimSpace(plain) == "", "spam.html-alone"},
		{len(p.images) > 0 && len(visible) < littleText, "spam.pictures"},
		{p.invisible, "spam.invisible"},
		{p.form, "spam.form"},
		{p.script, "spam.script"},
	} {
		if rule.holds {
			list = append(list, found(rule.code, ""))
		}
	}
	lower := strings.ToLower(visible + " " + plain)
	for _, phrase := range worn() {
		if strings.Contains(lower, phrase) {
			return append(list, found("spam.words", phrase))
		}
	}
	return list
}

// worn are phrases that filters have seen too often.
func worn() []string {
	return []string{"act now", "100% free", "risk free", "risk-free", "you are a winner", "you have been selected", "earn money", "make money fast",
		"no credit check", "dear friend", "double your", "limited time offer", "once in a lifetime", "viagra", "this is not spam"}
}

// spamLinks looks at where links lead; each kind counts once.
func spamLinks(links []Link) []Finding {
	where := make(map[string]string)
	note := func(code, url string) {
		if _, known := where[code]; !known {
			where[code] = short(url)
		}
	}
	for _, l := range links {
		target, err := url.Parse(l.URL)
		if err != nil {
			continue
		}
		host := strings.TrimPrefix(strings.ToLower(target.Hostname()), "www.")
		if _, err := netip.ParseAddr(host); err == nil {
			note("spam.link-address", l.URL)
		}
		if slices.Contains([]string{"bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd", "ow.ly", "buff.ly", "rebrand.ly", "cutt.ly"}, host) {
			note("spam.shortener", l.URL)
		}
		if slices.ContainsFunc(l.Findings, func(f Finding) bool { return f.Code == "link.mismatch" }) {
			note("spam.link-mismatch", l.URL)
		}
	}
	var list []Finding
	for _, code := range []string{"spam.link-address", "spam.link-mismatch", "spam.shortener"} {
		if url, is := where[code]; is {
			list = append(list, found(code, url))
		}
	}
	return list
}

// spamParts looks at attachments, and at how text is encoded.
func (p *page) spamParts() []Finding {
	var list []Finding
	for _, part := range p.doc.Attachments() {
		if runs(part.Filename) {
			list = append(list, found("spam.executable", short(part.Filename)))
			break
		}
	}
	encoded := false
	p.doc.Root.Walk(func(part *mime.Part) bool {
		if part.Type == "text" && part.Encoding == "base64" && part.Disposition != "attachment" {
			text := part.Decoded(p.doc.Content)
			encoded = encoded || len(text) > 0 && !slices.ContainsFunc(text, func(c byte) bool { return c >= 0x80 })
		}
		return !encoded
	})
	if encoded {
		list = append(list, found("spam.encoded", ""))
	}
	return list
}

// runs reports whether a file of this name is a program.
func runs(name string) bool {
	return slices.Contains([]string{".exe", ".scr", ".com", ".bat", ".cmd", ".pif", ".vbs", ".js", ".jse", ".wsf", ".hta", ".jar", ".msi", ".ps1", ".lnk", ".iso", ".docm", ".xlsm"},
		strings.ToLower(path.Ext(name)))
}
