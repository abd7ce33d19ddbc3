package imap

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

const (
	maxKeywords = 1000 // of a mailbox
	maxKeyword  = 255  // octets of one
)

const recentFlag imap.Flag = `\Recent`

// systemFlags are the flags that every mailbox has.
func systemFlags() []imap.Flag {
	return []imap.Flag{imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagSeen, imap.FlagDraft}
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
func (k keywords) list() []imap.Flag {
	out := systemFlags()
	for _, key := range slices.Sorted(maps.Keys(k)) {
		out = append(out, imap.Flag(k[key]))
	}
	return out
}

// canonical returns flags of the client as they are kept: system flags in
// their own spelling, keywords in the one that the mailbox has already.
func (k keywords) canonical(flags []imap.Flag) (mail.Flags, error) {
	out := make([]mail.Flag, 0, len(flags))
	for _, f := range flags {
		switch {
		case f == recentFlag: // the server's alone (RFC 3501 §2.3.2)
			continue
		case slices.Contains(systemFlags(), f):
			out = append(out, mail.Flag(f))
			continue
		case f[0] == '\\':
			return nil, bad("Unknown system flag")
		case len(f) > maxKeyword || !isKeyword(string(f)):
			return nil, bad("A keyword is at most 255 letters of ASCII")
		}
		known, ok := k[strings.ToLower(string(f))]
		if !ok {
			known = mail.Flag(f)
		}
		out = append(out, known)
	}
	if len(out) > maxKeywords || len(k)+len(out) > maxKeywords+len(systemFlags()) {
		return nil, no(imap.ResponseCodeLimit, "The mailbox has too many keywords")
	}
	return mail.NewFlags(out...), nil
}

func isKeyword(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte(`(){%*"\]`, s[i]) >= 0 {
			return false
		}
	}
	return true
}

// wire returns flags as they are told.
func (s *session) wire(uid mail.UID, flags mail.Flags) []imap.Flag {
	out := make([]imap.Flag, 0, len(flags)+1)
	for _, f := range flags {
		out = append(out, imap.Flag(f))
	}
	if s.recent.Has(uid) {
		out = append(out, recentFlag)
	}
	return out
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

// take returns the last message told of, and makes it the last of b.
func (r *recents) take(b *mailbox.Box) mail.UID {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m == nil {
		r.m = make(map[place]mail.UID)
	}
	at := place{b.Account, b.ID}
	last := r.m[at]
	r.m[at] = max(last, b.UIDNext-1)
	return last
}

// claim makes the messages that no session has been told of recent in this
// one, and returns how many recent messages the view has.
func (s *session) claim() uint32 {
	if !s.readOnly {
		first, last := s.recents.take(s.view)+1, s.view.UIDNext-1
		switch n := len(s.recent); {
		case first > last:
		case n > 0 && s.recent[n-1].Last+1 == first:
			s.recent[n-1].Last = last
		default:
			s.recent = append(s.recent, mail.UIDRange{First: first, Last: last})
		}
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
