package web

import (
	"mailsink/internal/mail"
)

// maxFrame is how many changes one frame tells at most. A viewer further
// behind than that is better off asking for the list again.
const maxFrame = 1000

// A counts is how many messages are in a view.
type counts struct {
	Total  int `json:"total"`
	Unread int `json:"unread"`
}

// A hello begins a feed.
type hello struct {
	Type    string      `json:"type"`
	Seq     mail.ModSeq `json:"seq"` // the position it begins after
	Version string      `json:"version"`
	Counts  *counts     `json:"counts,omitempty"`
}

// A batch is what happened between two positions.
type batch struct {
	Type   string      `json:"type"`
	From   mail.ModSeq `json:"from"` // one more than the position told last
	To     mail.ModSeq `json:"to"`
	Rows   []row       `json:"rows,omitempty"` // arrived in the view, oldest first
	Upd    []row       `json:"upd,omitempty"`  // as they are now
	Gone   []mail.ID   `json:"gone,omitempty"` // left the view
	Counts *counts     `json:"counts,omitempty"`
}

// A tally is counts alone, for viewers that nobody looks at.
type tally struct {
	Type   string      `json:"type"`
	Seq    mail.ModSeq `json:"seq"`
	Counts *counts     `json:"counts"`
}

// A ping is a sign of life.
type ping struct {
	Type string      `json:"type"`
	Seq  mail.ModSeq `json:"seq"`
}

// A gap says that what happened between two positions cannot be told: all has
// to be fetched again.
type gap struct {
	Type string      `json:"type"`
	From mail.ModSeq `json:"from"`
	To   mail.ModSeq `json:"to"`
}

// A complaint says why a subscription could not be understood.
type complaint struct {
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

func newHello(seq mail.ModSeq, version string, c *counts) hello {
	return hello{"hello", seq, version, c}
}
func newPing(seq mail.ModSeq) ping         { return ping{"ping", seq} }
func newGap(from, to mail.ModSeq) gap      { return gap{"gap", from, to} }
func newComplaint(detail string) complaint { return complaint{"error", detail} }

// empty reports whether b tells nothing about messages.
func (b batch) empty() bool { return len(b.Rows)+len(b.Upd)+len(b.Gone) == 0 }
