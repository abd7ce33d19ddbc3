package web

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/compose"
	"mailsink/internal/faults"
	"mailsink/internal/inspect"
	"mailsink/internal/mail"
)

// A description is what these tests read of openapi.json.
type description struct {
	OpenAPI    string
	Paths      map[string]map[string]json.RawMessage
	Components struct {
		Schemas map[string]struct {
			Properties map[string]any
			AllOf      []struct{ Properties map[string]any }
		}
	}
}

func described(t *testing.T) description {
	t.Helper()
	s := start(t)
	var d description
	s.get("/openapi.json").want(t, 200, &d)
	if !strings.HasPrefix(d.OpenAPI, "3.1.") {
		t.Fatal(d.OpenAPI)
	}
	return d
}

func TestTheDescriptionHasEveryRouteAndNoOther(t *testing.T) {
	d := described(t)
	methods := []string{"get", "post", "put", "patch", "delete"}
	served := map[string]bool{}
	for _, rt := range New(t.Context(), Config{}).table() {
		for method := range rt.methods {
			served[strings.ToLower(method)+" "+rt.path] = true
			if d.Paths[rt.path][strings.ToLower(method)] == nil {
				t.Errorf("openapi.json does not describe %s %s", method, rt.path)
			}
		}
	}
	for path, item := range d.Paths {
		for method := range item {
			if slices.Contains(methods, method) && !served[method+" "+path] {
				t.Errorf("openapi.json describes %s %s, which is not there", method, path)
			}
		}
	}
}

func TestTheDescriptionHasEveryMember(t *testing.T) {
	d := described(t)
	for name, v := range map[string]any{
		"Problem": problem{}, "Info": Info{}, "Row": row{}, "Rows": rowsAnswer{}, "Message": message{}, "Messages": messagesAnswer{}, "Part": part{},
		"Field": field{}, "Sent": sendAnswer{}, "Composition": compose.Composition{}, "Patch": patchAsk{}, "RuleAnswer": mail.Answer{}, "TableList": tableList{}, "TableInUse": TableInUse{}, "TableProblem": TableProblem{}, "DraftAsk": draftAsk{}, "DraftAnswer": draftAnswer{},
		"Drafted": drafted{}, "Lookup": mail.Lookup{}, "Tried": mail.Tried{}, "CountedView": countedView{}, "Impact": impact{}, "ChangedRoute": changedRoute{}, "Detail": detail{},
		"Session": session{}, "SessionDetail": sessionDetail{}, "SessionLine": sessionLine{}, "Fragment": fragment{}, "Sessions": sessionsAnswer{}, "Faults": faultsAsk{}, "FaultReport": faults.Report{},
		"Removed": removed{}, "Waited": waitAnswer{}, "Others": others{},
		"Waits": waitsAnswer{}, "WaitOver": waitOver{}, "Near": near{}, "Charts": chartsAnswer{}, "Checks": inspect.Report{}, "Finding": inspect.Finding{}, "CheckedLink": inspect.Link{}, "CheckedImage": inspect.Image{},
		"Compatibility": inspect.Compatibility{}, "Feature": inspect.Feature{}, "CheckedSize": inspect.Size{}, "CheckedText": inspect.TextReport{}, "Visit": inspect.Visit{},
		"List": inspect.List{}, "Spam": inspect.Spam{}, "Event": inspect.Event{}, "Headers": headersAnswer{}, "AboutPart": aboutPart{}, "Letter": letter{},
		"SizeBar": sizeBar{}, "Program": inspect.Program{}, "Authentication": inspect.Authentication{}, "Signature": inspect.Signature{}, "AuthResult": inspect.AuthResult{},
		"Versions": versionsAnswer{}, "Version": versionView{},
	} {
		schema := d.Components.Schemas[name]
		properties := schema.Properties
		if len(schema.AllOf) == 2 {
			properties = schema.AllOf[1].Properties
		}
		want := map[string]bool{}
		for i := range reflect.TypeOf(v).NumField() {
			f := reflect.TypeOf(v).Field(i)
			if member, _, _ := strings.Cut(f.Tag.Get("json"), ","); !f.Anonymous {
				want[member] = true
				if _, ok := properties[member]; !ok {
					t.Errorf("%s lacks %s", name, member)
				}
			}
		}
		for member := range properties {
			if !want[member] {
				t.Errorf("%s has %s, which is never sent", name, member)
			}
		}
	}
}

func TestTheDescriptionRefersToWhatItHas(t *testing.T) {
	d := described(t)
	for _, m := range regexp.MustCompile(`#/components/schemas/(\w+)`).FindAllStringSubmatch(string(openAPI), -1) {
		if _, ok := d.Components.Schemas[m[1]]; !ok {
			t.Errorf("there is no schema %s", m[1])
		}
	}
}
