package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ask asks a process and decodes its reply into v.
func (p *process) ask(t *testing.T, path string, v any) {
	t.Helper()
	res, err := http.Get("http://" + p.HTTP + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %s", path, res.Status, err, body)
	}
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatal(err)
	}
}

func TestATestRunHasAnAccountAndAWebhook(t *testing.T) {
	posted := make(chan string, 10)
	ci := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || !strings.HasPrefix(r.Header.Get("Mailsink-Signature"), "t=") {
			t.Errorf("%v %v", err, r.Header)
		}
		posted <- string(body)
	}))
	defer ci.Close()
	dir := t.TempDir()
	p := start(t, "--store", "file:"+dir, "--accounts", "plus", "--webhook", ci.URL+"/ q=in:run7", "--webhook-secret", "s3cret")
	mustSend(t, p, "app@example.com", "bob@example.com", "Subject: other")
	id := mustSend(t, p, "app@example.com", "ann+run7@example.com", "Subject: hers")
	if got := <-posted; !strings.Contains(got, id) {
		t.Error(got)
	}
	var list struct {
		Total    int
		Messages []struct{ ID string }
	}
	p.ask(t, "/v1/messages?account=run7", &list)
	if list.Total != 1 || list.Messages[0].ID != id {
		t.Errorf("%+v", list)
	}
	var hooks struct{ Webhooks []struct{ Deliveries []any } }
	p.ask(t, "/v1/webhooks", &hooks)
	if len(hooks.Webhooks) != 1 || len(hooks.Webhooks[0].Deliveries) != 1 {
		t.Errorf("%+v", hooks)
	}
	if _, err := os.Stat(filepath.Join(dir, "webhooks.json")); err != nil {
		t.Error(err)
	}
}

func TestVariablesOfMailpitAreUnderstood(t *testing.T) {
	ready := filepath.Join(t.TempDir(), "ready.json")
	cmd := exec.Command(binary, "--imap", "", "--ready-file", ready, "--max-age", "2h")
	cmd.Env = append(os.Environ(), "MP_SMTP_BIND_ADDR=127.0.0.1:0", "MP_UI_BIND_ADDR=127.0.0.1:0", "MP_WEBROOT=mail", "MP_MAX_MESSAGES=7", "MP_MAX_AGE=1h", "MP_TAG=x", "MP_UI_AUTH=ann:secret")
	p := launch(t, cmd, ready)
	var info struct {
		Limits struct {
			Messages int
			Age      string
		}
	}
	p.ask(t, "/mail/v1/info", &info)
	if info.Limits.Messages != 7 || info.Limits.Age != "2h0m0s" {
		t.Errorf("%+v", info)
	}
	if log := fmt.Sprint(p.log); strings.Count(log, "MP_TAG MP_UI_AUTH") != 1 || strings.Contains(log, "secret") {
		t.Errorf("the log should name what means nothing here, once: %s", log)
	}
}
