package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mailsink/internal/mail"
)

// A said is any frame of the feed.
type said struct {
	Type   string
	Seq    mail.ModSeq
	From   mail.ModSeq
	To     mail.ModSeq
	Rows   []row
	Upd    []row
	Gone   []mail.ID
	Counts *counts
	Detail string
}

// A client listens to the feed over a WebSocket.
type client struct {
	t    testing.TB
	conn *websocket.Conn
}

func (s *sink) dial(ask string) *client {
	s.t.Helper()
	u := strings.Replace(s.url, "http://", "ws://", 1) + "/v1/feed"
	conn, res, err := websocket.DefaultDialer.DialContext(s.t.Context(), u, http.Header{"Origin": {"http://" + strings.TrimPrefix(s.url, "http://")}})
	if err != nil {
		s.t.Fatal(err, res)
	}
	s.t.Cleanup(func() { conn.Close() })
	c := &client{s.t, conn}
	c.ask(ask)
	return c
}

func (c *client) ask(ask string) {
	c.t.Helper()
	if err := c.conn.WriteMessage(websocket.TextMessage, []byte(ask)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) next() said {
	c.t.Helper()
	var f said
	if err := c.conn.SetReadDeadline(time.Now().Add(soon)); err != nil {
		c.t.Fatal(err)
	}
	if err := c.conn.ReadJSON(&f); err != nil {
		c.t.Fatal(err)
	}
	return f
}

// hear reads frames until it has the wanted number of changes, and checks that
// each frame begins where the last one ended.
func (c *client) hear(after mail.ModSeq, changes int) (all said) {
	c.t.Helper()
	for got := 0; got < changes; {
		f := c.next()
		if f.Type == "ping" {
			continue
		}
		if f.Type != "batch" || f.From != after+1 || f.To < f.From {
			c.t.Fatalf("%+v does not follow %d", f, after)
		}
		after = f.To
		got += len(f.Rows) + len(f.Upd) + len(f.Gone)
		all.Rows, all.Upd, all.Gone = append(all.Rows, f.Rows...), append(all.Upd, f.Upd...), append(all.Gone, f.Gone...)
		all.To, all.Counts = f.To, f.Counts
	}
	return all
}

const everything = `{"sub":{"q":""},"since":0}`

func TestTheFeedTellsEveryChangeOnceAndInOrder(t *testing.T) {
	s := start(t)
	old := s.deliver(text("old", "x"))
	c := s.dial(everything)
	h := c.next()
	if h.Type != "hello" || h.Seq != s.box.State().ModSeq || *h.Counts != (counts{1, 1}) {
		t.Fatalf("%+v", h)
	}
	s.fill(100)
	all := c.hear(h.Seq, 100)
	for i, r := range all.Rows {
		if r.Subj != fmt.Sprintf("mail %d", i+1) {
			t.Fatalf("row %d is %q", i, r.Subj)
		}
	}
	s.flag(old, mail.Seen)
	all = c.hear(all.To, 1)
	if len(all.Upd) != 1 || all.Upd[0].ID != old || slices.Contains(all.Upd[0].Flags, "unread") {
		t.Errorf("%+v", all)
	}
	s.expunge(old)
	all = c.hear(all.To, 1)
	if !slices.Equal(all.Gone, []mail.ID{old}) || *all.Counts != (counts{100, 100}) {
		t.Errorf("%+v", all)
	}
}

func TestAViewerThatComesBackHearsWhatItMissed(t *testing.T) {
	s := start(t)
	ids := s.fill(3)
	c := s.dial(everything)
	at := c.next().Seq
	s.fill(2)
	at = c.hear(at, 2).To
	c.conn.Close()
	s.expunge(ids[0])
	s.flag(ids[1], mail.Flagged)
	s.fill(2)
	c = s.dial(fmt.Sprintf(`{"sub":{"q":""},"since":%d}`, at))
	if h := c.next(); h.Type != "hello" || h.Seq != at {
		t.Fatalf("%+v", h)
	}
	all := c.hear(at, 4)
	if len(all.Rows) != 2 || len(all.Upd) != 1 || !slices.Equal(all.Gone, ids[:1]) {
		t.Errorf("%+v", all)
	}
}

func TestARowsAnswerIsWhereAFeedMayBegin(t *testing.T) {
	s := start(t)
	ids := s.fill(2)
	var a rowsAnswer
	s.get("/v1/rows").want(t, 200, &a)
	s.expunge(ids[0])
	c := s.dial(fmt.Sprintf(`{"sub":{"q":""},"since":%d}`, a.AsOf))
	c.next()
	if all := c.hear(a.AsOf, 1); !slices.Equal(all.Gone, ids[:1]) {
		t.Errorf("%+v", all)
	}
}

func TestWhatCannotBeToldIsAGap(t *testing.T) {
	s := start(t)
	s.fill(2)
	for _, since := range []int{1, 999} { // never told of, and of a later life
		c := s.dial(fmt.Sprintf(`{"sub":{"q":""},"since":%d}`, since))
		if h := c.next(); h.Type != "hello" {
			t.Fatalf("%+v", h)
		}
		if g := c.next(); g.Type != "gap" || g.From != mail.ModSeq(since+1) || g.To < g.From {
			t.Errorf("%+v", g)
		}
	}
}

func TestTheServerEvaluatesTheQuery(t *testing.T) {
	s := start(t)
	c := s.dial(`{"sub":{"q":"is:unread subject:yes"}}`)
	at := c.next().Seq
	s.deliver(text("no", "x"))
	yes := s.deliver(text("yes", "x"))
	all := c.hear(at, 1)
	if len(all.Rows) != 1 || all.Rows[0].ID != yes || *all.Counts != (counts{1, 1}) {
		t.Fatalf("%+v", all)
	}
	s.flag(yes, mail.Seen) // leaves the view
	all = c.hear(all.To, 1)
	if !slices.Equal(all.Gone, []mail.ID{yes}) || *all.Counts != (counts{0, 0}) {
		t.Errorf("%+v", all)
	}
}

func TestASubscriptionReplacesTheOneBefore(t *testing.T) {
	s := start(t)
	c := s.dial(`{"sub":{"account":"stranger"}}`)
	c.next()
	c.ask(`{"sub":{"account":"sink","mailbox":"INBOX"}}`)
	at := c.next()
	if at.Type != "hello" {
		t.Fatalf("%+v", at)
	}
	s.fill(1)
	if all := c.hear(at.Seq, 1); len(all.Rows) != 1 {
		t.Errorf("%+v", all)
	}
	c.ask(`{"sub":{"q":"nonsense:x"}}`)
	if f := c.next(); f.Type != "error" || !strings.Contains(f.Detail, "nonsense") {
		t.Errorf("%+v", f)
	}
	c.ask(everything)
	if f := c.next(); f.Type != "hello" {
		t.Errorf("%+v", f)
	}
}

func TestAHiddenPageHearsCountsAlone(t *testing.T) {
	s := start(t)
	c := s.dial(`{"sub":{"q":""},"counts":true}`)
	c.next()
	s.fill(1)
	if f := c.next(); f.Type != "counts" || *f.Counts != (counts{1, 1}) || len(f.Rows) != 0 {
		t.Errorf("%+v", f)
	}
}

func TestAMovedMessageStaysTheSameRow(t *testing.T) {
	s := start(t)
	id := s.fill(1)[0]
	if _, err := s.box.Create(t.Context(), "sink", "Kept"); err != nil {
		t.Fatal(err)
	}
	c := s.dial(everything)
	at := c.next().Seq
	s.do("PATCH", "/v1/messages/"+id.String(), `{"mailbox":"Kept"}`, "Content-Type: application/json").want(t, 200, nil)
	if all := c.hear(at, 1); len(all.Upd) != 1 || all.Upd[0].ID != id || len(all.Gone)+len(all.Rows) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestAQuietFeedShowsLife(t *testing.T) {
	s := start(t, func(s *Server) { s.pace.ping = time.Millisecond })
	c := s.dial(everything)
	at := c.next().Seq
	if f := c.next(); f.Type != "ping" || f.Seq != at {
		t.Errorf("%+v", f)
	}
}

func TestSomeoneFarBehindIsToldOfAGap(t *testing.T) {
	s := start(t, func(s *Server) { s.pace.frame = time.Hour }) // the second frame never comes by itself
	f := s.server.newFollower(t.Context(), view{query: mustParse(t, "")}, s.box.State())
	s.fill(maxFrame + 1)
	now := s.box.State()
	if g, ok := f.advance(t.Context(), now); !ok || g != newGap(f.told-mail.ModSeq(maxFrame), now.ModSeq) {
		t.Errorf("%+v", g)
	}
	if f.told != now.ModSeq {
		t.Error("the gap was not passed")
	}
}

// deaf opens a feed whose client never reads.
func (s *sink) deaf() {
	s.t.Helper()
	addr := strings.TrimPrefix(s.url, "http://")
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	if err := conn.(*net.TCPConn).SetReadBuffer(1 << 10); err != nil {
		s.t.Fatal(err)
	}
	narrow := websocket.Dialer{
		ReadBufferSize: 1024, WriteBufferSize: 1024,
		NetDialContext: func(context.Context, string, string) (net.Conn, error) { return conn, nil },
	}
	ws, _, err := narrow.Dial("ws://"+addr+"/v1/feed", http.Header{"Origin": {s.url}})
	if err != nil {
		s.t.Fatal(err)
	}
	if err := ws.WriteMessage(websocket.TextMessage, []byte(everything)); err != nil {
		s.t.Fatal(err)
	}
}

func TestASlowReaderDelaysNobody(t *testing.T) {
	s := start(t)
	s.deaf()
	c := s.dial(everything) // another one, who reads
	at := c.next().Seq
	long := text(strings.Repeat("long subject ", 60), "x")
	for range 3000 {
		s.deliver(long) // does not block, or the test would end by its timeout
	}
	for last := s.box.State().ModSeq; at < last; {
		if f := c.next(); f.Type == "batch" || f.Type == "gap" {
			at = f.To
		}
	}
}

func TestWhoeverTakesNothingIsDropped(t *testing.T) {
	s := start(t, func(s *Server) { s.pace.write, s.pace.frame = 50*time.Millisecond, 0 })
	s.deaf()
	dropped := make(chan struct{})
	go func() { // the deaf one is the only socket
		s.server.sockets.Wait()
		close(dropped)
	}()
	long := text(strings.Repeat("long subject ", 60), "x")
	for {
		select {
		case <-dropped:
			return
		default:
			s.deliver(long)
		}
	}
}

func TestFeedsEndWith1001AtShutdown(t *testing.T) {
	s := start(t)
	c := s.dial(everything)
	c.next()
	s.stop()
	var closed *websocket.CloseError
	for closed == nil {
		if _, _, err := c.conn.ReadMessage(); err != nil && !errors.As(err, &closed) {
			t.Fatal(err)
		}
	}
	if closed.Code != websocket.CloseGoingAway {
		t.Errorf("closed with %d", closed.Code)
	}
	if err := <-s.stopped; err != nil {
		t.Error(err)
	}
	s.stopped <- nil
}

func TestWhoeverDoesNotSpeakTheProtocolIsTold(t *testing.T) {
	s := start(t)
	for _, c := range []struct {
		kind int
		data string
		code int
	}{
		{websocket.TextMessage, "nonsense", websocket.ClosePolicyViolation},
		{websocket.BinaryMessage, "{}", websocket.ClosePolicyViolation},
		{websocket.TextMessage, strings.Repeat("[", maxAsk+1), websocket.CloseMessageTooBig},
	} {
		d := s.dial(everything)
		d.next()
		if err := d.conn.WriteMessage(c.kind, []byte(c.data)); err != nil {
			t.Fatal(err)
		}
		var closed *websocket.CloseError
		_, _, err := d.conn.ReadMessage()
		if !errors.As(err, &closed) || closed.Code != c.code {
			t.Errorf("%.10q: %v, want %d", c.data, err, c.code)
		}
	}
}

func TestServerSentEventsSayTheSame(t *testing.T) {
	s := start(t)
	s.fill(1)
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	open := func(last string) (*bufio.Scanner, func()) {
		r, err := http.NewRequestWithContext(ctx, "GET", s.url+"/v1/events?q=", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Last-Event-ID", last)
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil || res.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatal(err, res)
		}
		return bufio.NewScanner(res.Body), func() { res.Body.Close() }
	}
	event := func(in *bufio.Scanner) (id string, f said) {
		for in.Scan() && in.Text() != "" {
			name, value, _ := strings.Cut(in.Text(), ": ")
			switch name {
			case "id":
				id = value
			case "data":
				if err := json.Unmarshal([]byte(value), &f); err != nil {
					t.Fatal(err)
				}
			}
		}
		return id, f
	}
	in, done := open("")
	id, f := event(in)
	if f.Type != "hello" || id != fmt.Sprint(f.Seq) {
		t.Fatalf("%s %+v", id, f)
	}
	s.fill(1)
	id, f = event(in)
	if len(f.Rows) != 1 || id != fmt.Sprint(f.To) {
		t.Fatalf("%s %+v", id, f)
	}
	done()
	s.fill(1)
	in, done = open(id)
	defer done()
	event(in)
	if _, f = event(in); len(f.Rows) != 1 || fmt.Sprint(f.From-1) != id {
		t.Errorf("%+v", f)
	}
	s.get("/v1/events?q=nonsense:x").wantProblem(t, 400)
}
