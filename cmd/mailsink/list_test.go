package main

import "testing"

func TestAddressesFillTheirColumnAsATerminalCounts(t *testing.T) {
	for name, tt := range map[string]struct {
		s    string
		want int
	}{
		"letters take one":           {"ann@example.com", 15},
		"Chinese takes two":          {"日本@例", 7},
		"accents of their own none":  {"e\u0301@x", 3},
		"joiners none":               {"a\u200db", 2},
		"halfwidth kana one":         {"ｶﾅ", 2},
		"what a terminal obeys: one": {plain("\x1b[0m"), 4},
	} {
		t.Run(name, func(t *testing.T) {
			if got := columnsOf(tt.s); got != tt.want {
				t.Errorf("%q takes %d columns, want %d", tt.s, got, tt.want)
			}
		})
	}
	if got := columnsOf(cell("日本@例")); got != addressColumns {
		t.Errorf("a cell is %d columns wide", got)
	}
}
