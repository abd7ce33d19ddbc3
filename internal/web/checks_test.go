package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mailsink/internal/inspect"
)

func TestAMessageIsInspected(t *testing.T) {
	s := start(t)
	id := s.deliver("Subject: x\r\nContent-Type: text/html\r\n\r\n<p style=\"position:fixed\"><a href=\"http://localhost/x\">here</a><img src=\"https://cdn.example/a.png\"></p>\r\n")
	var report inspect.Report
	s.get("/v1/messages/"+id.String()+"/checks").want(t, 200, &report)
	if len(report.Links) != 1 || len(report.Links[0].Findings) != 2 || len(report.Images) != 1 || report.Problems < 4 || report.Compatibility.Used == 0 {
		t.Errorf("the report is %+v", report)
	}
	s.get("/v1/messages/0000000000000/checks").want(t, 404, nil)
}

func TestLinksAreVisitedOnlyOutside(t *testing.T) {
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer inside.Close()
	s := start(t)
	id := s.deliver("Subject: x\r\nContent-Type: text/html\r\n\r\n<a href=\"" + inside.URL + "\">a</a> <a href=\"mailto:a@x.example\">b</a>\r\n")
	path := "/v1/messages/" + id.String() + "/checks/links"
	var visits visitsAnswer
	s.do("POST", path, "").want(t, 200, &visits)
	if len(visits.Links) != 1 || !strings.Contains(visits.Links[0].Error, "not a public one") || asked != 0 {
		t.Errorf("asked %d times: %+v", asked, visits)
	}
	s.get(path).want(t, 405, nil)
	s.do("POST", path, "", "Origin: https://elsewhere.example").want(t, 403, nil)
}

func TestCompatibilityIsAskedOfSomePrograms(t *testing.T) {
	s := start(t)
	id := s.deliver("Subject: x\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n<div style=\"display:grid\">x</div>\r\n")
	path := "/v1/messages/" + id.String() + "/checks"
	var all, some inspect.Report
	s.get(path).want(t, 200, &all)
	s.get(path+"?program=gmail&program=Outlook+Windows").want(t, 200, &some)
	if all.Compatibility.Clients != len(all.Compatibility.Programs) || some.Compatibility.Clients != 5 || some.Compatibility.Score >= all.Compatibility.Score {
		t.Errorf("%+v", some.Compatibility)
	}
	if f := some.Compatibility.Features[0]; f.Slug != "css-display-grid" || len(f.Lines) != 1 || f.Lines[0] != 2 {
		t.Errorf("%+v", f)
	}
	s.get(path+"?program=Lotus").want(t, 400, nil)
}

func TestWhoAnswersForAMessageIsTold(t *testing.T) {
	s := start(t)
	id := s.deliver("Authentication-Results: mx.example; dmarc=pass header.from=shop.example\r\nDKIM-Signature: v=1; a=rsa-sha256; d=mail.shop.example; s=2026; h=From; bh=x; b=x\r\nFrom: Shop <news@shop.example>\r\nSubject: x\r\n\r\nx\r\n")
	var got inspect.Authentication
	s.get("/v1/messages/"+id.String()+"/authentication").want(t, 200, &got)
	if got.From != "shop.example" || len(got.Signatures) != 1 || !got.Signatures[0].Aligned || len(got.Results) != 1 || got.Results[0].Result != "pass" {
		t.Errorf("%+v", got)
	}
	s.get("/v1/messages/0000000000000/authentication").want(t, 404, nil)
}

func TestLongBodiesAreLeftOutWhenTheyAreNotWanted(t *testing.T) {
	s := start(t)
	page := strings.Repeat("<p>Your code is 482913 <a href=\"https://x.example/\">here</a> <img src=\"https://cdn.example/a.png\"></p>\r\n", 20)
	id := s.deliver("Subject: x\r\nContent-Type: text/html\r\n\r\n" + page)
	path := "/v1/messages/" + id.String()
	var whole, brief detail
	s.get(path).want(t, 200, &whole)
	s.get(path+"?most=100").want(t, 200, &brief)
	if whole.HTMLSize != len(whole.HTML) || whole.TextSize != len(whole.Text) || len(whole.Codes) != 1 || len(whole.Links) == 0 {
		t.Errorf("the whole: %d %d %v", whole.HTMLSize, whole.TextSize, whole.Codes)
	}
	if brief.HTML != "" || brief.Text != "" || brief.HTMLSize != whole.HTMLSize || brief.TextSize != whole.TextSize || brief.Preview == "" || brief.Remote != 1 || len(brief.Links) != 0 {
		t.Errorf("in brief: %+v", brief)
	}
	s.get(path+"?most=x").want(t, 400, nil)
}
