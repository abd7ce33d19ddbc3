package compat_test

import (
	"bufio"
	"fmt"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"mailsink/internal/faults"
	"mailsink/internal/mail"
)

// heard returns what a WebSocket or a stream of events says, one value a call.
func heard(t *testing.T, s *sink, path string, socket bool) func() string {
	t.Helper()
	ts := httptest.NewServer(s.server)
	t.Cleanup(ts.Close)
	if socket {
		conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(ts.URL, "http")+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		return func() string {
			_, text, err := conn.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			return strings.TrimSpace(string(text))
		}
	}
	res, err := http.Get(ts.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatal(got)
	}
	lines := bufio.NewScanner(res.Body)
	return func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		t.Fatal(lines.Err())
		return ""
	}
}

func TestWhatListensHearsOfEachMessage(t *testing.T) {
	for _, c := range []struct {
		path      string
		socket    bool
		came      string
		went, all string // empty where nothing is said
	}{
		{"/messages", true, `{"message":{"attachments`, `{"id":1,"type":"remove"}`, `{"type":"clear"}`},
		{"/api/v1/events", false, `{"ID":"`, "", ""},
		{"/api/v2/websocket", true, `{"ID":"`, "", ""},
	} {
		s := start(t)
		next := heard(t, s, c.path, c.socket)
		first, second := s.deliver(sample), s.deliver(sample)
		for range 2 {
			if got := next(); !strings.Contains(got, "invoice") || c.path != "/messages" && !strings.HasPrefix(got, c.came) {
				t.Errorf("%s: %.100s", c.path, got)
			}
		}
		if c.went == "" {
			continue
		}
		at, _ := s.box.State().Find(first)
		s.want(204, nil, "DELETE", fmt.Sprintf("/messages/%d", at.UID), "")
		if got := next(); got != fmt.Sprintf(`{"id":%d,"type":"remove"}`, at.UID) {
			t.Errorf("%s: %s", c.path, got)
		}
		s.want(200, nil, "DELETE", "/api/v1/messages/"+second.String(), "")
		if got := next(); got != c.all {
			t.Errorf("%s: %s", c.path, got)
		}
	}
}

func TestWhatIsNotDoneHereIsSaidOfMessagesThatAreThere(t *testing.T) {
	s := start(t)
	id := s.deliver(sample).String()
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"POST", "/api/v1/message/ID/release", `{"To":["ann@example.com"]}`, 400, "not enabled"},
		{"POST", "/api/v1/messages/ID/release", `{"Host":"mx.example.com","Port":"25","Email":"ann@example.com"}`, 400, "not enabled"},
		{"POST", "/email/ID/relay", "", 400, "not enabled"},
		{"POST", "/email/ID/relay/ann@example.com", "", 400, "not enabled"},
		{"GET", "/api/v1/message/ID/link-check", "", 404, "fetches nothing"},
		{"GET", "/api/v1/message/ID/sa-check", "", 404, "not enabled"},
		{"GET", "/api/v1/jim", "", 404, ""},
	} {
		for at, says := range map[string]string{id: c.says, "0000000000000": ""} {
			w := s.do(c.method, strings.Replace(c.path, "ID", at, 1), c.body, asJSON)
			want := c.status
			if at != id {
				want = 404
			}
			if w.Code != want || !strings.Contains(w.Body.String(), says) {
				t.Errorf("%s %s: %d %s", c.method, c.path, w.Code, w.Body)
			}
		}
	}
	w := s.do("GET", "/api/v1/message/"+id+"/part/2/thumb", "")
	if picture, err := jpeg.Decode(w.Body); err != nil || picture.Bounds().Dx() != 180 || picture.Bounds().Dy() != 120 {
		t.Errorf("the thumbnail is no picture: %v", err)
	}
	s.want(404, nil, "GET", "/api/v1/message/"+id+"/part/9/thumb", "")
}

func TestTheChaosOfMailpitIsOurFaults(t *testing.T) {
	s := start(t)
	const quiet = `{"Sender":{"ErrorCode":451,"Probability":0},"Recipient":{"ErrorCode":451,"Probability":0},"Authentication":{"ErrorCode":535,"Probability":0}}`
	body := func(w *httptest.ResponseRecorder) string { return strings.TrimSpace(w.Body.String()) }
	if got := body(s.do("GET", "/api/v1/chaos", "")); got != quiet {
		t.Error(got)
	}
	if err := s.faults.Replace(faults.Config{Rules: []faults.Rule{{Name: "mine", Reply: "450"}}}); err != nil {
		t.Fatal(err)
	}
	const loud = `{"Sender":{"ErrorCode":451,"Probability":0},"Recipient":{"ErrorCode":550,"Probability":100},"Authentication":{"ErrorCode":535,"Probability":7}}`
	if got := body(s.do("PUT", "/api/v1/chaos", `{"Recipient":{"ErrorCode":550,"Probability":100},"Authentication":{"Probability":7}}`, asJSON)); got != loud {
		t.Error(got)
	}
	action, fired := s.faults.Decide(faults.Event{Stage: faults.Rcpt, To: []mail.Address{"ann@example.com"}})
	if !fired || action.Reply.Code != 550 {
		t.Errorf("%+v %v", action, fired)
	}
	for _, bad := range []string{"", "{", `{"Sender":{"ErrorCode":200,"Probability":1}}`, `{"Sender":{"ErrorCode":450,"Probability":101}}`, `{"Sender":{"Probability":-1}}`} {
		s.want(400, nil, "PUT", "/api/v1/chaos", bad)
	}
	if got := body(s.do("PUT", "/api/v1/chaos", `{}`, asJSON)); got != quiet {
		t.Error(got)
	}
	if rules := s.faults.Report().Rules; len(rules) != 1 || rules[0].Name != "mine" {
		t.Errorf("%+v", rules)
	}
}
