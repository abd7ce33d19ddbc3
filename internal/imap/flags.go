package imap

import (
	"maps"
	"slices"
	"strings"
	"sync"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

const (
	maxKeywords = 1000 // of a mailbox
	maxKeyword  = 255  // octets of one
)

const recentFlag mail.Flag = `\Recent`

// systemFlags are the flags that every mailbox has.
func systemFlags() []mail.Flag {
	return []mail.Flag{mail.Answered, mail.Flagged, mail.Deleted, mail.Seen, mail.Draft}
}

// flag takes a flag: an atom that a backslash may stand in front of.
func (r *request) flag() (mail.Flag, error) {
	slash := ""
	if r.take('\\') {
		slash = `\`
	}
	atom, err := r.atom()
	return mail.Flag(slash + atom), err
}

// flags takes flags between parentheses, or without any up to the end.
func (r *request) flags() ([]mail.Flag, error) {
	var out []mail.Flag
	one := func() error {
		f, err := r.flag()
		if len(out) > maxKeywords {
			return no(goimap.ResponseCodeLimit, "There are too many flags")
		}
		out = append(out, f)
		return err
	}
	if r.peek() == '(' {
		err := r.list(one)
		return out, err
	}
	err := one()
	for err == nil && r.more() {
		err = one()
	}
	return out, err
}

// keywords are the keywords of a mailbox that the client has been told of, in
// the spelling of the first, by their lower case: they have no case (RFC 9051
// §2.3.2).
type keywords map[string]mail.Flag

// learn adds the keywords among flags, and reports whether any was new.
func (k keywords) learn(flags mail.Flags) bool {
	fresh := false
	for _, f := range flags {
		if f[0] == '\\' {
			continue
		}
		key := strings.ToLower(string(f))
		if _, ok := k[key]; !ok {
			k[key], fresh = f, true
		}
	}
	return fresh
}

// list returns the system flags and the keywords, as FLAGS has them.
func (k keywords) list() string {
	var b strings.Builder
	b.WriteString(joinFlags(systemFlags()))
	for _, key := range slices.Sorted(maps.Keys(k)) {
		b.WriteString(" " + string(k[key]))
	}
	return b.String()
}

func joinFlags(flags []mail.Flag) string {
	words := make([]string, len(flags))
	for i, f := range flags {
		words[i] = string(f)
	}
	return strings.Join(words, " ")
}

// canonical returns flags of the client as they are kept: system flags in
// their own spelling, keywords in the one that the mailbox has already.
func (k keywords) canonical(flags []mail.Flag) (mail.Flags, error) {
	out := make([]mail.Flag, 0, len(flags))
	for _, f := range flags {
		known, err := k.known(f)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(g mail.Flag) bool { return strings.EqualFold(string(g), string(known)) }) {
			out = append(out, known)
		}
	}
	if len(out) > maxKeywords || len(k)+len(out) > maxKeywords+len(systemFlags()) {
		return nil, no(goimap.ResponseCodeLimit, "The mailbox has too many keywords")
	}
	return mail.NewFlags(out...), nil
}

func (k keywords) known(f mail.Flag) (mail.Flag, error) {
	for _, system := range systemFlags() {
		if strings.EqualFold(string(f), string(system)) {
			return system, nil
		}
	}
	if f[0] == '\\' {
		return "", bad("There is no such system flag, or it is the server's alone") // as \Recent is (RFC 3501 §2.3.2)
	}
	if len(f) > maxKeyword {
		return "", bad("A keyword is at most 255 letters of ASCII")
	}
	if known, ok := k[strings.ToLower(string(f))]; ok {
		return known, nil
	}
	return f, nil
}

// appendFlags writes the flags of a message as they are told.
func (s *session) appendFlags(dst []byte, uid mail.UID, flags mail.Flags) []byte {
	dst = append(dst, '(')
	for i, f := range flags {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, f...)
	}
	if s.recent.Has(uid) && !s.enabled.rev2 {
		if len(flags) > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, recentFlag...)
	}
	return append(dst, ')')
}

// recents remembers up to which message a session has been told of each
// mailbox, for \Recent (RFC 3501 §2.3.2). It is forgotten at the end of the
// service: the flag means little, and is gone from RFC 9051.
type recents struct {
	mu sync.Mutex
	m  map[place]mail.UID
}

type place struct {
	account string
	box     mail.BoxID
}

// take returns the last message told of, and makes it the last of b, unless
// the session may change nothing.
func (r *recents) take(b *mailbox.Box, readOnly bool) mail.UID {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m == nil {
		r.m = make(map[place]mail.UID)
	}
	at := place{b.Account, b.ID}
	last := r.m[at]
	if !readOnly {
		r.m[at] = max(last, b.UIDNext-1)
	}
	return last
}

// claim makes the messages that no session has been told of recent in this
// one, and returns how many recent messages the view has. They stay recent for
// others where this one may change nothing (RFC 3501 §6.3.2).
func (s *session) claim() uint32 {
	first, last := s.recents.take(s.view, s.readOnly)+1, s.view.UIDNext-1
	switch n := len(s.recent); {
	case first > last:
	case n > 0 && s.recent[n-1].Last+1 >= first:
		s.recent[n-1].Last = last
	default:
		s.recent = append(s.recent, mail.UIDRange{First: first, Last: last})
	}
	n := 0
	for _, r := range s.recent {
		n += s.view.Ceil(r.Last+1) - s.view.Ceil(r.First)
	}
	return uint32(n)
}

// count returns how many messages of b no session has been told of.
func (r *recents) count(b *mailbox.Box) uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return uint32(b.Len() - b.Ceil(r.m[place{b.Account, b.ID}]+1))
}
