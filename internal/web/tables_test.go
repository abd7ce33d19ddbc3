package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
)

// shelved are tables that can be read anew once, and hold one file.
type shelved struct {
	err      error
	readonly bool
	text     string
}

func (t *shelved) InUse() TablesInUse {
	return TablesInUse{
		Tables: []TableInUse{
			{Table: "regexp:/etc/sink", Use: "virtual_alias_maps", File: "/etc/sink", Rules: 1},
			{Table: "hash:/srv/sink", Use: "transport_maps", File: "/srv/sink", Rules: 3},
			{Table: "static:x", Use: "relocated_maps", Rules: 1},
			{Table: "pcre:/etc/query", Use: "canonical_maps", File: "/etc/query", Rules: 1},
		},
		Files: []string{"/etc/sink", "/srv/sink", "/etc/main.cf"}, Warnings: []string{"/etc/sink:2: unreachable"}, Writable: !t.readonly,
	}
}

func (t *shelved) Reload(context.Context) ([]string, error) {
	return []string{"/etc/sink:2: unreachable"}, t.err
}

func (t *shelved) Read(string) ([]byte, error) { return []byte(t.text), nil }

func (t *shelved) Replace(_ context.Context, file string, text []byte, agreed func([]byte) bool) ([]string, error) {
	switch {
	case !agreed([]byte(t.text)):
		return nil, ErrChanged
	case strings.Contains(string(text), "broken"):
		return nil, &BrokenTable{[]TableProblem{{file, 1, "no closing delimiter"}}}
	}
	t.text = string(text)
	return nil, nil
}

// Draft leads everyone to where its text says.
func (t *shelved) Draft(_ context.Context, d Draft) (compose.Router, []string, error) {
	if d.Text == "broken" {
		return nil, nil, &BrokenTable{[]TableProblem{{d.File, 1, "no closing delimiter"}}}
	}
	return leads{mail.Address(d.Text)}, []string{d.File + d.Type}, nil
}

// Noting tells of one lookup at once.
func (t *shelved) Noting(ctx context.Context, note func(mail.Lookup)) context.Context {
	note(mail.Lookup{Table: "regexp:/etc/sink", Key: "ann@example.com", Tried: []mail.Tried{{Line: 1, Pattern: "/^bob/"}}})
	return ctx
}

type leads struct{ to mail.Address }

