package imap

import (
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mailbox"
)

// cmdGetQuotaRoot does GETQUOTAROOT (RFC 9208 §4.1.2): there is one root, the
// sink.
func (s *session) cmdGetQuotaRoot(r *request) (string, error) {
	name, err := s.onlyMailbox(r)
	if err != nil {
		return "", err
	}
	b, ok := s.box(name)
	if !ok {
		return "", mailbox.ErrNotExist
	}
	s.put("* QUOTAROOT ", s.wireName(b.Name), ` ""`)
	s.putQuota()
	return "", nil
}

// cmdGetQuota does GETQUOTA (RFC 9208 §4.1.1).
func (s *session) cmdGetQuota(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	root, err := r.astring()
	if err != nil {
		return "", err
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if root != "" {
		return "", no(goimap.ResponseCodeNonExistent, `The only quota root is ""`)
	}
	s.putQuota()
	return "", nil
}

// cmdSetQuota refuses SETQUOTA: limits are the operator's.
func (s *session) cmdSetQuota(r *request) (string, error) {
	r.pos = len(r.line)
	return "", no(goimap.ResponseCodeNoPerm, "Limits are set with --max-messages and --max-bytes")
}

// putQuota says what is kept, and how much may be. Nothing is refused because
// of it: the oldest messages go.
func (s *session) putQuota() {
	state := s.Mailbox.State()
	var limits []string
	if n := state.Limits.Bytes; n > 0 {
		limits = append(limits, "STORAGE "+itoa((state.All.Bytes+1023)/1024)+" "+itoa(n/1024))
	}
	if n := state.Limits.Messages; n > 0 {
		limits = append(limits, "MESSAGE "+itoa(state.All.Len())+" "+itoa(n))
	}
	s.put(`* QUOTA "" (`, strings.Join(limits, " "), ")")
}
