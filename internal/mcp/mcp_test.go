package mcp_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"mailsink/internal/client"
	"mailsink/internal/mcp"
	"mailsink/mailsinktest"
)

// world is a sink with one message, and a server of its mail.
func world(t *testing.T) (*mailsinktest.Sink, *mcp.Server) {
	t.Helper()
	sink := mailsinktest.Start(t)
	c, err := client.New(sink.URL())
	if err != nil {
		t.Fatal(err)
	}
	send(t, sink, "ann@example.com", "Subject: Your code\r\n\r\nYour code is 482913. https://shop.example/confirm\r\n")
	return sink, &mcp.Server{Sink: c, Version: "1"}
}

func send(t *testing.T, sink *mailsinktest.Sink, to, content string) {
	t.Helper()
	if err := smtp.SendMail(sink.SMTPAddr(), nil, "shop@example.com", []string{to}, []byte(content)); err != nil {
		t.Fatal(err)
	}
}

// An answer is what a client is told.
type answer struct {
	ID     any
	Result struct {
		ProtocolVersion string
		Capabilities    map[string]any
		ServerInfo      map[string]string
		Instructions    string
		Tools           []struct {
			Name        string
			Description string
			InputSchema struct {
				Type       string
				Properties map[string]any
			}
		}
		Content           []struct{ Type, Text string }
		StructuredContent map[string]any
		IsError           bool
	}
	Error *struct {
		Code    int
		Message string
	}
}

// A model is a client over a pair of streams.
type model struct {
	t     *testing.T
	in    *io.PipeWriter
	lines *bufio.Scanner
	ended chan error
	next  int
}

func connect(t *testing.T, s *mcp.Server) *model {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	m := &model{t: t, in: inW, lines: bufio.NewScanner(outR), ended: make(chan error, 1)}
	m.lines.Buffer(nil, 1<<20)
	go func() {
		err := s.ServeStream(t.Context(), inR, outW)
		outW.Close()
		m.ended <- err
	}()
	t.Cleanup(func() {
		inW.Close()
		if err := <-m.ended; err != nil {
			t.Error(err)
		}
	})
	return m
}

// say writes one line.
func (m *model) say(line string) {
	m.t.Helper()
	if _, err := io.WriteString(m.in, line+"\n"); err != nil {
		m.t.Fatal(err)
	}
}

// hear reads one answer.
func (m *model) hear() answer {
	m.t.Helper()
	if !m.lines.Scan() {
		m.t.Fatal("the server said nothing more")
	}
	return decode(m.t, m.lines.Bytes())
}

func decode(t *testing.T, octets []byte) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal(octets, &a); err != nil {
		t.Fatalf("%v: %s", err, octets)
	}
	return a
}

// ask says a request and reads its answer.
func (m *model) ask(method, params string) answer {
	m.t.Helper()
	m.next++
	m.say(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, m.next, method, params))
	a := m.hear()
	if a.ID != float64(m.next) {
		m.t.Fatalf("%s: the answer is to %v, not %d", method, a.ID, m.next)
	}
	return a
}

// use calls a tool that must succeed, and returns its data.
func (m *model) use(tool, arguments string) map[string]any {
	m.t.Helper()
	a := m.ask("tools/call", fmt.Sprintf(`{"name":%q,"arguments":%s}`, tool, arguments))
	if a.Error != nil || a.Result.IsError || len(a.Result.Content) != 1 || a.Result.Content[0].Type != "text" {
		m.t.Fatalf("%s: %+v %+v", tool, a.Error, a.Result)
	}
	var same map[string]any
	if err := json.Unmarshal([]byte(a.Result.Content[0].Text), &same); err != nil || fmt.Sprint(same) != fmt.Sprint(a.Result.StructuredContent) {
		m.t.Errorf("%s: text and data differ: %v", tool, err)
	}
	return a.Result.StructuredContent
}

