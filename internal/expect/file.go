package expect

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// A Suite is a file of expectations.
type Suite struct {
	Within Duration      `yaml:"within"` // for expectations that say nothing else; 10s
	Expect []Expectation `yaml:"expect"`
}

// An Expectation is about the messages that To, From, Account and Query
// choose.
type Expectation struct {
	Name    string  `yaml:"name"`
	To      Pattern `yaml:"to"`
	From    Pattern `yaml:"from"`
	Account string  `yaml:"account"`
	Query   string  `yaml:"query"`

	Subject     Pattern            `yaml:"subject"`
	Text        Pattern            `yaml:"text"`
	HTML        Pattern            `yaml:"html"`
	Headers     map[string]Pattern `yaml:"headers"`
	Attachments []Pattern          `yaml:"attachments"`
	Code        Pattern            `yaml:"code"`
	Link        Pattern            `yaml:"link"`

	Count  *int     `yaml:"count"` // exactly; nil means at least one
	Within Duration `yaml:"within"`
}

// standardWithin is how long is waited where a file says nothing.
const standardWithin = 10 * time.Second

var errNothing = errors.New("the file expects nothing; write a list under the key expect")

// Parse reads a file. The error says what is wrong, with its line where YAML
// knows it.
func Parse(octets []byte) (Suite, error) {
	var s Suite
	if len(bytes.TrimSpace(octets)) == 0 {
		return s, errNothing
	}
	if err := yaml.Load(octets, &s, yaml.WithKnownFields()); err != nil {
		return s, fmt.Errorf("not a file of expectations: %w", err)
	}
	if len(s.Expect) == 0 {
		return s, errNothing
	}
	if s.Within == 0 {
		s.Within = Duration(standardWithin)
	}
	for i := range s.Expect {
		e := &s.Expect[i]
		if e.Name == "" {
			e.Name = e.choice()
		}
		if e.Within == 0 {
			e.Within = s.Within
		}
		if e.Count != nil && *e.Count < 0 {
			return s, fmt.Errorf("%s: count is how many messages there must be, 0 or more", e.Name)
		}
	}
	return s, nil
}

// choice says in words which messages are chosen.
func (e *Expectation) choice() string {
	var b strings.Builder
	b.WriteString("mail")
	for _, p := range []struct{ word, text string }{{" to ", e.To.text}, {" from ", e.From.text}, {" in account ", e.Account}, {" that matches ", e.Query}} {
		if p.text != "" {
			b.WriteString(p.word + p.text)
		}
	}
	return b.String()
}

// A Duration is written 10s, 500ms, 1m.
type Duration time.Duration

// UnmarshalText implements [encoding.TextUnmarshaler].
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil || v < 0 {
		return fmt.Errorf("%q is not a time; write 10s, 500ms or 1m", text)
	}
	*d = Duration(v)
	return nil
}

// String returns d as it is written.
func (d Duration) String() string { return time.Duration(d).String() }

// A Pattern is a text, or a regular expression between slashes. The zero
// Pattern is none.
type Pattern struct {
	text string // as it was written
	re   *regexp.Regexp
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (p *Pattern) UnmarshalText(text []byte) error {
	p.text = string(text)
	inner, ok := strings.CutPrefix(p.text, "/")
	if !ok || len(inner) < 2 || !strings.HasSuffix(inner, "/") {
		return nil
	}
	re, err := regexp.Compile(inner[:len(inner)-1])
	if err != nil {
		return fmt.Errorf("%s is no regular expression: %w", p.text, err)
	}
	p.re = re
	return nil
}

func (p Pattern) none() bool { return p.text == "" }

// is reports whether p is the whole of s.
func (p Pattern) is(s string) bool {
	if p.re != nil {
		return p.re.MatchString(s)
	}
	return p.text == s
}

// isAddress reports whether p is an address, in any case.
func (p Pattern) isAddress(s string) bool {
	if p.re != nil {
		return p.re.MatchString(s)
	}
	return strings.EqualFold(p.text, s)
}

// isIn reports whether p is somewhere in s.
func (p Pattern) isIn(s string) bool {
	if p.re != nil {
		return p.re.MatchString(s)
	}
	return strings.Contains(s, p.text)
}
