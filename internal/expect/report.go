package expect

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"mailsink/internal/client"
)

// Failed returns how many results are not met.
func Failed(results []Result) int {
	n := 0
	for _, r := range results {
		if !r.Met {
			n++
		}
	}
	return n
}

// shown is how many messages of a kind a report tells of.
const shown = 5

// Write writes a report for people: a line for each expectation, and what is
// different where it is not met.
func Write(w io.Writer, results []Result) error {
	var b strings.Builder
	for _, r := range results {
		verdict := "ok  "
		if !r.Met {
			verdict = "FAIL"
		}
		fmt.Fprintf(&b, "%s  %s  %.2fs\n", verdict, r.Name, r.Took.Seconds())
		for line := range strings.Lines(r.explain()) {
			b.WriteString("      " + line)
		}
	}
	fmt.Fprintf(&b, "%d of %d expectations are met\n", len(results)-Failed(results), len(results))
	_, err := io.WriteString(w, b.String())
	return err
}

// explain says why r is not met; nothing if it is.
func (r *Result) explain() string {
	var b strings.Builder
	switch {
	case r.Met:
		return ""
	case r.Err != nil:
		fmt.Fprintf(&b, "could not be found out: %v\n", r.Err)
		return b.String()
	}
	fmt.Fprintf(&b, "wanted %s (%s), found %d within %v\n", r.wanted(), r.choice(), len(r.Found), r.Within)
	for i, m := range r.Found {
		if i == shown {
			fmt.Fprintf(&b, "and %d more\n", len(r.Found)-i)
			break
		}
		fmt.Fprintf(&b, "came: %s\n", line(m))
	}
	for i, n := range r.Near {
		if i == shown {
			fmt.Fprintf(&b, "and %d more that are different\n", len(r.Near)-i)
			break
		}
		fmt.Fprintf(&b, "different: %s\n", line(n.Message))
		for _, d := range n.Differences {
			fmt.Fprintf(&b, "  %s\n    - want %s\n    + got  %s\n", d.What, d.Want, clean(d.Got))
		}
	}
	if len(r.Found)+len(r.Near) == 0 && r.Other.Count > 0 {
		fmt.Fprintf(&b, "came for others: %d\n", r.Other.Count)
		for _, m := range r.Other.Messages {
			fmt.Fprintf(&b, "  %s\n", line(m))
		}
	}
	return b.String()
}

func line(m client.Message) string {
	return clean(fmt.Sprintf("%s from <%s> to %s: %q", m.ID, m.Envelope.ReversePath, strings.Join(m.Originals(), ", "), m.Summary.Subject))
}

// clean takes out what a terminal would obey, or XML could not hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff {
			return '\uFFFD'
		}
		return r
	}, s)
}

// The elements of a JUnit report.
type (
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitFailure `xml:"failure,omitempty"`
		Error   *junitFailure `xml:"error,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes the same report as JUnit XML; name is that of the file.
func WriteJUnit(w io.Writer, name string, results []Result) error {
	s := junitSuite{Name: name, Tests: len(results)}
	var took time.Duration
	for _, r := range results {
		c := junitCase{Class: name, Name: clean(r.Name), Time: seconds(r.Took)}
		first, _, _ := strings.Cut(r.explain(), "\n")
		failure := &junitFailure{Message: clean(first), Text: r.explain()}
		switch {
		case r.Err != nil:
			s.Errors++
			c.Error = failure
		case !r.Met:
			s.Failures++
			c.Failure = failure
		}
		took = max(took, r.Took)
		s.Cases = append(s.Cases, c)
	}
	s.Time = seconds(took)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(s); err != nil {
		return fmt.Errorf("expect: JUnit XML: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
