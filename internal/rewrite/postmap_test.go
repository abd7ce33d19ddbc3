package rewrite

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// postmapCase is one question put to postmap -q, and its answer.
type postmapCase struct {
	ID            string            `json:"id"`
	Type          string            `json:"map_type"`
	Group         string            `json:"group"`
	Spec          string            `json:"spec"`
	TableText     *string           `json:"table_text"`
	TableB64      string            `json:"table_text_b64"`
	Files         map[string]string `json:"files"`
	Query         *string           `json:"query"`
	QueryB64      string            `json:"query_b64"`
	Expected      *string           `json:"expected"`
	ExpectedError *string           `json:"expected_error"`
	ExitCode      int               `json:"exit_code"`
	Warnings      []string          `json:"warnings"`
}

// config returns the files of the case, and the tables it names.
func (c *postmapCase) config(t *testing.T) (Config, []string) {
	files := map[string]string{}
	if c.TableText != nil || c.TableB64 != "" {
		files["<table>"] = octets(t, c.TableText, c.TableB64)
	}
	place := func(s string) string {
		for {
			before, rest, ok := strings.Cut(s, "@FILE:")
			if !ok {
				return s
			}
			name, after, _ := strings.Cut(rest, "@")
			s = before + "<" + name + ">" + after
		}
	}
	for name, text := range c.Files {
		files["<"+name+">"] = place(text)
	}
	spec := place(c.Spec)
	conf := memory(files)
	conf.Lenient = true
	conf.OpenSQL = func(_ context.Context, path string) (SQL, error) {
		return fakeSQL(files[strings.TrimSuffix(path, ".sqlite")]), nil
	}
	if c.Type == "list" {
		return conf, strings.Fields(spec)
	}
	return conf, []string{spec}
}

func TestTablesAnswerAsPostmapDoes(t *testing.T) {
	known, scored := knownFailures(t), scores{}
	for _, c := range readCases[postmapCase](t, "postmap") {
		problem := c.check(t)
		scored.count(c.Type, problem == "")
		judge(t, known, c.ID, problem)
	}
	scored.print(t, "postmap")
}

func (c *postmapCase) check(t *testing.T) string {
	conf, specs := c.config(t)
	a := Query(t.Context(), conf, specs, octets(t, c.Query, c.QueryB64))
	switch {
	case c.Expected == nil && a.Found:
		return "found " + a.Value + ", want nothing"
	case c.Expected != nil && !a.Found:
		return "found nothing, want " + *c.Expected + ": " + strings.Join(a.Log, "; ")
	case c.Expected != nil && a.Value != *c.Expected:
		return "found " + a.Value + ", want " + *c.Expected
	case a.Exit != c.ExitCode:
		return "wrong exit status"
	}
	if c.ExpectedError != nil && *c.ExpectedError == "lookup_error" && !errors.Is(a.Err, ErrTemporary) {
		return "no temporary error"
	}
	if !slices.Equal(shown(a.Log), shown(c.Warnings)) {
		return "warns\n" + strings.Join(a.Log, "\n") + "\nwant\n" + strings.Join(c.Warnings, "\n")
	}
	return ""
}

// shown removes from log lines what depends on where the files lay, and the
// duplicates that are counted per index file.
func shown(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.ReplaceAll(l, recordedIn, "/")
	}
	return slices.Compact(out)
}

// recordedIn is the directory that the answers were recorded in.
const recordedIn = "/srv/pf/work/"
