package routing_test

import (
	"fmt"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
	"mailsink/internal/routing"
)

// open returns a Router of tables, and these.
func open(t *testing.T, c rewrite.Config) (*rewrite.Live, routing.Router) {
	t.Helper()
	tables, _, err := rewrite.OpenSource(t.Context(), func() (rewrite.Config, []rewrite.Warning, error) { return c, nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	return tables, routing.New(tables)
}

// TestTablesInMemoryAreSteady holds for which tables a route may be remembered.
func TestTablesInMemoryAreSteady(t *testing.T) {
	postfix := rewrite.Config{Postfix: &rewrite.Postfix{}}
	for name, c := range map[string]struct {
		config rewrite.Config
		steady bool
	}{
		"the default":      {rewrite.Config{}, true},
		"inline":           {maps("inline:{a@b=c@d}"), true},
		"static":           {maps("static:c@d"), true},
		"rules":            {maps("regexp:{{/@/ c@d}}", "pcre:{{/@/ c@d}}"), true},
		"members":          {maps("unionmap:{inline:{a@b=c@d},pipemap:{static:x,static:y}}"), true},
		"random":           {maps("static:c@d", "randmap:{c@d,e@f}"), false},
		"random inside":    {maps("unionmap:{inline:{a@b=c@d},randmap:{c@d,e@f}}"), false},
		"asked by TCP":     {maps("tcp:127.0.0.1:1"), false},
		"asked by sockets": {maps("socketmap:inet:127.0.0.1:1:name"), false},
		"failing":          {maps("fail:always"), false},
		"a main.cf":        {postfix, false},
	} {
		t.Run(name, func(t *testing.T) {
			tables, _ := open(t, c.config)
			if got := tables.Router().Steady(); got != c.steady {
				t.Errorf("Steady() = %v", got)
			}
		})
	}
}

func maps(specs ...string) rewrite.Config { return rewrite.Config{VirtualAliasMaps: specs} }

// TestAKnownRouteCostsNoLookup holds that a path that was asked about is not
// asked about again, and that its answer is the same.
func TestAKnownRouteCostsNoLookup(t *testing.T) {
	_, router := open(t, maps("inline:{ann@example.com=sink@mailsink.test}"))
	first := router.Route(t.Context(), "", "ann@example.com")
	if got := router.Route(t.Context(), "", "ann@example.com"); fmt.Sprint(got) != fmt.Sprint(first) {
		t.Errorf("first %v, then %v", first, got)
	}
	if n := testing.AllocsPerRun(100, func() { router.Route(t.Context(), "", "ann@example.com") }); n > 0 {
		t.Errorf("a known route makes %v allocations", n)
	}
}

// TestAReloadForgetsTheRoutes holds that new tables answer at once.
func TestAReloadForgetsTheRoutes(t *testing.T) {
	rule := "/@/ old@mailsink.test"
	_, router := open(t, rewrite.Config{
		VirtualAliasMaps: []string{"regexp:table"}, ReadFile: func(string) ([]byte, error) { return []byte(rule + "\n"), nil },
	})
	for _, want := range []mail.Address{"old@mailsink.test", "new@mailsink.test"} {
		for range 2 {
			if route := router.Route(t.Context(), "", "ann@example.com"); len(route.Finals) != 1 || route.Finals[0].Address != want {
				t.Fatalf("finals are %v, want %s", route.Finals, want)
			}
		}
		rule = "/@/ new@mailsink.test"
		if _, err := router.Tables.Reload(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestManyPathsAreAnsweredRightly holds that forgetting is all that happens
// when there are more paths than are remembered.
func TestManyPathsAreAnsweredRightly(t *testing.T) {
	_, router := open(t, maps("regexp:{{/^(.*)@/ $1@mailsink.test}}"))
	for i := range 3000 {
		for range 2 {
			path := mail.Address(fmt.Sprintf("user%d@example.com", i))
			want := mail.Address(fmt.Sprintf("user%d@mailsink.test", i))
			if route := router.Route(t.Context(), "", path); len(route.Finals) != 1 || route.Finals[0].Address != want {
				t.Fatalf("%s leads to %v", path, route.Finals)
			}
		}
	}
}