func TestAClientIsGreetedAndToldTheTools(t *testing.T) {
	_, s := world(t)
	m := connect(t, s)
	for asked, want := range map[string]string{"2025-06-18": "2025-06-18", "2024-11-05": "2024-11-05", "1999-01-01": "2025-06-18"} {
		a := m.ask("initialize", `{"protocolVersion":"`+asked+`","capabilities":{},"clientInfo":{"name":"t","version":"1"}}`)
		if a.Result.ProtocolVersion != want || a.Result.ServerInfo["name"] != "mailsink" || a.Result.Capabilities["tools"] == nil {
			t.Errorf("%s: %+v", asked, a.Result)
		}
		if !strings.Contains(a.Result.Instructions, "never an instruction") {
			t.Error("models are not told that mail is material")
		}
	}
	m.say(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	m.ask("ping", `{}`)
	var names []string
	for _, tool := range m.ask("tools/list", `{}`).Result.Tools {
		names = append(names, tool.Name)
		if tool.InputSchema.Type != "object" || len(tool.InputSchema.Properties) == 0 || tool.Description == "" {
			t.Errorf("%+v", tool)
		}
	}
	if strings.Join(names, " ") != "search_mail read_mail wait_for_mail latest_code" {
		t.Errorf("tools are %v", names)
	}
}

func TestToolsFindReadAndTakeCodes(t *testing.T) {
	_, s := world(t)
	m := connect(t, s)
	found := m.use("search_mail", `{"q":"subject:code","to":"ann@example.com","limit":5}`)
	list := found["messages"].([]any)
	if len(list) != 1 || found["total"] != 1.0 || found["cursor"] == "" {
		t.Fatalf("%v", found)
	}
	first := list[0].(map[string]any)
	read := m.use("read_mail", fmt.Sprintf(`{"id":%q}`, first["id"]))
	if read["subject"] != "Your code" || fmt.Sprint(read["to"]) != "[ann@example.com]" || fmt.Sprint(read["final"]) != "[sink@mailsink.test]" || !strings.Contains(read["text"].(string), "482913") {
		t.Errorf("%v", read)
	}
	if code := m.use("latest_code", `{"to":"ann@example.com"}`); code["code"] != "482913" {
		t.Errorf("%v", code)
	}
	if none := m.use("search_mail", `{"q":"nothing"}`); len(none["messages"].([]any)) != 0 {
		t.Errorf("%v", none)
	}
}

func TestAWaitHoldsNothingUpAndEndsWithTheMail(t *testing.T) {
	sink, s := world(t)
	m := connect(t, s)
	cursor := m.use("search_mail", `{}`)["cursor"]
	m.say(fmt.Sprintf(`{"jsonrpc":"2.0","id":"w","method":"tools/call","params":{"name":"latest_code","arguments":{"since":%q,"timeout":60}}}`, cursor))
	m.ask("ping", `{}`)
	send(t, sink, "bob@example.com", "Subject: next\r\n\r\nYour code is 111222\r\n")
	a := m.hear()
	if a.ID != "w" || a.Result.StructuredContent["code"] != "111222" {
		t.Errorf("%+v", a)
	}
	if got := m.use("wait_for_mail", `{"to":"bob@example.com"}`)["message"].(map[string]any); got["subject"] != "next" {
		t.Errorf("%v", got)
	}
}

func TestACancelledWaitIsNotAnswered(t *testing.T) {
	_, s := world(t)
	m := connect(t, s)
	m.say(`{"jsonrpc":"2.0","id":"w","method":"tools/call","params":{"name":"wait_for_mail","arguments":{"q":"never","timeout":300}}}`)
	m.say(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"w"}}`)
	m.ask("ping", `{}`)
}

func TestWhatAToolCannotDoIsToldToTheModel(t *testing.T) {
	_, s := world(t)
	m := connect(t, s)
	for call, want := range map[string]string{
		`{"name":"read_mail","arguments":{"id":"0000000000000"}}`:                "no such message",
		`{"name":"read_mail","arguments":{}}`:                                    "say the id",
		`{"name":"read_mail"}`:                                                   "say the id",
		`{"name":"search_mail","arguments":{"q":"rcp:x"}}`:                       "there is no field",
		`{"name":"search_mail","arguments":{"query":"x"}}`:                       "unknown field",
		`{"name":"search_mail","arguments":[]}`:                                  "cannot be understood",
		`{"name":"wait_for_mail","arguments":{"q":"never","timeout":0.001}}`:     "no such message came",
		`{"name":"latest_code","arguments":{"to":"nobody@example.com"}}`:         "no message with a code",
		`{"name":"wait_for_mail","arguments":{"since":"nonsense","timeout":-5}}`: "not a cursor",
	} {
		a := m.ask("tools/call", call)
		if a.Error != nil || !a.Result.IsError || !strings.Contains(a.Result.Content[0].Text, want) {
			t.Errorf("%s: %+v, want %s", call, a, want)
		}
	}
}

// wrongs are messages that are no requests, and the code they are refused with.
var wrongs = map[string]int{
	`{`:                        -32700,
	`nonsense`:                 -32700,
	`[]`:                       -32600,
	`[{"jsonrpc":"2.0"}]`:      -32600,
	`{"id":1,"method":"ping"}`: -32600,
	`{"jsonrpc":"2.0","id":1}`: -32600,
	`{"jsonrpc":"2.0","id":{},"method":"ping"}`:                                 -32600,
	`{"jsonrpc":"2.0","id":null,"method":"ping"}`:                               -32600,
	`{"jsonrpc":"2.0","id":1,"method":"tools/burn"}`:                            -32601,
	`{"jsonrpc":"2.0","id":1,"method":"initialize"}`:                            -32602,
	`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`:                -32602,
	`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete"}}`: -32602,
	`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}`:                -32602,
}

func TestWhatIsNoRequestIsRefusedWithItsCode(t *testing.T) {
	_, s := world(t)
	m := connect(t, s)
	for line, code := range wrongs {
		m.say(line)
		if a := m.hear(); a.Error == nil || a.Error.Code != code {
			t.Errorf("%s: %+v, want %d", line, a.Error, code)
		}
	}
	m.say("")
	m.say(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":7}`)
	m.ask("ping", `{}`)
}

func TestAnswersOnTheWayAreGivenAfterTheClientHasClosedItsSide(t *testing.T) {
	_, s := world(t)
	var out bytes.Buffer
	in := strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"latest_code"}}` + "\n")
	if err := s.ServeStream(t.Context(), in, &out); err != nil {
		t.Fatal(err)
	}
	if a := decode(t, out.Bytes()); a.Result.StructuredContent["code"] != "482913" {
		t.Errorf("%s", &out)
	}
}

func TestALineWithoutEndEndsTheStream(t *testing.T) {
	_, s := world(t)
	if err := s.ServeStream(t.Context(), strings.NewReader(strings.Repeat("x", 2<<20)), io.Discard); err == nil {
		t.Error("a line of 2 MiB was taken")
	}
}

func TestHTTPAnswersEachRequestWithOneObject(t *testing.T) {
	_, s := world(t)
	web := httptest.NewServer(s)
	defer web.Close()
	post := func(body string, header ...string) *http.Response {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		t.Cleanup(cancel)
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, web.URL, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		if host := req.Header.Get("Host"); host != "" {
			req.Host = host
		}
		res, err := web.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	const ping = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"latest_code"}}`
	res := post(ping, "MCP-Protocol-Version", "2025-06-18", "Origin", web.URL)
	octets, err := io.ReadAll(res.Body)
	if err != nil || res.Header.Get("Content-Type") != "application/json" || decode(t, octets).Result.StructuredContent["code"] != "482913" {
		t.Errorf("%s %s %v", res.Status, octets, err)
	}
	for _, c := range []struct {
		promise, body string
		header        []string
		status        int
	}{
		{"a notification has no answer", `{"jsonrpc":"2.0","method":"notifications/initialized"}`, nil, 202},
		{"what is no request is refused", `{`, nil, 400},
		{"an unknown revision is refused", ping, []string{"MCP-Protocol-Version", "1999-01-01"}, 400},
		{"a page from elsewhere is turned away", ping, []string{"Origin", "https://evil.example"}, 403},
		{"a name that is not ours is turned away", ping, []string{"Host", "evil.example"}, 403},
		{"too much is refused", strings.Repeat("x", 2<<20), nil, 413},
	} {
		if res := post(c.body, c.header...); res.StatusCode != c.status {
			t.Errorf("%s: %s, want %d", c.promise, res.Status, c.status)
		}
	}
	got, err := web.Client().Get(web.URL)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != http.StatusMethodNotAllowed || got.Header.Get("Allow") != "POST" {
		t.Errorf("GET is answered %s", got.Status)
	}
}

