package imap

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// silent is the code of a command that has answered itself.
const silent = "\x00"

func itoa[T int | int64 | uint32](n T) string { return strconv.FormatInt(int64(n), 10) }

// cmdCapability does CAPABILITY (RFC 9051 §6.1.1).
func (s *session) cmdCapability(r *request) (string, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	s.put("* CAPABILITY ", s.capabilities())
	return "", nil
}

// cmdNoop does NOOP and CHECK: what has happened is said after every command.
func (s *session) cmdNoop(r *request) (string, error) { return "", r.end() }

// cmdLogout does LOGOUT (RFC 9051 §6.1.3).
func (s *session) cmdLogout(r *request) (string, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	s.hangUp("Logging out")
	return "", nil
}

// cmdID does ID (RFC 2971). What the client says of itself goes to the log.
func (s *session) cmdID(r *request) (string, error) {
	if r.more() {
		if err := s.readID(r); err != nil {
			return "", err
		}
	}
	if err := r.end(); err != nil {
		return "", err
	}
	s.put(`* ID ("name" "mailsink")`)
	return "", nil
}

func (s *session) readID(r *request) error {
	if r.peek() != '(' {
		_, isNil, err := r.ntext()
		if err == nil && !isNil {
			return bad("ID takes a list or NIL")
		}
		return err
	}
	var said []string
	err := r.list(func() error {
		word, err := r.astring() // RFC 2971 has strings; some send atoms
		if len(said) < 60 {
			said = append(said, word)
		}
		return err
	})
	if err == nil && len(said)%2 != 0 {
		return bad("ID takes pairs")
	}
	if err == nil {
		s.Log.Debug("an IMAP client introduced itself", "client", s.raw.RemoteAddr().String(), "id", strings.Join(said, " "))
	}
	return err
}

// cmdEnable does ENABLE (RFC 5161). UTF8=ACCEPT and IMAP4rev2 change how names
// of mailboxes are written; IMAP4rev2 also what is said of searches.
func (s *session) cmdEnable(r *request) (string, error) {
	var on []string
	for r.more() {
		word := r.word()
		switch word {
		case "":
			return "", bad("The name of a capability is missing")
		case "CONDSTORE":
			s.enabled.condstore = true
		case "QRESYNC":
			s.enabled.condstore, s.enabled.qresync = true, true
		case "UTF8=ACCEPT":
			s.enabled.utf8 = true
		case "IMAP4REV2":
			s.enabled.utf8, s.enabled.rev2 = true, true
			word = "IMAP4rev2"
		default:
			continue
		}
		on = append(on, word)
	}
	if err := r.end(); err != nil {
		return "", err
	}
	s.put(strings.TrimSuffix("* ENABLED "+strings.Join(on, " "), " "))
	return "", nil
}

// cmdLanguage does LANGUAGE (RFC 5255 §3): there is one, which is the default.
func (s *session) cmdLanguage(r *request) (string, error) {
	var asked []string
	for r.more() {
		tag, err := r.astring()
		if err != nil {
			return "", err
		}
		asked = append(asked, strings.ToLower(tag))
	}
	if err := r.end(); err != nil {
		return "", err
	}
	known := func(tag string) bool {
		return tag == "i-default" || tag == "default" || tag == "en" || strings.HasPrefix(tag, "en-")
	}
	if len(asked) > 0 && !slices.ContainsFunc(asked, known) {
		return "", no("", "The only language is English")
	}
	if len(asked) == 0 {
		s.put(`* LANGUAGE ("i-default" "en")`)
	} else {
		s.put(`* LANGUAGE ("en")`)
	}
	return "", nil
}

// cmdIdle does IDLE (RFC 2177). What happens meanwhile is pushed.
func (s *session) cmdIdle(r *request) (string, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	tag := r.tag
	s.put("+ idling")
	s.idling = true
	defer func() { s.idling = false }()
	if s.in.Buffered() == 0 {
		if err := s.flush(); err != nil {
			return "", err
		}
		s.release()
		s.expect(time.Now().Add(s.IdleTimeout))
		if err := s.listen(); err != nil {
			return "", err
		}
	}
	s.expectRest()
	if err := r.begin(maxUnknown); err != nil {
		return "", ending(err)
	}
	r.tag = tag
	if !strings.EqualFold(string(r.line), "DONE") {
		f := bad("IDLE ends with DONE")
		f.ends = true
		return "", f
	}
	return "", nil
}
