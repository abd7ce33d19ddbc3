package rewrite_test

import (
	"context"
	"testing"

	"mailsink/internal/rewrite"
)

// noted returns the lookups on the way of an address by tables.
func noted(t *testing.T, c rewrite.Config, address string) []rewrite.Lookup {
	t.Helper()
	r, _, err := rewrite.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	var list []rewrite.Lookup
	ctx := rewrite.Noting(t.Context(), func(l rewrite.Lookup) { list = append(list, l) })
	r.Route(ctx, "", address)
	return list
}

func files(texts map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) { return []byte(texts[name]), nil }
}

func TestEveryRuleThatDoesNotMatchIsNamed(t *testing.T) {
	c := rewrite.Config{
		Domain: "sink.test", VirtualAliasMaps: []string{"regexp:a"},
		ReadFile: files(map[string]string{"a": "/^boss@/ ceo@sink.test\nif /^qa/\n/@x/ never@sink.test\nendif\n!/^anna@/ others@sink.test\n/anna/ anna@sink.test\n/./ all@sink.test\n"}),
	}
	list := noted(t, c, "anna@customers.example")
	if len(list) == 0 || !list[0].Found || list[0].Line != 6 || list[0].Value != "anna@sink.test" {
		t.Fatalf("%+v", list)
	}
	want := []rewrite.Tried{{1, "/^boss@/", false, false}, {2, "/^qa/", false, true}, {5, "!/^anna@/", false, false}, {6, "/anna/", true, false}}
	for i, one := range list[0].Tried {
		if i >= len(want) || one != want[i] {
			t.Fatalf("%+v", list[0].Tried)
		}
	}
}

func TestKeysThatAreNotThereAndTablesThatAreNotAskedAreNamed(t *testing.T) {
	c := rewrite.Config{
		Domain: "sink.test", VirtualAliasMaps: []string{"texthash:b", "regexp:a"},
		ReadFile: files(map[string]string{"a": "/^boss@/ ceo@sink.test\n", "b": "@customers.example all@sink.test\n"}),
	}
	list := noted(t, c, "anna@customers.example")
	type said struct {
		table, key     string
		found, skipped bool
	}
	var got []said
	for _, l := range list {
		if len(got) < 3 {
			got = append(got, said{l.Table, l.Key, l.Found, l.Skipped})
		}
	}
	want := []said{{"texthash:b", "anna@customers.example", false, false}, {"regexp:a", "anna@customers.example", false, false}, {"texthash:b", "@customers.example", true, false}}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("%+v", got)
		}
	}
}

func TestATableThatCannotAnswerSaysWhy(t *testing.T) {
	list := noted(t, rewrite.Config{Domain: "sink.test", VirtualAliasMaps: []string{"fail:broken"}}, "anna@customers.example")
	if len(list) != 1 || list[0].Found || list[0].Err == "" {
		t.Fatalf("%+v", list)
	}
}

func TestNobodyIsToldWithoutAsking(t *testing.T) {
	if rewrite.Noted(context.Background()) || !rewrite.Noted(rewrite.Noting(t.Context(), func(rewrite.Lookup) {})) {
		t.Fatal("who is told is not known")
	}
}
