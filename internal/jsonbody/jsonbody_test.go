package jsonbody_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"mailsink/internal/jsonbody"
)

type ask struct {
	IDs  []string
	Name string
}

func request(body io.Reader, kind string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", body)
	r.Header.Set("Content-Type", kind)
	return r
}

func TestABodyIsReadWholeOrRefused(t *testing.T) {
	deep := func(n int) string { return `{"IDs":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}` }
	for _, c := range []struct {
		promise, kind, body string
		status              int // 0 for taken
		detail              string
	}{
		{"JSON", "application/json", `{"IDs":["a"],"Name":"n"}`, 0, ""},
		{"with a charset", "application/json; charset=utf-8", ` {"Name":"n"} `, 0, ""},
		{"nothing", "application/json", "", 400, "is empty"},
		{"nothing, of no type", "", "", 400, "is empty"},
		{"blanks", "application/json", " \r\n\t", 400, "is empty"},
		{"cut off", "application/json", `{"IDs":["a"`, 400, "ends too early"},
		{"cut off in a string", "application/json", `{"IDs":["a`, 400, "ends too early"},
		{"two values", "application/json", `{}{}`, 400, "something behind"},
		{"followed by a word", "application/json", `{} x`, 400, "something behind"},
		{"another type of value", "application/json", `[]`, 400, "cannot be read"},
		{"no JSON", "application/json", `IDs=a`, 400, "cannot be read"},
		{"an unknown member", "application/json", `{"All":true}`, 400, "unknown field"},
		{"of another type", "text/plain", `{}`, 415, "application/json"},
		{"of a form", "application/x-www-form-urlencoded", `{}`, 415, "application/json"},
		{"of no type", "", `{}`, 415, "application/json"},
		{"of a type that cannot be read", "a/b/c;;", `{}`, 415, "application/json"},
		{"deeply nested", "application/json", deep(64), 400, "deeper"},
		{"a bracket in a string", "application/json", `{"Name":"` + strings.Repeat("[", 99) + `\"["}`, 0, ""},
	} {
		var refused *jsonbody.Error
		err := jsonbody.Decode(request(strings.NewReader(c.body), c.kind), new(ask))
		switch {
		case c.status == 0 && err != nil:
			t.Errorf("%s: %v", c.promise, err)
		case c.status != 0 && (!errors.As(err, &refused) || refused.Status != c.status || !strings.Contains(refused.Detail, c.detail)):
			t.Errorf("%s: %v, want %d %s", c.promise, err, c.status, c.detail)
		}
	}
}

func TestWhatOthersDefineMayHaveMore(t *testing.T) {
	var a ask
	if err := jsonbody.DecodeKnown(request(strings.NewReader(`{"Name":"n","More":{"x":1}}`), "application/json"), &a); err != nil || a.Name != "n" {
		t.Errorf("%+v %v", a, err)
	}
	if err := jsonbody.DecodeKnown(request(strings.NewReader(`{"Name":"n"}{}`), "application/json"), &a); err == nil {
		t.Error("two values are taken for one")
	}
}

func TestABodyThatDoesNotEndIsRefused(t *testing.T) {
	var refused *jsonbody.Error
	broken := io.MultiReader(strings.NewReader(`{}`), iotest.ErrReader(io.ErrUnexpectedEOF))
	if err := jsonbody.Decode(request(broken, "application/json"), new(ask)); !errors.As(err, &refused) || refused.Status != 400 {
		t.Errorf("broken: %v", err)
	}
	var tooLong *http.MaxBytesError
	r := request(strings.NewReader(`{"Name":"long"}`), "application/json")
	r.Body = http.MaxBytesReader(nil, r.Body, 4)
	if err := jsonbody.Decode(r, new(ask)); !errors.As(err, &tooLong) {
		t.Errorf("too long: %v", err)
	}
}

func FuzzWhatIsTakenIsJSON(f *testing.F) {
	for _, body := range []string{`{"IDs":["a"]}`, `{`, `null`, `{}{}`, `{"Name":"\ud800"}`, "[[[[", "\x00"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		err := jsonbody.DecodeKnown(request(strings.NewReader(body), "application/json"), new(any))
		if err == nil && !json.Valid([]byte(body)) {
			t.Errorf("%q was taken", body)
		}
	})
}
