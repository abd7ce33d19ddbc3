package mime

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// update is the flag that writes the golden file anew.
var update = flag.Bool("update", false, "write the golden file anew")

// What is made of each broken message is written down, so that a change of it
// is seen, and meant.
func TestWhatIsMadeOfBrokenMessages(t *testing.T) {
	var b strings.Builder
	for _, m := range corpus(t) {
		describe(&b, m)
	}
	golden := filepath.Join("testdata", "messages.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	compareEntries(t, b.String(), string(want))
}

// describe writes what is made of m, a few lines in the form of the golden
// file.
func describe(b *strings.Builder, m brokenMessage) {
	d := Open(m.content)
	s := Summarize(m.content, true)
	fmt.Fprintf(b, "%s: %s\n\t%s\n", m.File, m.Odd, outline(d.Root))
	fmt.Fprintf(b, "\tfrom %q to %q subject %q snippet %q\n", contactsText(s.From), contactsText(s.To), cut(s.Subject, 100), s.Snippet)
	for _, p := range d.Attachments() {
		fmt.Fprintf(b, "\tattachment %s %s %q, %d octets\n", sectionOf(p), p.MediaType(), p.Filename, len(p.Decoded(m.content)))
	}
	for _, l := range d.Links() {
		fmt.Fprintf(b, "\tlink %q %q\n", cut(l.URL, 100), l.Text)
	}
	for _, x := range d.Defects() {
		fmt.Fprintf(b, "\tdefect at %d-%d: %s\n", x.Span.Start, x.Span.End, x.Text)
	}
}

// compareEntries compares two golden files entry by entry.
func compareEntries(t *testing.T, got, want string) {
	t.Helper()
	const start = ".eml: "
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	entry := ""
	for i := range max(len(g), len(w)) {
		a, b := at(g, i), at(w, i)
		if strings.Contains(a, start) {
			entry = a
		}
		if a != b {
			t.Fatalf("%s\ngot  %s\nwant %s\n(go test -run Broken -update writes the file anew)", entry, a, b)
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
