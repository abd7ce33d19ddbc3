package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
)

// Bounds of a question about many addresses.
const (
	maxAddresses = 1000             // of a question
	maxImpact    = 10_000           // messages that a draft is held against
	maxExamples  = 20               // of messages that would go elsewhere
	maxLookups   = 200              // told of an address
	impactTime   = 10 * time.Second // to hold a draft against messages
)

// A draftAsk is a question to the tables in use or, with a draft, to those that
// would be.
type draftAsk struct {
	Addresses []mail.Address `json:"addresses"`
	Sender    mail.Address   `json:"sender"`
	Draft     *string        `json:"draft"`    // the text of a table
	File      string         `json:"file"`     // ID of the file that it would replace
	Type      string         `json:"type"`     // without a file: of the table, which would be the only one; "regexp" if empty
	Messages  int            `json:"messages"` // how many of the newest to hold the draft against
	Lookups   bool           `json:"lookups"`  // tell which tables were asked, also those without an answer
}

// A draftAnswer is the reply to POST /v1/rules/query.
type draftAnswer struct {
	Answers  []drafted `json:"answers"` // in the order of the addresses
	Warnings []string  `json:"warnings"`
	Impact   *impact   `json:"impact,omitempty"` // with messages
}

// A drafted is where an address would go.
type drafted struct {
	mail.Answer
	// Live is where it goes now, where that is different.
	Live *mail.Answer `json:"live,omitempty"`
	// Lookups are all questions to tables, in order, also those without an
	// answer; at most maxLookups.
	Lookups []mail.Lookup `json:"lookups,omitempty"`
}

// An impact is what a draft would have changed for messages that came.
type impact struct {
	Messages int            `json:"messages"`          // that were looked at
	Changed  int            `json:"changed"`           // of them
	Partial  bool           `json:"partial,omitempty"` // time ran out
	Examples []changedRoute `json:"examples"`
}

// A changedRoute is a recipient of a message that would go elsewhere.
type changedRoute struct {
	ID      mail.ID        `json:"id"`
	Address mail.Address   `json:"address"`
	Live    []mail.Address `json:"live"`  // where it goes by the tables in use
	Draft   []mail.Address `json:"draft"` // where it would go
}

// askRules replies with where addresses go, or would go.
func (s *Server) askRules(w http.ResponseWriter, r *http.Request) error {
	var ask draftAsk
	if err := decode(r, &ask); err != nil {
		return err
	}
	if err := ask.check(); err != nil {
		return err
	}
	live := s.router()
	answer := draftAnswer{Answers: []drafted{}, Warnings: []string{}}
	router, err := s.drafted(r.Context(), ask, &answer)
	if err != nil {
		return err
	}
	for _, address := range ask.Addresses {
		q := compose.Question{ReversePath: ask.Sender, Address: address}
		answer.Answers = append(answer.Answers, s.answer(r.Context(), q, live, router, ask.Lookups))
	}
	if router != nil && ask.Messages > 0 {
		answer.Impact = s.impact(r.Context(), ask.Messages, live, router)
	}
	return reply(w, http.StatusOK, answer)
}

// answer says where an address goes and, with a draft, where it goes now if
// that is different.
func (s *Server) answer(ctx context.Context, q compose.Question, live, draft compose.Router, lookups bool) drafted {
	asked := live
	if draft != nil {
		asked = draft
	}
	var d drafted
	noted := ctx
	if lookups && s.Tables != nil {
		noted = s.Tables.Noting(ctx, func(l mail.Lookup) {
			if len(d.Lookups) < maxLookups {
				d.Lookups = append(d.Lookups, l)
			}
		})
	}
	d.Answer = q.Answer(noted, asked, s.Mailbox.Account)
	if draft == nil {
		return d
	}
	now := q.Answer(ctx, live, s.Mailbox.Account)
	if d.Reply != now.Reply || d.Failure != now.Failure || !slices.Equal(d.Accounts, now.Accounts) || d.ReversePath != now.ReversePath {
		d.Live = &now
	}
	return d
}

func (a draftAsk) check() error {
	switch {
	case len(a.Addresses) == 0 && a.Draft == nil:
		return badRequest("Say in addresses where mail is to go, or in draft what the table would be.")
	case len(a.Addresses) > maxAddresses:
		return badRequest("More than %d addresses are too many at a time.", maxAddresses)
	case a.Messages < 0 || a.Messages > maxImpact:
		return badRequest("messages must be a number from 0 to %d.", maxImpact)
	case a.Draft == nil && (a.File != "" || a.Type != "" || a.Messages > 0):
		return badRequest("file, type and messages go with a draft.")
	case a.File != "" && a.Type != "":
		return badRequest("Say file or type: a file in use has a type already.")
	}
	for _, address := range a.Addresses {
		if !compose.AskablePath(string(address)) {
			return badRequest("%.80q is not an address such as ann@example.com.", address)
		}
	}
	return nil
}

// drafted returns what would route with the draft; nil without one.
func (s *Server) drafted(ctx context.Context, ask draftAsk, answer *draftAnswer) (compose.Router, error) {
	if ask.Draft == nil {
		return nil, nil
	}
	d := Draft{Type: ask.Type, Text: *ask.Draft}
	if ask.File != "" {
		file, err := s.ruleFile(ask.File)
		if err != nil {
			return nil, err
		}
		d.File = file
	} else if d.Type == "" {
		d.Type = "regexp"
	}
	if s.Tables == nil {
		return nil, newProblem(http.StatusNotFound, "This sink has no tables that a draft could be held against.")
	}
	router, warnings, err := s.Tables.Draft(ctx, d)
	if err != nil {
		return nil, brokenTable(err)
	}
	answer.Warnings = orEmpty(warnings)
	return router, nil
}

// impact holds a draft against the newest messages.
func (s *Server) impact(ctx context.Context, messages int, live, draft compose.Router) *impact {
	ctx, cancel := context.WithTimeout(ctx, impactTime)
	defer cancel()
	out := &impact{Examples: []changedRoute{}}
	all := s.Mailbox.State().All
	for i := all.Len() - 1; i >= 0 && out.Messages < messages; i-- {
		if ctx.Err() != nil {
			out.Partial = true
			break
		}
		out.Messages++
		out.weigh(ctx, all.At(i), live, draft)
	}
	return out
}

// weigh counts a message of which a recipient would go elsewhere.
func (i *impact) weigh(ctx context.Context, m *mail.Message, live, draft compose.Router) {
	from := m.Envelope.ReversePath
	if given := m.Envelope.OriginalReversePath; given != "" {
		from = given
	}
	for _, r := range m.Envelope.Recipients {
		now, then := finalsOf(live.Route(ctx, from, r.Original)), finalsOf(draft.Route(ctx, from, r.Original))
		if slices.Equal(now, then) {
			continue
		}
		i.Changed++
		if len(i.Examples) < maxExamples {
			i.Examples = append(i.Examples, changedRoute{m.ID, r.Original, now, then})
		}
		return
	}
}

func finalsOf(r mail.Route) []mail.Address {
	finals := []mail.Address{}
	for _, f := range r.Finals {
		finals = append(finals, f.Address)
	}
	return finals
}
