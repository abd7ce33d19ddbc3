package rewrite

import (
	"fmt"
	"slices"
	"testing"
)

// aliasCase is one question put to postalias -q.
type aliasCase struct {
	ID        string   `json:"id"`
	TableText string   `json:"table_text"`
	Query     string   `json:"query"`
	Expected  *string  `json:"expected"`
	Warnings  []string `json:"warnings"`
}

func TestAliasesAnswerAsPostaliasDoes(t *testing.T) {
	known, scored := knownFailures(t), scores{}
	for _, c := range readCases[aliasCase](t, "aliases") {
		problem := c.check(t)
		scored.count("aliases", problem == "")
		judge(t, known, c.ID, problem)
	}
	scored.print(t, "aliases")
}

func (c *aliasCase) check(t *testing.T) string {
	conf := memory(map[string]string{"<table>": c.TableText})
	o := &opener{config: &conf}
	table, err := o.aliasFile("hash:<table>")
	if err != nil {
		return err.Error()
	}
	a := QueryTable(t.Context(), table, c.Query)
	want := ""
	if c.Expected != nil {
		want = *c.Expected
	}
	if a.Found != (c.Expected != nil) || a.Value != want {
		return fmt.Sprintf("found %v %q, want %q", a.Found, a.Value, want)
	}
	if log := logLines(o.report.warnings); !slices.Equal(log, c.Warnings) {
		return fmt.Sprintf("warns %q, want %q", log, c.Warnings)
	}
	return ""
}
