package rewrite

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// million is the text of a texthash table of a million entries.
func million() string {
	var b strings.Builder
	b.Grow(45 << 20)
	for i := range 1_000_000 {
		fmt.Fprintf(&b, "user%d@example.com box%d@far.test\n", i, i)
	}
	return b.String()
}

func BenchmarkRegexpOneLine(b *testing.B) {
	t := openBench(b, "regexp:t", DefaultTable)
	for b.Loop() {
		if res, _ := t.Lookup(b.Context(), "Some.User+tag@staging.example.com"); !res.Found {
			b.Fatal("not found")
		}
	}
}

func BenchmarkRegexpOneLineAnchored(b *testing.B) {
	t := openBench(b, "regexp:t", `/^(.+)@example\.com$/ $1@mailsink.test`+"\n")
	for b.Loop() {
		if res, _ := t.Lookup(b.Context(), "Some.User+tag@example.com"); !res.Found {
			b.Fatal("not found")
		}
	}
}

func BenchmarkRegexpOneLineOptionalGroups(b *testing.B) {
	t := openBench(b, "regexp:t", `/^([^+@]+)(\+[^@]*)?@(.+\.)?example\.com$/ $1@mailsink.test`+"\n")
	for b.Loop() {
		if res, _ := t.Lookup(b.Context(), "Some.User+tag@staging.example.com"); !res.Found {
			b.Fatal("not found")
		}
	}
}

func BenchmarkPCREOneLine(b *testing.B) {
	t := openBench(b, "pcre:t", `/^(.+)@(?!mailsink\.test$)/ $1@mailsink.test`+"\n")
	for b.Loop() {
		if res, _ := t.Lookup(b.Context(), "Some.User+tag@staging.example.com"); !res.Found {
			b.Fatal("not found")
		}
	}
}

func BenchmarkRegexpThousandRulesNoMatch(b *testing.B) { thousand(b, "regexp:t") }
func BenchmarkPCREThousandRulesNoMatch(b *testing.B)   { thousand(b, "pcre:t") }

func thousand(b *testing.B, spec string) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "/^[a-z]+\\.(user|box)%d(\\+[^@]*)?@(mail\\.)?example[0-9]+\\.com$/ box%d@mailsink.test\n", i, i)
	}
	t := openBench(b, spec, text.String())
	for b.Loop() {
		if res, _ := t.Lookup(b.Context(), "some.user+tag@mail.example77.org"); res.Found {
			b.Fatal("found")
		}
	}
}

func BenchmarkTexthashMillionLoad(b *testing.B) {
	text := []byte(million())
	c := Config{ReadFile: func(string) ([]byte, error) { return text, nil }}
	for b.Loop() {
		before := heap()
		t, _, err := OpenTable(b.Context(), "texthash:t", c)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB")
		runtime.KeepAlive(t)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkTexthashMillionLookup(b *testing.B) {
	t := openBench(b, "texthash:t", million())
	for b.Loop() {
		if res, _ := t.Lookup(b.Context(), "User777777@example.com"); !res.Found {
			b.Fatal("not found")
		}
	}
}

func BenchmarkRouteDefault(b *testing.B) {
	r, _, err := Open(b.Context(), Config{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r.Route(b.Context(), "a@b.test", "joe@example.com")
	}
}

func openBench(b *testing.B, spec, text string) Table {
	b.Helper()
	t, _, err := OpenTable(b.Context(), spec, memory(map[string]string{"t": text}))
	if err != nil {
		b.Fatal(err)
	}
	return t
}
