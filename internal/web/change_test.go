package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

const jsonType = "Content-Type: application/json"

func TestAMessageIsFlaggedAndMoved(t *testing.T) {
	s := start(t)
	id := s.fill(1)[0]
	if _, err := s.box.Create(t.Context(), "sink", "Kept"); err != nil {
		t.Fatal(err)
	}
	var m message
	s.do("PATCH", "/v1/messages/"+id.String(), `{"flags":{"add":["\\Seen","order"]}}`, jsonType).want(t, 200, &m)
	if !slices.Equal(m.Flags, mail.Flags{`\Seen`, "order"}) {
		t.Error(m.Flags)
	}
	s.do("PATCH", "/v1/messages/"+id.String(), `{"flags":{"remove":["\\Seen"]},"mailbox":"Kept"}`, jsonType).want(t, 200, &m)
	if !slices.Equal(m.Flags, mail.Flags{"order"}) || m.Mailbox != "Kept" || m.ID != id {
		t.Errorf("%+v", m)
	}
	var a rowsAnswer
	s.get("/v1/rows?account=sink&mailbox=Kept&q=tag:order").want(t, 200, &a)
	if len(a.Rows) != 1 || !slices.Equal(a.Rows[0].Tags, []string{"order"}) {
		t.Errorf("%+v", a)
	}
	for body, status := range map[string]int{
		`{"flags":{"add":["\\Nonsense"]}}`:     400,
		`{"flags":{"add":["a b"]}}`:            400,
		`{"flags":{"add":[""]}}`:               400,
		`{"flag":{}}`:                          400,
		`{"mailbox":"Nowhere"}`:                404,
		`{"flags":{"add":["\\Seen"]}} trailer`: 400,
		`{"flags":{"add":["\\Se`:               400,
	} {
		s.do("PATCH", "/v1/messages/"+id.String(), body, jsonType).wantProblem(t, status)
	}
	s.do("PATCH", "/v1/messages/"+id.String(), `{}`).wantProblem(t, 415)
}

func TestADeletedMessageIsGoneForEveryone(t *testing.T) {
	s := start(t)
	ids := s.fill(2)
	s.do("DELETE", "/v1/messages/"+ids[0].String(), "").want(t, 200, nil)
	for _, aspect := range []string{"", "/raw", "/html", "/text", "/headers", "/structure", "/parts/1"} {
		s.get("/v1/messages/"+ids[0].String()+aspect).wantProblem(t, 404)
	}
	s.do("DELETE", "/v1/messages/"+ids[0].String(), "").wantProblem(t, 404)
	s.get("/v1/messages/"+ids[1].String()).want(t, 200, nil)
}

func TestActionsActOnIDsAndOnQueries(t *testing.T) {
	s := start(t)
	ids := s.fill(4)
	var rows rowsAnswer
	s.get("/v1/rows").want(t, 200, &rows)
	s.fill(1) // came later than anyone has seen
	left := func(q string) int {
		var a rowsAnswer
		s.get("/v1/rows?q="+q).want(t, 200, &a)
		return a.Total
	}
	for _, c := range []struct {
		body  string
		count int
		query string
		total int
	}{
		{fmt.Sprintf(`{"op":"read","ids":["%s","%s"]}`, ids[0], ids[1]), 2, "is:unread", 3},
		{fmt.Sprintf(`{"op":"unread","ids":["%s"]}`, ids[0]), 1, "is:unread", 4},
		{fmt.Sprintf(`{"op":"pin","q":"is:unread","asof":%d}`, rows.AsOf), 3, "is:pinned", 3},
		{fmt.Sprintf(`{"op":"unpin","q":"is:pinned","asof":%d,"account":"sink"}`, rows.AsOf), 3, "is:pinned", 0},
		{fmt.Sprintf(`{"op":"tag","tag":"seen-by-ann","ids":["%s","%s"]}`, ids[0], ids[1]), 2, "tag:seen-by-ann", 2},
		{fmt.Sprintf(`{"op":"untag","tag":"seen-by-ann","ids":["%s"]}`, ids[0]), 1, "tag:seen-by-ann", 1},
		{`{"op":"delete","ids":["0000000000000"]}`, 0, "", 5},
		{`{"op":"delete","ids":[]}`, 0, "", 5},
		{fmt.Sprintf(`{"op":"delete","q":"subject:\"mail 2\"","asof":%d}`, rows.AsOf), 1, "", 4},
		{fmt.Sprintf(`{"op":"delete","q":"","asof":%d}`, rows.AsOf), 3, "", 1},
	} {
		var a removed
		s.post("/v1/actions", c.body).want(t, 200, &a)
		if got := left(c.query); a.Count != c.count || got != c.total || a.Cursor == "" {
			t.Errorf("%s: did %d, %d are %s; want %d, %d", c.body, a.Count, got, c.query, c.count, c.total)
		}
	}
}

