package rewrite

import (
	"bufio"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// readCases reads answers of the real programs: testdata/NAME.json.gz. They
// were recorded with Postfix 3.7.11 (glibc 2.36, PCRE2 10.42, ICU 72) and
// Sendmail 8.17.1.9 on Debian 12.
func readCases[T any](t *testing.T, name string) []T {
	t.Helper()
	f, err := os.Open("testdata/" + name + ".json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var cases []T
	if err := json.NewDecoder(z).Decode(&cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("%s holds no cases", name)
	}
	return cases
}

// knownFailures reads the cases that are known to fail: testdata/known-failures,
// one id a line. The list only ever shrinks: a case in it that passes is an error.
func knownFailures(t *testing.T) map[string]bool {
	t.Helper()
	f, err := os.Open("testdata/known-failures")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	known := map[string]bool{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if id, _, _ := strings.Cut(s.Text(), " "); id != "" && id[0] != '#' {
			known[id] = true
		}
	}
	return known
}

// scores counts the cases that pass, by kind, and prints them as a table.
type scores map[string]*[2]int

func (s scores) count(kind string, passed bool) {
	if s[kind] == nil {
		s[kind] = new([2]int)
	}
	s[kind][1]++
	if passed {
		s[kind][0]++
	}
}

func (s scores) print(t *testing.T, title string) {
	var b strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "\n  %-14s %4d of %4d", kind, s[kind][0], s[kind][1])
	}
	t.Logf("%s: cases that pass%s", title, b.String())
}

// judge fails the test for a case that fails unknown or passes against the list.
func judge(t *testing.T, known map[string]bool, id, problem string) {
	t.Helper()
	switch {
	case problem != "" && !known[id]:
		t.Errorf("%s: %s", id, problem)
	case problem == "" && known[id]:
		t.Errorf("%s passes: take it off testdata/known-failures", id)
	}
}

// octets returns text, or the octets that encoded stands for.
func octets(t *testing.T, text *string, encoded string) string {
	t.Helper()
	if text != nil {
		return *text
	}
	b, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
