package rewrite

import (
	"testing"
	"time"
)

// patience is far above what any lookup may take, budgets included.
const patience = 20 * time.Second

func FuzzTable(f *testing.F) {
	f.Add("regexp", "if /a/\n/(b)/ $1@x\nendif\n!/c/i d\n", "ab@c")
	f.Add("pcre", "/^(?<a>.+?)@(?!x)/ ${1}@y\n", "joe@z")
	f.Add("texthash", "\"a b\"@x v\n  c\n#\nk:\tv\n", "\"a b\"@x")
	f.Add("cidr", "if !1.2.3.0/24\n::1 a\nendif\n", "::1")
	f.Add("inline", "{a=b, {c = d, e}}", "c")
	f.Add("unionmap", "{static:a,pipemap:{inline:{a=b},regexp:{{/b/ c}}}}", "a")
	f.Fuzz(func(t *testing.T, kind, text, key string) {
		spec := kind + ":t"
		if kind == "inline" || kind == "unionmap" || kind == "pipemap" || kind == "static" || kind == "randmap" {
			spec = kind + ":" + text
		}
		start := time.Now()
		table, _, err := OpenTable(t.Context(), spec, memory(map[string]string{"t": text}))
		if err != nil {
			return
		}
		if res, err := table.Lookup(t.Context(), key); err == nil && !res.Found && res.Value != "" {
			t.Errorf("not found, but %q", res.Value)
		}
		if took := time.Since(start); took > patience {
			t.Errorf("took %v", took)
		}
	})
}

func FuzzRoute(f *testing.F) {
	f.Add("/^(.*)@(.*)$/ $1=$2@sink.test\n", "a b@c")
	f.Add("/@/ x, y <z@w>, grp: a@b;\n", "<@r:\"a\\\"b\"@c>")
	f.Add("/a/ @b\n/b/ a\n", "a!b%c")
	f.Fuzz(func(t *testing.T, table, path string) {
		c := memory(map[string]string{"t": table})
		c.VirtualAliasMaps, c.Lenient, c.RecipientDelimiter = []string{"t"}, true, "+-"
		r, _, err := Open(t.Context(), c)
		if err != nil {
			return
		}
		start := time.Now()
		route := r.Route(t.Context(), "", path)
		if route.Reply.Accepted() && route.Failure.Code == 0 && len(route.Finals) == 0 {
			t.Errorf("%q is accepted and goes nowhere", path)
		}
		if took := time.Since(start); took > patience {
			t.Errorf("took %v", took)
		}
	})
}