func TestWhatWasDeletedCanBeTakenBackOnce(t *testing.T) {
	s := start(t)
	ids := s.fill(3)
	var before, after detail
	s.get("/v1/messages/"+ids[0].String()).want(t, 200, &before)
	var one, many, back removed
	s.do("DELETE", "/v1/messages/"+ids[0].String(), "").want(t, 200, &one)
	s.post("/v1/actions", fmt.Sprintf(`{"op":"delete","ids":["%s","%s","%s"]}`, ids[1], ids[2], ids[1])).want(t, 200, &many)
	if one.Count != 1 || many.Count != 2 || one.Undo == "" || one.Undo == many.Undo || one.Cursor == "" {
		t.Fatalf("%+v %+v", one, many)
	}
	s.do("POST", "/v1/undo/"+one.Undo, `{"all":true}`, jsonType).wantProblem(t, 400)
	s.do("POST", "/v1/undo/"+one.Undo, "", "Origin: https://evil.example").wantProblem(t, 403)
	s.get("/v1/undo/"+one.Undo).wantProblem(t, 405)
	s.do("POST", "/v1/undo/"+one.Undo, "").want(t, 200, &back)
	if back.Count != 1 || back.Undo != "" {
		t.Errorf("%+v", back)
	}
	s.do("POST", "/v1/undo/"+one.Undo, "").wantProblem(t, 404)
	s.do("POST", "/v1/undo/nonsense", "").wantProblem(t, 404)
	s.get("/v1/messages/"+ids[0].String()).want(t, 200, &after)
	if after.UID <= before.UID || after.InternalDate != before.InternalDate || after.Text != before.Text {
		t.Errorf("%+v is not %+v with another UID", after.message, before.message)
	}
	s.do("POST", "/v1/undo/"+many.Undo, "{}", jsonType).want(t, 200, &back)
	if n := s.box.State().All.Len(); back.Count != 2 || n != 3 {
		t.Errorf("%d came back, %d are there", back.Count, n)
	}
}

func TestOnlySoMuchCanBeTakenBack(t *testing.T) {
	s := start(t)
	var u undos
	add := func(size int64) string {
		t.Helper()
		s.deliver(text("x", "x"))
		r, err := s.box.Take(t.Context(), mail.UIDs(s.box.State().All.UIDNext-1))
		if err != nil {
			t.Fatal(err)
		}
		large := *r.Messages[0]
		large.Size = size
		r.Messages[0] = &large
		return u.add(r)
	}
	if add(undoOctets+1) != "" {
		t.Error("more is kept than may be")
	}
	first := add(undoOctets / 2)
	second := add(undoOctets/2 + 1)
	if _, ok := u.take(first); ok {
		t.Error("the oldest did not make room")
	}
	var tokens []string
	for range maxUndos {
		tokens = append(tokens, add(1))
	}
	if _, ok := u.take(second); ok || len(u.list) != maxUndos {
		t.Errorf("%d can be taken back", len(u.list))
	}
	u.clear()
	if _, ok := u.take(tokens[0]); ok {
		t.Error("something is left")
	}
}