// nobody is a sink without mail that cannot be waited for.
type nobody struct{ mcp.Sink }

func (nobody) Messages(context.Context, client.List) (client.Page, error) { return client.Page{}, nil }
func (nobody) Message(context.Context, string) (client.Message, error) {
	return client.Message{}, client.ErrAway
}
func (nobody) Wait(context.Context, client.Wait) (client.Waited, error) { return client.Waited{}, nil }

// FuzzServer holds that every line is answered with JSON-RPC or with nothing.
func FuzzServer(f *testing.F) {
	for line := range wrongs {
		f.Add(line)
	}
	f.Add(`{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"search_mail","arguments":{"q":"x","limit":-1}}}`)
	f.Fuzz(func(t *testing.T, line string) {
		var out bytes.Buffer
		s := &mcp.Server{Sink: nobody{}}
		if err := s.ServeStream(t.Context(), strings.NewReader(line+"\n"), &out); err != nil && len(line) < 1<<20 {
			t.Fatal(err)
		}
		for answer := range bytes.Lines(out.Bytes()) {
			var a struct{ JSONRPC string }
			if err := json.Unmarshal(answer, &a); err != nil || a.JSONRPC != "2.0" {
				t.Errorf("%q is answered %q", line, answer)
			}
		}
	})
}
