package web

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestAWaitFindsWhatCameAfterItsCursor(t *testing.T) {
	s := start(t)
	s.deliver(text("before", "x"))
	cursor := s.cursorNow()
	s.deliver(text("after", "code 482913"))
	s.deliver(text("later", "x"))
	var a waitAnswer
	s.get("/v1/wait?timeout=20s&since="+cursor).want(t, 200, &a)
	if len(a.Messages) != 1 || a.Messages[0].Summary.Subject != "after" || a.Messages[0].Text == "" {
		t.Fatalf("%+v", a)
	}
	s.get("/v1/wait?timeout=20s&since="+a.Cursor).want(t, 200, &a)
	if len(a.Messages) != 1 || a.Messages[0].Summary.Subject != "later" {
		t.Fatalf("the wait did not go on where the last one ended: %+v", a)
	}
}

func TestAWaitReturnsAsSoonAsItHappens(t *testing.T) {
	s := start(t)
	cursor := s.cursorNow()
	got := make(chan answer)
	go func() {
		a, err := s.try("GET", "/v1/wait?q=subject:second&timeout=60s&since="+cursor, "")
		if err != nil {
			t.Error(err)
		}
		got <- a
	}()
	s.deliver(text("first", "x"))
	s.deliver(text("second", "x"))
	var a waitAnswer
	(<-got).want(t, 200, &a)
	if a.Messages[0].Summary.Subject != "second" {
		t.Errorf("%+v", a)
	}
}

func TestAWaitOfNothingEndsInTime(t *testing.T) {
	s := start(t)
	cursor := s.cursorNow()
	s.deliver(text("other", "x"))
	for _, c := range []struct {
		query  string
		status int
	}{
		{"q=subject:never&timeout=1ms", http.StatusNoContent},
		{"q=subject:never&timeout=0", http.StatusNoContent},
		{"q=subject:other&count=2&timeout=1ms", http.StatusNoContent},
		{"q=subject:other&timeout=0", http.StatusOK},
		{"q=body:x&timeout=0", http.StatusOK},
		{"q=subject:other&timeout=0&absent=1", http.StatusConflict},
		{"q=subject:never&timeout=0&absent=1", http.StatusOK},
		{"q=subject:other&count=2&timeout=0&partial=1", http.StatusOK},
		{"q=subject:never&timeout=1ms&absent=1", http.StatusOK},
		{"q=subject:other&timeout=1ms&absent=1", http.StatusConflict},
		{"q=subject:other&timeout=1ms", http.StatusOK},
	} {
		a := s.get("/v1/wait?"+c.query+"&since="+cursor).want(t, c.status, nil)
		if a.Header.Get(cursorField) == "" {
			t.Errorf("%s: no cursor", c.query)
		}
	}
}

func TestAWaitForSeveralReturnsThemInOrder(t *testing.T) {
	s := start(t)
	s.fill(3)
	var a waitAnswer
	s.get("/v1/wait?count=2").want(t, 200, &a)
	if got := []string{a.Messages[0].Summary.Subject, a.Messages[1].Summary.Subject}; !slices.Equal(got, []string{"mail 1", "mail 2"}) {
		t.Error(got)
	}
}

func TestAPartialWaitTellsWhatCame(t *testing.T) {
	s := start(t)
	s.deliver(text("before", "x"))
	cursor := s.cursorNow()
	s.deliver(text("wanted", "x"))
	for i := range 12 {
		s.deliver(text(fmt.Sprint("other ", i), "x"))
	}
	s.deliver(text("theirs", "x"), "bob@origin.test")
	var a waitAnswer
	s.get("/v1/wait?account=sink&q=subject:wanted&count=2&timeout=0&partial=1&since="+cursor).want(t, 200, &a)
	if a.Complete || len(a.Messages) != 1 || a.Messages[0].Summary.Subject != "wanted" || a.Messages[0].Text == "" {
		t.Fatalf("%+v", a)
	}
	if a.Others == nil || a.Others.Count != 12 || len(a.Others.Messages) != maxOthers {
		t.Fatalf("%+v", a.Others)
	}
	if first, last := a.Others.Messages[0].Summary.Subject, a.Others.Messages[9].Summary.Subject; first != "other 2" || last != "other 11" {
		t.Errorf("from %q to %q", first, last)
	}
	a = waitAnswer{}
	s.get("/v1/wait?account=sink&q=subject:wanted&timeout=0&partial=1&since="+cursor).want(t, 200, &a)
	if !a.Complete || a.Others != nil {
		t.Errorf("%+v", a)
	}
	s.get("/v1/wait?q=subject:wanted&timeout=0&partial=1&absent=1&since="+cursor).want(t, 409, &a)
	if a.Complete {
		t.Error("what should not have come did, and the wait calls itself complete")
	}
}

