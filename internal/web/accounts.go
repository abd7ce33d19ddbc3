package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

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
		return badRequest("field= must be rcpt, from or mbox.")
	}
	sp, err := spanOf(q, 20)
	if err != nil {
		return err
	}
	counted, partial := s.tallyOf(r.Context(), v, values, strings.ToLower(q.Get("prefix")))
	return reply(w, http.StatusOK, map[string]any{"values": top(counted, sp.limit), "partial": partial})
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
	}
	return nil
}

// tallyOf counts values that begin with prefix. partial says that time ran
// out.
func (s *Server) tallyOf(ctx context.Context, v view, values func(*mail.Message) []mail.Address, prefix string) (map[string]*facet, bool) {
	ctx, cancel := context.WithTimeout(ctx, 2*sumBudget)
	defer cancel()
	st := s.Mailbox.State()
	src := v.narrow(st, v.in(st))
	counted := make(map[string]*facet)
	for m := range s.newest(ctx, v, src, src.Len()) {
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
	return counted, ctx.Err() != nil
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
