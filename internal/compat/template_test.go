package compat_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"mailsink/internal/mime"
)

func TestATemplateAndItsVariablesAreKept(t *testing.T) {
	for _, c := range []struct {
		provider, path, body string
		name                 string
	}{
		{"SendGrid", "/v3/mail/send", `{"from":{"email":"a@x.test"},"template_id":"d-13b8f94f","personalizations":[{"to":[{"email":"b@x.test"}],"dynamic_template_data":{"name":"Ann","items":[1]}}]}`, "d-13b8f94f"},
		{"SendGrid, with text too", "/v3/mail/send", `{"from":{"email":"a@x.test"},"subject":"s","content":[{"type":"text/plain","value":"own"}],"template_id":"d-1","personalizations":[{"to":[{"email":"b@x.test"}],"dynamic_template_data":{"name":"Ann"}}]}`, "d-1"},
		{"Postmark by alias", "/email/withTemplate", `{"From":"a@x.test","To":"b@x.test","TemplateAlias":"welcome","TemplateModel":{"name":"Ann"}}`, "welcome"},
		{"Postmark by number", "/email/withTemplate", `{"From":"a@x.test","To":"b@x.test","TemplateId":1234567,"TemplateModel":{"name":"Ann"}}`, "1234567"},
		{"Postmark in a batch", "/email/batchWithTemplates", `{"Messages":[{"From":"a@x.test","To":"b@x.test","TemplateAlias":"welcome","TemplateModel":{"name":"Ann"}}]}`, "welcome"},
		{"Mailgun", "/v3/x.test/messages", url.Values{"from": {"a@x.test"}, "to": {"b@x.test"}, "template": {"welcome"}, "t:variables": {`{"name":"Ann"}`}}.Encode(), "welcome"},
		{"Mailgun, by v:", "/v3/x.test/messages", url.Values{"from": {"a@x.test"}, "to": {"b@x.test"}, "template": {"welcome"}, "v:name": {"Ann"}}.Encode(), "welcome"},
		{"SES", "/v2/email/outbound-emails", `{"FromEmailAddress":"a@x.test","Destination":{"ToAddresses":["b@x.test"]},"Content":{"Template":{"TemplateName":"welcome","TemplateData":"{\"name\":\"Ann\"}"}}}`, "welcome"},
		{"SES, inline", "/v2/email/outbound-emails", `{"FromEmailAddress":"a@x.test","Destination":{"ToAddresses":["b@x.test"]},"Content":{"Template":{"TemplateContent":{"Subject":"Hi {{name}}","Text":"own"},"TemplateData":"{\"name\":\"Ann\"}"}}}`, "inline"},
		{"Mailtrap", "/api/send", `{"from":{"email":"a@x.test"},"to":[{"email":"b@x.test"}],"template_uuid":"813e39db-c74a","template_variables":{"name":"Ann"}}`, "813e39db-c74a"},
		{"Resend", "/emails", `{"from":"a@x.test","to":"b@x.test","template":{"id":"welcome","variables":{"name":"Ann"}}}`, "welcome"},
	} {
		s := start(t)
		kind := asJSON
		if strings.HasPrefix(c.provider, "Mailgun") {
			kind = "Content-Type: application/x-www-form-urlencoded"
		}
		if w := s.do("POST", c.path, c.body, kind); w.Code/100 != 2 {
			t.Errorf("%s: %d %s", c.provider, w.Code, w.Body)
			continue
		}
		content, err := s.box.Octets(t.Context(), s.box.State().All.At(0))
		if err != nil {
			t.Fatal(err)
		}
		doc := mime.Open(content)
		if got := doc.Root.Field("X-Template"); got == nil || got.Text() != c.name {
			t.Errorf("%s: the template is %v", c.provider, got)
		}
		var variables struct{ Name string }
		files := doc.Attachments()
		if len(files) != 1 || files[0].MediaType() != "application/json" || json.Unmarshal(files[0].Decoded(doc.Content), &variables) != nil || variables.Name != "Ann" {
			t.Errorf("%s: the variables are not there\n%s", c.provider, content)
		}
		if text := doc.Text(); !strings.Contains(text, "own") && !(strings.Contains(text, c.name) && strings.Contains(text, "Ann")) {
			t.Errorf("%s: the text is %q", c.provider, text)
		}
	}
}
