package web

import (
	"slices"
	"strconv"
	"strings"

	"mailsink/internal/mail"
)

// A row is one message in a list.
type row struct {
	Seq   mail.UID `json:"seq"`
	ID    mail.ID  `json:"id"`
	Time  int64    `json:"t"` // of arrival, in milliseconds since 1970
	From  who      `json:"from"`
	Rcpt  []string `json:"rcpt"`  // at most maxRcpt forward-paths, as given
	RcptN int      `json:"rcptN"` // how many there are
	Mbox  []string `json:"mbox"`  // accounts that keep it
	Subj  string   `json:"subj"`
	Snip  string   `json:"snip"`
	Size  int64    `json:"size"`
	Att   int      `json:"att,omitempty"`
	Flags []string `json:"flags,omitempty"`
	Tags  []string `json:"tags,omitempty"`
	Rule  string   `json:"rule,omitempty"` // table:line, or table alone where it has no lines
}

// who is a name and an address, as short as a list needs them.
type who struct {
	Name    string `json:"n"`
	Address string `json:"a"`
}

const maxRcpt = 3

func rowOf(m *mail.Message) row {
	sum := m.Summary
	r := row{
		Seq: m.UID, ID: m.ID, Time: m.InternalDate.UnixMilli(), From: whoOf(m), Mbox: []string{m.Account},
		Subj: sum.Subject, Snip: sum.Snippet, Size: m.Size, Att: sum.Attachments, Flags: flagsOf(m),
		Rcpt: []string{}, Rule: ruleOf(m),
	}
	r.Rcpt, r.RcptN = rcptOf(m)
	for _, f := range m.Flags {
		if !strings.HasPrefix(string(f), `\`) && !strings.HasPrefix(string(f), "$") {
			r.Tags = append(r.Tags, string(f))
		}
	}
	return r
}

// rowsOf returns the rows of messages in a view; never null in JSON.
func rowsOf(v view, messages []*mail.Message) []row {
	rows := make([]row, 0, len(messages))
	for _, m := range messages {
		rows = append(rows, v.row(m))
	}
	return rows
}

// row returns the row of m in v: of many recipients, one that is searched for
// comes first.
func (v view) row(m *mail.Message) row {
	r := rowOf(m)
	if r.RcptN == 1 || v.query == nil {
		return r
	}
	sought := v.query.Recipient(m)
	if sought == "" || r.Rcpt[0] == sought {
		return r
	}
	r.Rcpt = slices.DeleteFunc(r.Rcpt, func(a string) bool { return a == sought })
	r.Rcpt = slices.Insert(r.Rcpt, 0, sought)
	r.Rcpt = r.Rcpt[:min(len(r.Rcpt), maxRcpt)]
	return r
}

func whoOf(m *mail.Message) who {
	if len(m.Summary.From) == 0 {
		return who{Address: string(m.Envelope.ReversePath)}
	}
	c := m.Summary.From[0]
	return who{c.Name, string(c.Address)}
}

// rcptOf returns the first forward-paths, each once, and how many there are: a
// recipient that rewriting made several of was given once.
func rcptOf(m *mail.Message) ([]string, int) {
	first, n := []string{}, 0
	var last mail.Address
	for i, r := range m.Envelope.Recipients {
		if i > 0 && r.Original == last {
			continue
		}
		last = r.Original
		if n++; n <= maxRcpt {
			first = append(first, string(r.Original))
		}
	}
	return first, n
}

func flagsOf(m *mail.Message) []string {
	var flags []string
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"unread", !m.Flags.Has(mail.Seen)},
		{"pinned", m.Flags.Has(mail.Flagged)},
		{"html", m.Summary.HTML},
		{"warn", m.Summary.Defects > 0},
		{"rewritten", rewritten(m)},
		{"injected", m.Envelope.Client.Protocol == "HTTP"},
		{"external", slices.ContainsFunc(m.Envelope.Recipients, func(r mail.Recipient) bool { return r.External })},
	} {
		if f.set {
			flags = append(flags, f.name)
		}
	}
	return flags
}

func rewritten(m *mail.Message) bool {
	for _, r := range m.Envelope.Recipients {
		if r.Final != r.Original {
			return true
		}
	}
	return false
}

// ruleOf names the last rule that rewrote the first recipient.
func ruleOf(m *mail.Message) string {
	if len(m.Envelope.Recipients) == 0 || len(m.Envelope.Recipients[0].Trace) == 0 {
		return ""
	}
	trace := m.Envelope.Recipients[0].Trace
	return nameOf(trace[len(trace)-1])
}

// nameOf names a rule by its table and line.
func nameOf(step mail.Step) string {
	if step.Line == 0 {
		return step.Table
	}
	return step.Table + ":" + strconv.Itoa(step.Line)
}
