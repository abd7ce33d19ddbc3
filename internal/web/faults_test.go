package web

import (
	"strings"
	"testing"

	"mailsink/internal/faults"
	"mailsink/internal/mail"
)

func TestFaultsAreReadAndReplaced(t *testing.T) {
	s := start(t)
	set, err := faults.New(faults.Config{MagicAddresses: true})
	if err != nil {
		t.Fatal(err)
	}
	s.server.Faults = set
	put := func(body string, status int, answer any) string {
		t.Helper()
		r := s.do("PUT", "/v1/faults", body, "Content-Type: application/json")
		r.want(t, status, answer)
		return string(r.body)
	}
	var report faults.Report
	put(`{"rules":[{"to":"ann@*","reply":"450"}]}`, 200, &report)
	if !report.MagicAddresses || len(report.Rules) != 1 {
		t.Errorf("after PUT %+v", report)
	}
	set.Decide(faults.Event{Stage: faults.Rcpt, To: nil})
	set.Decide(faults.Event{Stage: faults.Rcpt, To: []mail.Address{"ann@x"}})
	got := s.get("/v1/faults")
	got.want(t, 200, &report)
	if report.Rules[0].Hits != 1 || report.Rules[0].Matches != 1 {
		t.Errorf("counted %+v", report)
	}
	put(string(got.body), 200, &report) // what was given can be put back
	if report.Rules[0].Hits != 0 {
		t.Errorf("put back %+v", report)
	}
	if body := put(`{"rules":[{"reply":"250"}]}`, 400, nil); !strings.Contains(body, "rule 1: ") {
		t.Errorf("told %s", body)
	}
	put(`{"rulez":[]}`, 400, nil)
	put(`{"magicAddresses":false}`, 200, &report)
	if report.MagicAddresses || len(report.Rules) != 0 || set.Active() {
		t.Errorf("after emptying %+v", report)
	}
}

func TestWithoutFaultsNothingCanBePut(t *testing.T) {
	s := start(t)
	var report faults.Report
	s.get("/v1/faults").want(t, 200, &report)
	s.do("PUT", "/v1/faults", `{"rules":[]}`, "Content-Type: application/json").want(t, 404, nil)
}
