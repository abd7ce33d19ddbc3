package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"mailsink/internal/mail"
)

// A folder is an account or a mailbox, and how much is in it.
type folder struct {
	Name   string `json:"name"`
	Total  int    `json:"total"`
	Unread int    `json:"unread"`
}

// accounts replies with all accounts, in the order they were made.
func (s *Server) accounts(w http.ResponseWriter, _ *http.Request) error {
	list := []folder{}
	for _, a := range s.Mailbox.State().Accounts() {
		f := folder{Name: a.Name}
		for _, b := range a.Boxes {
			f.Total += b.Len()
			f.Unread += b.Unseen
		}
		list = append(list, f)
	}
	return reply(w, http.StatusOK, map[string]any{"accounts": list})
}

// mailboxes replies with the mailboxes of an account, INBOX first.
func (s *Server) mailboxes(w http.ResponseWriter, r *http.Request) error {
	a, ok := s.Mailbox.State().Account(r.PathValue("account"))
	if !ok {
		return newProblem(http.StatusNotFound, "There is no such account; GET /v1/accounts lists them.")
	}
	list := []folder{}
	for _, b := range a.Boxes {
		list = append(list, folder{b.Name, b.Len(), b.Unseen})
	}
	return reply(w, http.StatusOK, map[string]any{"mailboxes": list})
}

// A facet is a value of a field, and how many messages have it.
type facet struct {
	Value  string `json:"value"`
	Total  int    `json:"total"`
	Unread int    `json:"unread"`
}

// facets replies with the most frequent values of a field among the messages
// of a view, for the panel beside the list and for completion.
func (s *Server) facets(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v, err := s.view(q)
	if err != nil {
		return err
	}
	values := valuesOf(q.Get("field"))
	if values == nil {
		return badRequest("field= must be rcpt, from, mbox, rule or tag.")
	}
	sp, err := spanOf(q, 20)
	if err != nil {
		return err
	}
	t := s.tallyOf(r.Context(), v, values, strings.ToLower(q.Get("prefix")))
	answer := map[string]any{"values": top(t.counted, sp.limit), "partial": t.partial}
	if !t.since.IsZero() {
		answer["since"] = t.since.UTC().Format(milliseconds)
	}
	return reply(w, http.StatusOK, answer)
}

// valuesOf returns what reads the values of a field; nil for an unknown one.
func valuesOf(name string) func(*mail.Message) []mail.Address {
	switch name {
	case "rcpt":
		return func(m *mail.Message) []mail.Address {
			var all []mail.Address
			for _, r := range m.Envelope.Recipients {
				if !slices.Contains(all, r.Original) {
					all = append(all, r.Original)
				}
			}
			return all
		}
	case "from":
		return func(m *mail.Message) []mail.Address { return []mail.Address{mail.Address(whoOf(m).Address)} }
	case "mbox":
		return func(m *mail.Message) []mail.Address { return []mail.Address{mail.Address(m.Account)} }
	case "rule":
		return rulesOf
	case "tag":
		return tagsOf
	}
	return nil
}

// rulesOf names each rule that rewrote a recipient of a message, once.
func rulesOf(m *mail.Message) []mail.Address {
	var all []mail.Address
	for _, r := range m.Envelope.Recipients {
		for _, step := range r.Trace {
			if name := mail.Address(nameOf(step)); !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// tagsOf returns the flags that users gave a message.
func tagsOf(m *mail.Message) []mail.Address {
	var all []mail.Address
	for _, f := range m.Flags {
		if f.IsTag() {
			all = append(all, mail.Address(f))
		}
	}
	return all
}

// A counting is how often each value was met.
type counting struct {
	counted map[string]*facet // by value in lower case
	since   time.Time         // arrival of the oldest message that was counted; zero for none
	partial bool              // time ran out: older messages were not counted
}

// tallyOf counts values that begin with prefix.
func (s *Server) tallyOf(ctx context.Context, v view, values func(*mail.Message) []mail.Address, prefix string) counting {
	ctx, cancel := context.WithTimeout(ctx, 2*sumBudget)
	defer cancel()
	st := s.Mailbox.State()
	src := v.narrow(st, v.in(st))
	counted := make(map[string]*facet)
	var since time.Time
	for m := range s.newest(ctx, v, src, src.Len()) {
		since = m.InternalDate
		for _, value := range values(m) {
			key := strings.ToLower(string(value))
			if key == "" || !strings.HasPrefix(key, prefix) {
				continue
			}
			f := counted[key]
			if f == nil {
				f = &facet{Value: string(value)}
				counted[key] = f
			}
			f.Total++
			if !m.Flags.Has(mail.Seen) {
				f.Unread++
			}
		}
	}
	return counting{counted, since, ctx.Err() != nil}
}

// top returns the n most frequent facets.
func top(counted map[string]*facet, n int) []facet {
	list := make([]facet, 0, len(counted))
	for _, f := range counted {
		list = append(list, *f)
	}
	slices.SortFunc(list, func(a, b facet) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), strings.Compare(a.Value, b.Value))
	})
	return list[:min(n, len(list))]
}