func (l leads) Route(context.Context, mail.Address, mail.Address) mail.Route {
	return mail.Route{Finals: []mail.Final{{Address: l.to}}, Reply: mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"}}
}

func TestTablesAreListedAndReadAnew(t *testing.T) {
	for name, c := range map[string]struct {
		tables Tables
		status int
		said   string
	}{
		"well":            {&shelved{}, http.StatusOK, "unreachable"},
		"with a mistake":  {&shelved{err: errors.New("/etc/sink:3: no closing delimiter")}, http.StatusUnprocessableEntity, "the old ones stay in use: /etc/sink:3"},
		"without a table": {nil, http.StatusNotFound, "no tables"},
	} {
		t.Run(name, func(t *testing.T) {
			s := startWith(t, Config{Tables: c.tables})
			if a := s.do(http.MethodPost, "/v1/rules/reload", ""); a.StatusCode != c.status || !strings.Contains(string(a.body), c.said) {
				t.Errorf("reloading answered %d: %s", a.StatusCode, a.body)
			}
			if a := s.get("/v1/rules"); c.tables != nil && !strings.Contains(string(a.body), "/etc/main.cf") {
				t.Errorf("the list is %s", a.body)
			}
		})
	}
}

// TestEveryFileHasAnIDOfItsOwn holds that files of one name are told apart, and
// that no ID hides another path.
func TestEveryFileHasAnIDOfItsOwn(t *testing.T) {
	s := startWith(t, Config{Tables: &shelved{}})
	var list tableList
	s.get("/v1/rules").want(t, http.StatusOK, &list)
	var ids []string
	for _, table := range list.Tables {
		ids = append(ids, table.ID)
	}
	if got := strings.Join(ids, " "); got != "sink sink-2  query-2" {
		t.Errorf("%q", got)
	}
}

func TestATableIsReplacedByWhoHasReadIt(t *testing.T) {
	tables := &shelved{text: "/@/ a@x.test\n"}
	s := startWith(t, Config{Tables: tables})
	put := func(id, match, text string) answer {
		var headers []string
		if match != "" {
			headers = []string{"If-Match: " + match}
		}
		return s.do(http.MethodPut, "/v1/rules/"+id, text, headers...)
	}
	read := s.get("/v1/rules/sink")
	tag := read.Header.Get("Etag")
	if string(read.body) != tables.text || tag == "" || !strings.HasPrefix(read.Header.Get("Content-Type"), "text/plain") {
		t.Fatalf("%v %s", read.Header, read.body)
	}
	for _, c := range []struct {
		promise, id, match, text string
		status                   int
		said                     string
	}{
		{"a file that no table has is not written", "main.cf", "*", "x", http.StatusNotFound, "GET /v1/rules lists"},
		{"no file is named by a path", "..%2Fmain.cf", "*", "x", http.StatusNotFound, ""},
		{"who has not read it may not write it", "sink", "", "x", http.StatusPreconditionRequired, "If-Match"},
		{"nor who has read another text", "sink", `"0"`, "x", http.StatusPreconditionFailed, "changed since"},
		{"a table with mistakes is refused", "sink", tag, "broken", http.StatusUnprocessableEntity, `"problems":[{"file":"/etc/sink","line":1,`},
		{"who has read it may", "sink", tag, "/@/ b@x.test\n", http.StatusOK, `"id":"sink"`},
		{"but only once", "sink", tag, "/@/ c@x.test\n", http.StatusPreconditionFailed, "changed since"},
		{"or always", "sink", "*", "/@/ d@x.test\n", http.StatusOK, ""},
	} {
		if a := put(c.id, c.match, c.text); a.StatusCode != c.status || !strings.Contains(string(a.body), c.said) {
			t.Errorf("%s: %d %s", c.promise, a.StatusCode, a.body)
		}
	}
	if tables.text != "/@/ d@x.test\n" {
		t.Errorf("the text is %q", tables.text)
	}
	tables.readonly = true
	if a := put("sink", "*", "x"); a.StatusCode != http.StatusForbidden || !strings.Contains(string(a.body), "--rules-writable") {
		t.Errorf("a sink that may not: %d %s", a.StatusCode, a.body)
	}
}

func TestADraftIsHeldAgainstWhatIsInUse(t *testing.T) {
	s := startWith(t, Config{Tables: &shelved{}})
	for _, to := range []string{"ann@example.com", "joe@origin.test"} {
		s.deliver("Subject: x\r\n\r\nx\r\n", to)
	}
	ask := func(body string) answer {
		return s.do(http.MethodPost, "/v1/rules/query", body, "Content-Type: application/json")
	}
	var got draftAnswer
	ask(`{"addresses":["ann@example.com","joe@origin.test"]}`).want(t, http.StatusOK, &got)
	if len(got.Answers) != 2 || got.Answers[0].Live != nil || got.Impact != nil || got.Answers[0].Accounts[0].Account != "sink" {
		t.Errorf("without a draft: %+v", got)
	}
	got = draftAnswer{}
	ask(`{"addresses":["ann@example.com","nobody@x.test"],"draft":"sink@mailsink.test","messages":10}`).want(t, http.StatusOK, &got)
	if len(got.Answers) != 2 || got.Answers[0].Live != nil || got.Answers[1].Live == nil || got.Answers[1].Live.Error == "" {
		t.Errorf("%+v", got)
	}
	if i := got.Impact; i == nil || i.Messages != 2 || i.Changed != 1 || len(i.Examples) != 1 || i.Examples[0].Address != "joe@origin.test" || i.Examples[0].Draft[0] != "sink@mailsink.test" {
		t.Errorf("the impact is %+v", got.Impact)
	}
	if len(got.Warnings) != 1 || got.Warnings[0] != "regexp" {
		t.Errorf("a draft without a type is a %q table", got.Warnings)
	}
	for body, said := range map[string]string{
		`{}`:                                        "Say in addresses",
		`{"addresses":["no"]}`:                      "is not an address",
		`{"addresses":["a@b"],"file":"x"}`:          "go with a draft",
		`{"draft":"x","file":"none"}`:               "No table in use",
		`{"draft":"x","messages":-1}`:               "messages must be",
		`{"draft":"broken"}`:                        `"problems"`,
		`{"draft":"x","type":"hash","file":"sink"}`: "file or type",
	} {
		if a := ask(body); a.StatusCode < 400 || !strings.Contains(string(a.body), said) {
			t.Errorf("%s: %d %s", body, a.StatusCode, a.body)
		}
	}
}

func TestWhatWasAskedOnTheWayIsTold(t *testing.T) {
	s := startWith(t, Config{Tables: &shelved{}})
	for body, want := range map[string]int{`{"addresses":["ann@example.com"],"lookups":true}`: 1, `{"addresses":["ann@example.com"]}`: 0, `{"addresses":["ann@example.com"],"draft":"x@y.test","lookups":true}`: 1} {
		var a draftAnswer
		s.do("POST", "/v1/rules/query", body, "Content-Type: application/json").want(t, 200, &a)
		if got := a.Answers[0].Lookups; len(got) != want || want > 0 && got[0].Tried[0].Pattern != "/^bob/" {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

func TestRulesAreCountedByTheMailTheyLed(t *testing.T) {
	s := start(t)
	s.deliver(text("1", "x"), "anna@x.test")
	var a struct {
		Values []facet
		Since  string
	}
	s.get("/v1/facets?field=rule").want(t, 200, &a)
	if a.Since == "" || len(a.Values) != 1 || a.Values[0].Total != 1 {
		t.Errorf("%+v", a)
	}
}