func TestAMisunderstandingChangesNothing(t *testing.T) {
	s := start(t)
	id := s.fill(3)[0]
	before := s.box.State().ModSeq
	whole := fmt.Sprintf(`{"op":"delete","ids":["%s"]}`, id)
	for n := range len(whole) {
		s.post("/v1/actions", whole[:n]).wantProblem(t, 400)
	}
	for _, body := range []string{
		`null`, `[]`, `{}`, `{"op":"delete"}`, `{"op":"delete","q":""}`, `{"op":"delete","q":"","asof":0}`,
		`{"op":"delete","ids":null}`, `{"op":"delete","ids":["x"]}`, `{"op":"delete","ids":["` + id.String() + `"],"q":"","asof":9}`,
		`{"op":"explode","ids":[]}`, `{"ids":["` + id.String() + `"]}`, `{"op":"delete","IDS":5}`, `{"op":"delete","all":true}`,
		`{"op":"tag","ids":["` + id.String() + `"]}`, `{"op":"tag","tag":"\\Seen","ids":["` + id.String() + `"]}`, `{"op":"tag","tag":"a b","ids":["` + id.String() + `"]}`,
		`{"op":"delete","tag":"x","ids":["` + id.String() + `"]}`,
		`{"op":"delete","q":"(","asof":9}`, whole + whole, strings.Repeat("[", 100), `{"op":` + strings.Repeat(`{"a":`, 70),
	} {
		s.post("/v1/actions", body).wantProblem(t, 400)
	}
	s.do("POST", "/v1/actions", whole, "Content-Type: text/plain").wantProblem(t, 415)
	s.do("POST", "/v1/actions", whole).wantProblem(t, 415)
	s.post("/v1/actions", whole, "Content-Encoding: gzip").wantProblem(t, 415)
	s.post("/v1/actions", `{"op":"delete","ids":["`+strings.Repeat("a", maxBody)+`"]}`).wantProblem(t, 413)
	s.do("DELETE", "/v1/messages", "").wantProblem(t, 405)
	s.do("DELETE", "/v1/messages/"+id.String(), `{"ids":[]}`, jsonType).wantProblem(t, 400)
	s.do("DELETE", "/v1/messages/nonsense", "").wantProblem(t, 404)
	if s.box.State().ModSeq != before {
		t.Error("something was changed")
	}
}

func TestAMessageIsSentAsJSON(t *testing.T) {
	s := start(t)
	var a sendAnswer
	s.post("/v1/messages", `{"from":"Ann <ann@example.com>","to":["Bob <bob@x.test>, carl@x.test"],"cc":["dora@origin.test"],"bcc":["eve@x.test"],
		"subject":"Grüße","text":"Hello\nworld","html":"<p>Hello <img src=\"cid:logo\">","headers":{"X-Run":"9912"},
		"attachments":[{"filename":"a.txt","type":"text/plain","content":"aGVsbG8="},{"filename":"l.png","type":"image/png","content":"","contentID":"logo"}]}`).want(t, 201, &a)
	if len(a.IDs) != 2 || a.IDs[0] != a.ID {
		t.Fatalf("two accounts, so two messages: %+v", a)
	}
	var d detail
	s.get("/v1/messages/"+a.ID.String()).want(t, 200, &d)
	if d.Summary.Subject != "Grüße" || strings.TrimSpace(d.Text) != "Hello\nworld" && strings.TrimSpace(d.Text) != "Hello\r\nworld" || len(d.Attachments) == 0 || d.Attachments[0].Filename != "a.txt" || d.Attachments[0].Size != 5 {
		t.Errorf("%+v", d)
	}
	env := d.Envelope
	if env.ReversePath != "ann@example.com" || env.Client.Protocol != "HTTP" || len(env.Recipients) != 3 || env.Recipients[2].Original != "eve@x.test" {
		t.Errorf("%+v", env)
	}
	if strings.Contains(string(s.get("/v1/messages/"+a.ID.String()+"/raw").body), "eve@") {
		t.Error("a blind copy is in the header")
	}
	if len(d.Defects) > 0 {
		t.Error(d.Defects)
	}
	s.get("/v1/rows?q=is:injected+header:X-Run=9912").want(t, 200, nil)
}

