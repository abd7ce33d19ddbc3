package web

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

func TestChartsCountWhatArrived(t *testing.T) {
	s := start(t)
	ring := transcript.New(transcript.Limits{})
	s.server.Sessions = ring
	for _, result := range []string{"550 5.1.1 No such user", "550 5.1.1 Nor this", "250 2.0.0 Ok"} {
		r := ring.Begin(result, "SMTP")
		if strings.HasPrefix(result, "5") {
			r.Refuse(result)
		}
		r.End()
	}
	s.deliver(text("one", "x"))
	s.deliver(text("two", strings.Repeat("x\r\n", 1000)), "ben@customers.example", "anna@customers.example")
	s.deliver(text("three", "x"))
	var c chartsAnswer
	s.get("/v1/stats/charts").want(t, 200, &c)
	sum := 0
	for _, n := range c.Arrivals {
		sum += n
	}
	if len(c.Arrivals) != 60 || c.Step != 60_000 || sum != 3 || c.Messages != 3 || c.Today != 3 || c.Oldest == "" {
		t.Errorf("the arrivals are %+v", c)
	}
	if len(c.Sizes) != 6 || c.Sizes[0] != (sizeBar{2000, 2}) || c.Sizes[1] != (sizeBar{8000, 1}) || c.Sizes[5].Below != 0 {
		t.Errorf("the sizes are %+v", c.Sizes)
	}
	if c.Rcpt[0] != (facet{"anna@customers.example", 3, 3}) || c.Rcpt[1].Total != 1 {
		t.Errorf("the recipients are %+v", c.Rcpt)
	}
	if c.Senders[0].Value != "no-reply@shop.example" || c.Accounts[0].Total != 3 || c.Rules[0] != (facet{"regexp:sink:4", 3, 3}) {
		t.Errorf("the rest is %+v %+v %+v", c.Senders, c.Accounts, c.Rules)
	}
	if len(c.Refusals) != 1 || c.Refusals[0] != (facet{"550 5.1.1", 2, 0}) || c.Rejected != 2 {
		t.Errorf("the refusals are %+v, of %d sessions", c.Refusals, c.Rejected)
	}
	for _, span := range []string{"24h", "7d"} {
		s.get("/v1/stats/charts?span="+span).want(t, 200, &c)
	}
	s.get("/v1/stats/charts?span=1y").want(t, 400, nil)
}

func TestChartsOfNothingAreEmpty(t *testing.T) {
	s := start(t)
	var c chartsAnswer
	s.get("/v1/stats/charts").want(t, 200, &c)
	if c.Rcpt == nil || c.Refusals == nil || c.Messages != 0 || c.Oldest != "" {
		t.Errorf("got %+v", c)
	}
}

func TestABarBeginsOnTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sp := chartSpan{time.Hour, time.Minute}
		c := newChart(sp, time.Now().Truncate(time.Minute).Add(30*time.Second))
		now := c.from.Add(time.Hour - time.Second)
		for at, want := range map[time.Time]bool{now: true, c.from: true, c.from.Add(-time.Second): true, c.from.Add(-48 * time.Hour): false} {
			m := &mail.Message{InternalDate: at, Envelope: &mail.Envelope{}, Summary: &mail.Summary{}}
			if got := c.add(m); got != want {
				t.Errorf("a message at %v goes on: %v", at.Sub(c.from), got)
			}
		}
		if c.answer.Arrivals[59] != 1 || c.answer.Arrivals[0] != 1 || c.answer.Messages != 2 {
			t.Errorf("got %+v", c.answer)
		}
	})
}
