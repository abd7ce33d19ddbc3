package rewrite

import (
	"fmt"
	"strings"
)

// Parameters are the settings of a main.cf by name, as written: $name is
// expanded when a parameter is asked for. The output of postconf -n reads the
// same.
type Parameters struct {
	values map[string]string
	lines  map[string]int
	left   *int // references that may still be followed, of one value that is asked for
}

// ParseMainCF reads the text of a main.cf. A later setting of a parameter
// replaces an earlier one. The warnings are the lines that are no settings.
func ParseMainCF(file, text string) (Parameters, []Warning) {
	p := Parameters{values: map[string]string{}, lines: map[string]int{}}
	var rep report
	if rest, found := strings.CutPrefix(text, "\ufeff"); found {
		text = rest
		rep.add(Warning{File: file, Line: 1, Text: "the file begins with a byte order mark, which Postfix takes for a part of the first line; save it without"})
	}
	logicalLines(text, func(l logicalLine) {
		name, value, ok := strings.Cut(l.text, "=")
		name = trimSpace(name)
		if !ok || name == "" || isSpace(l.text[0]) || strings.ContainsAny(name, " \t") {
			rep.add(Warning{File: file, Line: l.line, Mistake: true, Text: "not a setting; a line is \"name = value\""})
			return
		}
		p.values[name] = trimSpace(value)
		p.lines[name] = l.line
	})
	return p, rep.warnings
}

// Get returns the value of a parameter with $name, ${name}, ${name?text} and
// ${name:text} expanded; false if it is not set. Defaults that matter here are
// those of Postfix 3.7 at compatibility level 3.6.
func (p Parameters) Get(name string) (string, bool) {
	_, set := p.values[name]
	left := maxReferences
	p.left = &left
	return p.expand(p.value(name), maxExpand), set
}

// Bounds of the value of a parameter: how deep parameters name each other, how
// often in all, and how long it may become.
const (
	maxExpand     = 20
	maxReferences = 10_000
	maxExpanded   = 4 << 20 // octets
)

func (p Parameters) value(name string) string {
	if v, ok := p.values[name]; ok {
		return v
	}
	return parameterDefault(name)
}

// parameterDefault returns the default of a parameter that other parameters
// commonly name, or that is asked for here.
func parameterDefault(name string) string {
	switch name {
	case "myhostname":
		return "localhost"
	case "compatibility_level":
		return "3.6"
	case "mydomain":
		return ""
	case "myorigin":
		return "$myhostname"
	case "mydestination":
		return "$myhostname, localhost.$mydomain, localhost"
	case "inet_interfaces":
		return "all"
	case "mynetworks":
		return "127.0.0.0/8, [::1]/128"
	case "virtual_alias_domains":
		return "$virtual_alias_maps"
	case "virtual_mailbox_domains":
		return "$virtual_mailbox_maps"
	case "config_directory":
		return "/etc/postfix"
	case "default_database_type":
		return "hash"
	case "smtpd_relay_restrictions":
		return "permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination"
	case "propagate_unmatched_extensions":
		return "canonical, virtual"
	case "local_transport":
		return "local:$myhostname"
	case "virtual_transport":
		return "virtual"
	case "relay_transport":
		return "relay"
	case "mail_spool_directory":
		return "/var/mail"
	case "default_transport":
		return "smtp"
	case "canonical_classes":
		return "envelope_sender, envelope_recipient, header_sender, header_recipient"
	case "sender_canonical_classes", "masquerade_classes":
		return "envelope_sender, header_sender"
	case "recipient_canonical_classes":
		return "envelope_recipient, header_recipient"
	}
	return ""
}

// expand replaces references to parameters.
func (p Parameters) expand(s string, depth int) string {
	if depth == 0 || !strings.Contains(s, "$") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s) && b.Len() < maxExpanded; {
		if s[i] != '$' || i+1 == len(s) {
			b.WriteByte(s[i])
			i++
			continue
		}
		if s[i+1] == '$' {
			b.WriteByte('$')
			i += 2
			continue
		}
		name, next, ok := macroName(s, i+1)
		if !ok || name == "" {
			b.WriteByte('$')
			i++
			continue
		}
		if p.left != nil {
			if *p.left--; *p.left < 0 {
				break
			}
		}
		b.WriteString(p.reference(name, depth-1))
		i = next
	}
	return b.String()
}

// yes reads a yes/no parameter.
func (p Parameters) yes(name string, standard bool) bool {
	v, _ := p.Get(name)
	switch strings.ToLower(v) {
	case "yes":
		return true
	case "no":
		return false
	}
	return standard
}

// number reads a numeric parameter.
func (p Parameters) number(name string, standard int) int {
	v, _ := p.Get(name)
	n := 0
	if _, err := fmt.Sscanf(v, "%d", &n); err != nil || n < 0 {
		return standard
	}
	return n
}

// list reads a list of tables, names or patterns.
func (p Parameters) list(name string) []string {
	v, _ := p.Get(name)
	return splitList(v)
}