func TestBadWaitsAreRefused(t *testing.T) {
	s := start(t)
	for _, q := range []string{"timeout=6m", "timeout=x", "timeout=-1s", "count=0", "count=101", "count=x", "absent=maybe", "partial=2", "since=x", "q=(", "mailbox=x"} {
		s.get("/v1/wait?"+q).wantProblem(t, 400)
	}
}

func TestWaitsEndAtShutdown(t *testing.T) {
	s := start(t)
	got := make(chan answer)
	began := make(chan struct{})
	go func() {
		close(began)
		a, err := s.try("GET", "/v1/wait?timeout=5m", "")
		if err != nil {
			t.Error(err)
		}
		got <- a
	}()
	<-began
	for s.server.waits.Load() == 0 { // until the wait is under way
		s.get("/healthz")
	}
	s.stop()
	(<-got).wantProblem(t, 503)
}

// TestAThousandWaitsEachGetTheirOwn also measures: see docs/api.md.
func TestAThousandWaitsEachGetTheirOwn(t *testing.T) {
	const n = 1000
	s := start(t)
	cursor := s.cursorNow()
	transport := &http.Transport{MaxIdleConnsPerHost: n}
	defer transport.CloseIdleConnections()
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		sent  = make(map[string]time.Time)
		came  = make(map[string]time.Time)
		took  []time.Duration
	)
	for i := range n {
		group.Go(func() {
			name := fmt.Sprintf("u%d@customers.example", i)
			r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/v1/wait?timeout=5m&since="+cursor+"&q=rcpt:"+name+"*", nil)
			if err != nil {
				t.Error(err)
				return
			}
			res, err := transport.RoundTrip(r)
			if err != nil {
				t.Error(err)
				return
			}
			at := time.Now()
			defer res.Body.Close()
			var a waitAnswer
			if err := decodeAnswer(res, &a); err != nil || len(a.Messages) != 1 || string(a.Messages[0].Envelope.Recipients[0].Original) != name {
				t.Errorf("%s: %v %+v", name, err, a)
			}
			mu.Lock()
			defer mu.Unlock()
			came[name] = at
		})
	}
	for s.server.waits.Load() < n {
		s.get("/healthz")
	}
	for i := range n {
		name := fmt.Sprintf("u%d@customers.example", i)
		s.deliver(text("for you", "x"), name)
		now := time.Now() // SMTP would say 250
		mu.Lock()
		sent[name] = now
		mu.Unlock()
	}
	group.Wait()
	for name, at := range came {
		took = append(took, max(0, at.Sub(sent[name])))
	}
	slices.Sort(took)
	t.Logf("from the acknowledgement to the reply: p50 %v, p99 %v", took[n/2], took[n*99/100])
}

func TestAWaitForAnAccountOrMailboxIsCalledForThatAlone(t *testing.T) {
	s := start(t)
	for _, q := range []string{"account=sink", "account=sink&mailbox=inbox", "account=all", "q=body:for-you", "account=ann@origin.test"} {
		cursor := s.cursorNow()
		got := make(chan answer)
		before := s.server.waits.Load()
		go func() {
			a, err := s.try("GET", "/v1/wait?timeout=60s&since="+cursor+"&"+q, "")
			if err != nil {
				t.Error(err)
			}
			got <- a
		}()
		for s.server.waits.Load() == before {
			s.get("/healthz")
		}
		s.deliver(text("theirs", "not this one"), "bob@origin.test")
		s.deliver(text("ours", "for-you"), "anna@customers.example", "ann@origin.test")
		var a waitAnswer
		(<-got).want(t, 200, &a)
		if want := map[bool]string{true: "theirs", false: "ours"}[q == "account=all"]; a.Messages[0].Summary.Subject != want {
			t.Errorf("%s: %s", q, a.Messages[0].Summary.Subject)
		}
	}
	for s.server.waits.Load() > 0 {
		s.get("/healthz")
	}
	if s.server.desk.stop != nil {
		t.Error("nobody waits, and the desk is open")
	}
}
