package web

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

// chartBudget is how long messages may be counted for the charts.
const chartBudget = time.Second

// maxBars is how many values of a kind the charts tell.
const maxBars = 8

// A chartSpan is how far back charts look, and how long a bar is.
type chartSpan struct{ back, step time.Duration }

func chartSpanOf(q url.Values) (chartSpan, error) {
	switch q.Get("span") {
	case "", "1h":
		return chartSpan{time.Hour, time.Minute}, nil
	case "24h":
		return chartSpan{24 * time.Hour, 15 * time.Minute}, nil
	case "7d":
		return chartSpan{7 * 24 * time.Hour, 2 * time.Hour}, nil
	}
	return chartSpan{}, badRequest("span= must be 1h, 24h or 7d.")
}

// sizeSteps are the upper bounds of the bars of sizes, in octets; the last bar
// has none.
func sizeSteps() []int64 { return []int64{2000, 8000, 32_000, 128_000, 1_000_000} }

// A chartsAnswer is the reply to GET /v1/stats/charts: the messages kept that
// arrived in a span of time.
type chartsAnswer struct {
	Start    string    `json:"start"` // of the first bar
	Step     int64     `json:"step"`  // of a bar, in milliseconds
	Arrivals []int     `json:"arrivals"`
	Sizes    []sizeBar `json:"sizes"`
	Messages int       `json:"messages"`
	Today    int       `json:"today"` // in the last 24 hours
	Oldest   string    `json:"oldest,omitempty"`
	Rcpt     []facet   `json:"rcpt"`
	Senders  []facet   `json:"from"`
	Accounts []facet   `json:"mbox"`
	Rules    []facet   `json:"rule"`
	Refusals []facet   `json:"refusals"` // of the last sessions, by reply
	Rejected int       `json:"rejected"` // how many of the last sessions had a refusal
	Partial  bool      `json:"partial,omitempty"`
}

// A sizeBar counts the messages below a size and not below the bar before.
type sizeBar struct {
	Below int64 `json:"below,omitempty"` // octets; absent for the last
	Total int   `json:"total"`
}

// charts replies with what arrived when, how large, for whom and from whom.
func (s *Server) charts(w http.ResponseWriter, r *http.Request) error {
	sp, err := chartSpanOf(r.URL.Query())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), chartBudget)
	defer cancel()
	c := newChart(sp, time.Now())
	all := s.Mailbox.State().All
	for i, m := range all.Backward(all.Len()) {
		if i%256 == 0 && ctx.Err() != nil {
			c.answer.Partial = true
			break
		}
		if !c.add(m) {
			break
		}
	}
	if all.Len() > 0 {
		c.answer.Oldest = all.At(0).InternalDate.UTC().Format(milliseconds)
	}
	answer := c.finish()
	answer.Refusals, answer.Rejected = refusals(s.Sessions)
	return reply(w, http.StatusOK, answer)
}

// A chart counts messages.
type chart struct {
	span     chartSpan
	from     time.Time
	day      time.Time
	answer   chartsAnswer
	counters [4]map[string]*facet
}

func newChart(sp chartSpan, now time.Time) *chart {
	bars := int(sp.back / sp.step)
	c := &chart{span: sp, from: now.Truncate(sp.step).Add(sp.step - sp.back), day: now.Add(-24 * time.Hour)}
	c.answer = chartsAnswer{Start: c.from.UTC().Format(milliseconds), Step: sp.step.Milliseconds(), Arrivals: make([]int, bars)}
	for _, below := range append(sizeSteps(), 0) {
		c.answer.Sizes = append(c.answer.Sizes, sizeBar{Below: below})
	}
	for i := range c.counters {
		c.counters[i] = make(map[string]*facet)
	}
	return c
}

// add counts m. It reports whether an older message may still count: those
// that were imported have dates of their own, so that a single old one says
// nothing unless it came by itself.
func (c *chart) add(m *mail.Message) bool {
	if m.InternalDate.After(c.day) {
		c.answer.Today++
	}
	if m.InternalDate.Before(c.from) {
		return m.Envelope.Client.Protocol == "HTTP" || !m.InternalDate.Before(c.day)
	}
	c.answer.Messages++
	if bar := int(m.InternalDate.Sub(c.from) / c.span.step); bar < len(c.answer.Arrivals) {
		c.answer.Arrivals[bar]++
	}
	c.size(m.Size)
	rcpt, _ := rcptOf(m)
	for _, address := range rcpt {
		c.count(0, address, m)
	}
	c.count(1, whoOf(m).Address, m)
	c.count(2, m.Account, m)
	c.count(3, ruleOf(m), m)
	return true
}

func (c *chart) size(n int64) {
	steps := sizeSteps()
	i := slices.IndexFunc(steps, func(below int64) bool { return n < below })
	if i < 0 {
		i = len(steps)
	}
	c.answer.Sizes[i].Total++
}

func (c *chart) count(i int, value string, m *mail.Message) {
	if value == "" {
		return
	}
	key := strings.ToLower(value)
	f := c.counters[i][key]
	if f == nil {
		f = &facet{Value: value}
		c.counters[i][key] = f
	}
	f.Total++
	if !m.Flags.Has(mail.Seen) {
		f.Unread++
	}
}

func (c *chart) finish() chartsAnswer {
	for i, to := range []*[]facet{&c.answer.Rcpt, &c.answer.Senders, &c.answer.Accounts, &c.answer.Rules} {
		*to = top(c.counters[i], maxBars)
	}
	return c.answer
}

// refusals counts the sessions that ended with a refusal, by its codes, and
// those in which anything was refused, as is:refused finds them.
func refusals(ring *transcript.Ring) (byCode []facet, refused int) {
	counted := make(map[string]*facet)
	list, _ := ring.Sessions("", math.MaxInt)
	for _, one := range list {
		if one.Refused > 0 {
			refused++
		}
		words := strings.Fields(one.Result)
		if one.Refused == 0 || len(words) == 0 || words[0] < "4" {
			continue
		}
		code := strings.Join(words[:min(len(words), 2)], " ")
		if counted[code] == nil {
			counted[code] = &facet{Value: code}
		}
		counted[code].Total++
	}
	out := top(counted, maxBars)
	slices.SortStableFunc(out, func(a, b facet) int { return cmp.Compare(b.Total, a.Total) })
	return out, refused
}