func TestAWholeMessageKeepsItsOctets(t *testing.T) {
	s := start(t)
	raw := "From: a@x.test\r\nTo: b@x.test\nBcc: c@x.test\r\nSubject: \xff\r\n\r\n.\r\nbare\nline\r\n"
	for _, c := range []struct {
		path, want string
		header     []string
	}{
		{"/v1/messages", "a@x.test [b@x.test c@x.test]", nil},
		{"/v1/messages?from=f@x.test&to=g@x.test&to=h@x.test", "f@x.test [g@x.test h@x.test]", nil},
		{"/v1/messages", "f@x.test [g@x.test h@x.test]", []string{"X-Envelope-From: <f@x.test>", "X-Envelope-To: g@x.test, <h@x.test>"}},
	} {
		var a sendAnswer
		s.do("POST", c.path, raw, append(c.header, "Content-Type: message/rfc822")...).want(t, 201, &a)
		if got := s.get("/v1/messages/" + a.ID.String() + "/raw"); string(got.body) != raw {
			t.Errorf("%q", got.body)
		}
		m, _ := s.box.State().Find(a.ID)
		var to []mail.Address
		for _, r := range m.Envelope.Recipients {
			to = append(to, r.Original)
		}
		if got := fmt.Sprint(m.Envelope.ReversePath, " ", to); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestAHeaderMayDifferFromTheEnvelope(t *testing.T) {
	s := start(t)
	var a sendAnswer
	s.post("/v1/messages?from=f@x.test&to=g@x.test&to=h@x.test", `{"from":"Ann <a@x.test>","to":["b@x.test"],"cc":["c@x.test"],"subject":"x"}`).want(t, 201, &a)
	m, _ := s.box.State().Find(a.ID)
	if e := m.Envelope; e.ReversePath != "f@x.test" || len(e.Recipients) != 2 || e.Recipients[0].Original != "g@x.test" {
		t.Errorf("the envelope is %+v", e)
	}
	if sum := m.Summary; sum.From[0].Address != "a@x.test" || sum.To[0].Address != "b@x.test" || sum.Cc[0].Address != "c@x.test" {
		t.Errorf("the header is %+v", sum)
	}
}

func TestWhatCannotBeSentIsRefused(t *testing.T) {
	s := startWith(t, Config{MaxSize: 1 << 10, MaxRecipients: 2})
	before := s.box.State().ModSeq
	for body, status := range map[string]int{
		`{"from":"a@x.test","to":["nobody@x.test"]}`:                                        422,
		`{"from":"a@x.test","to":[]}`:                                                       400,
		`{"to":["b@x.test"]}`:                                                               400,
		`{"from":"a@x.test","to":["b@x.test","c@x.test","d@x.test"]}`:                       400,
		`{"from":"a@x.test\r\nRCPT TO:<x@y.test>","to":["b@x.test"]}`:                       400,
		`{"from":"a@x.test\u0000","to":["b@x.test"]}`:                                       400,
		`{"from":"a@x.test","to":["\"v@real.example> NOTIFY=NEVER\"@allowed.test"]}`:        400,
		`{"from":"a@x.test","to":["b@x.test"],"subject":"a\r\nBcc: x@y.test"}`:              400,
		`{"from":"a@x.test","to":["b@x.test"],"headers":{"X A":"b"}}`:                       400,
		`{"from":"a@x.test","to":["b@x.test"],"headers":{"X:A":"b"}}`:                       400,
		`{"from":"a@x.test","to":["b@x.test"],"headers":{"X\r\nBcc":"b"}}`:                  400,
		`{"from":"a@x.test","to":["b@x.test"],"headers":{"To":"b"}}`:                        400,
		`{"from":"a@x.test","to":["b@x.test"],"headers":{"content-type":"b"}}`:              400,
		`{"from":"a@x.test","to":["b@x.test"],"attachments":[{"type":"a\r\nb/c"}]}`:         400,
		`{"from":"a@x.test","to":["b@x.test"],"attachments":[{"contentID":"a>\r\n"}]}`:      400,
		`{"from":"a@x.test","to":["b@x.test"],"text":"` + strings.Repeat("x", 2<<10) + `"}`: 413,
		`{"from":"a@x.test"`: 400,
	} {
		s.post("/v1/messages", body).wantProblem(t, status)
	}
	s.do("POST", "/v1/messages", "", "Content-Type: message/rfc822").wantProblem(t, 400)
	s.do("POST", "/v1/messages", "Subject: nobody\r\n\r\n", "Content-Type: message/rfc822").wantProblem(t, 400)
	s.do("POST", "/v1/messages", "x", "Content-Type: text/html").wantProblem(t, 415)
	s.do("POST", "/v1/messages", "").wantProblem(t, 415)
	if s.box.State().ModSeq != before {
		t.Error("something was stored")
	}
}

func TestWhereAnAddressGoesIsAnswered(t *testing.T) {
	s := start(t)
	for address, want := range map[string]string{
		"ann@x.test":      `{"address":"ann@x.test","reply":"250 2.1.5 Ok","final":["sink@mailsink.test"],"steps":[{"table":"regexp:sink","line":4,"from":"ann@x.test","to":["sink@mailsink.test"]}],"error":"","accounts":[{"address":"sink@mailsink.test","account":"sink"}]}`,
		"ann@origin.test": `{"address":"ann@origin.test","reply":"250 2.1.5 Ok","final":["ann@origin.test"],"steps":[],"error":"","accounts":[{"address":"ann@origin.test","account":"ann@origin.test"}]}`,
		"nobody@x.test":   `{"address":"nobody@x.test","reply":"550 5.1.1 No such user here","final":[],"steps":[],"error":"No such user here","accounts":[]}`,
	} {
		if got := string(s.get("/v1/rules/query?address="+address).want(t, 200, nil).body); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
	for _, address := range []string{"", "ann", "a%0d%0ab@x.test", "a@b@c"} {
		s.get("/v1/rules/query?address="+address).wantProblem(t, 400)
	}
}
