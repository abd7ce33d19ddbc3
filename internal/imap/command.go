package imap

import (
	"errors"
	"io"
	"net"
	"os"
	"runtime/debug"
	"strings"

	goimap "github.com/emersion/go-imap/v2"
)

// A request is a command on its way.
type request struct {
	lexer
	tag  string
	verb string // in upper case; "UID FETCH"
	uid  bool   // UID stands in front: numbers are UIDs
	done string // what is said at the end, if not that it is completed
}

// A command is what can be done.
type command struct {
	when phase
	run  func(*session, *request) (code string, err error)
	// still says that message numbers must not change while the command
	// runs, so that no EXPUNGE may be said with it (RFC 9051 §7.5.1).
	still bool
}

// A phase says in which states of RFC 9051 §3 a command may be given.
type phase uint8

const (
	always phase = iota
	beforeLogin
	afterLogin
	inMailbox
)

// lookup returns the command of that name.
func lookup(verb string) (command, bool) {
	for _, find := range []func(string) command{sessionCommand, mailboxCommand, messageCommand} {
		if c := find(verb); c.run != nil {
			return c, true
		}
	}
	return command{}, false
}

func sessionCommand(verb string) command {
	switch verb {
	case "CAPABILITY":
		return command{when: always, run: (*session).cmdCapability}
	case "NOOP":
		return command{when: always, run: (*session).cmdNoop}
	case "LOGOUT":
		return command{when: always, run: (*session).cmdLogout}
	case "ID":
		return command{when: always, run: (*session).cmdID}
	case "STARTTLS":
		return command{when: beforeLogin, run: (*session).cmdStartTLS}
	case "AUTHENTICATE":
		return command{when: beforeLogin, run: (*session).cmdAuthenticate}
	case "LOGIN":
		return command{when: beforeLogin, run: (*session).cmdLogin}
	case "ENABLE":
		return command{when: afterLogin, run: (*session).cmdEnable}
	case "COMPRESS":
		return command{when: afterLogin, run: (*session).cmdCompress}
	case "LANGUAGE":
		return command{when: always, run: (*session).cmdLanguage}
	case "IDLE":
		return command{when: afterLogin, run: (*session).cmdIdle}
	case "NOTIFY":
		return command{when: afterLogin, run: (*session).cmdNotify}
	}
	return command{}
}

func mailboxCommand(verb string) command {
	c := command{when: afterLogin}
	switch verb {
	case "SELECT", "EXAMINE":
		c.run = (*session).cmdSelect
	case "CREATE":
		c.run = (*session).cmdCreate
	case "DELETE":
		c.run = (*session).cmdDelete
	case "RENAME":
		c.run = (*session).cmdRename
	case "SUBSCRIBE", "UNSUBSCRIBE":
		c.run = (*session).cmdSubscribe
	case "LIST":
		c.run = (*session).cmdList
	case "LSUB":
		c.run = (*session).cmdLSub
	case "NAMESPACE":
		c.run = (*session).cmdNamespace
	case "STATUS":
		c.run = (*session).cmdStatus
	case "APPEND":
		c.run = (*session).cmdAppend
	case "GETQUOTA":
		c.run = (*session).cmdGetQuota
	case "GETQUOTAROOT":
		c.run = (*session).cmdGetQuotaRoot
	case "SETQUOTA":
		c.run = (*session).cmdSetQuota
	case "GENURLAUTH":
		c.run = (*session).cmdGenURLAuth
	case "URLFETCH":
		c.run = (*session).cmdURLFetch
	case "RESETKEY":
		c.run = (*session).cmdResetKey
	case "GETMETADATA":
		c.run = (*session).cmdGetMetadata
	case "SETMETADATA":
		c.run = (*session).cmdSetMetadata
	}
	return c
}

func messageCommand(verb string) command {
	c := command{when: inMailbox}
	switch verb {
	case "CHECK":
		c.run = (*session).cmdNoop
	case "CLOSE", "UNSELECT":
		c.run = (*session).cmdClose
	case "EXPUNGE", "UID EXPUNGE":
		c.run = (*session).cmdExpunge
	case "FETCH", "UID FETCH":
		c.run, c.still = (*session).cmdFetch, verb == "FETCH"
	case "STORE", "UID STORE":
		c.run, c.still = (*session).cmdStore, verb == "STORE"
	case "COPY", "UID COPY":
		c.run = (*session).cmdCopy
	case "MOVE", "UID MOVE":
		c.run = (*session).cmdMove
	case "SEARCH", "UID SEARCH":
		c.run, c.still = (*session).cmdSearch, verb == "SEARCH"
	case "SORT", "UID SORT":
		c.run, c.still = (*session).cmdSort, verb == "SORT"
	case "THREAD", "UID THREAD":
		c.run, c.still = (*session).cmdThread, verb == "THREAD"
	case "CANCELUPDATE":
		c.run = (*session).cmdCancelUpdate
	}
	return c
}

// turn reads a command, does it, and answers it.
func (s *session) turn() {
	r := &s.req
	r.tag, r.verb, r.uid, r.done = "", "", false, ""
	limit := maxCommand
	if s.account == "" {
		limit = maxUnknown
	}
	err := r.begin(limit)
	var code string
	var still bool
	if err == nil {
		code, still, err = s.perform(r)
	} else {
		r.tag = leadingTag(r.line)
	}
	if err != nil {
		s.refuse(r, err)
		return
	}
	s.bad = 0
	if code != silent {
		s.complete(r, code, still)
	}
}

// complete answers a command that has succeeded.
func (s *session) complete(r *request, code string, still bool) {
	if !s.over {
		before := s.view
		s.poll(!still)
		if code == "" && s.enabled.qresync && before != nil && s.view != nil && (before.Len() != s.view.Len() || before.UIDNext != s.view.UIDNext) {
			code = "HIGHESTMODSEQ " + modSeq(s.view.ModSeq) // as far as the client is told of all
		}
	}
	if code != "" {
		code = "[" + code + "] "
	}
	if r.done == "" {
		r.done = r.verb + " completed"
	}
	s.put(r.tag, " OK ", code, r.done)
	s.relieve()
}

// perform runs a command whose first line has been read.
func (s *session) perform(r *request) (code string, still bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			s.Log.Error("a panic in an IMAP session", "panic", v, "stack", string(debug.Stack()))
			err = no(goimap.ResponseCodeServerBug, "Internal error; the log has it")
		}
	}()
	if err := r.name(); err != nil {
		return "", false, err
	}
	cmd, ok := lookup(r.verb)
	if !ok {
		return "", false, s.unknown(r)
	}
	if err := s.permits(cmd.when); err != nil {
		return "", false, err
	}
	code, err = cmd.run(s, r)
	return code, cmd.still, err
}

// name reads the tag and the name of a command.
func (r *request) name() error {
	tag := leadingTag(r.line)
	if tag == "" {
		return bad("A command begins with a tag")
	}
	r.tag, r.pos = tag, len(tag)
	if r.space() != nil {
		return bad("A command follows its tag")
	}
	if r.verb = r.word(); r.verb == "" {
		return bad("A command follows its tag")
	}
	if r.verb != "UID" {
		return nil
	}
	if err := r.space(); err != nil {
		return err
	}
	r.verb, r.uid = "UID "+r.word(), true
	return nil
}

// leadingTag returns the tag that line begins with, or "". Tags are of a
// length to repeat.
func leadingTag(line []byte) string {
	n := 0
	for n < len(line) && n <= 128 && isAString(line[n]) && line[n] < 0x80 && line[n] != '+' {
		n++
	}
	if n > 128 || n < len(line) && line[n] != ' ' {
		return ""
	}
	return string(line[:n])
}

// unknown refuses a command that there is none of. A request of HTTP ends the
// connection: a browser was made to send it, and its body may hold commands.
func (s *session) unknown(r *request) error {
	f := bad("There is no such command")
	line := strings.TrimSpace(string(r.line[:min(len(r.line), 1024)]))
	f.ends = s.account == "" && strings.Contains(line, " HTTP/1.")
	return f
}

// permits reports whether a command may be given now.
func (s *session) permits(when phase) error {
	switch {
	case when == beforeLogin && s.account != "":
		return bad("You have logged in already")
	case when >= afterLogin && s.account == "":
		return bad("Log in first")
	case when == inMailbox && s.view == nil:
		return bad("Select a mailbox first")
	}
	return nil
}

// refuse answers a command that has failed, and passes over the rest of it.
func (s *session) refuse(r *request, err error) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.Is(err, net.ErrClosed) && s.failed != nil {
		s.farewell(err)
		s.over = true
		return
	}
	f := s.blame(err)
	limit := int64(maxUnknown)
	if s.account != "" {
		limit = s.MaxSize
	}
	ends := f.ends || !r.abandon(limit) || s.tooBad(f)
	if f.status == "NO" && s.view != nil && !ends {
		s.poll(false)
	}
	tag := r.tag
	if tag == "" {
		tag = "*"
	}
	s.put(tag, " ", f.line())
	if ends {
		s.hangUp("Closing the connection")
		s.linger()
	}
}

// tooBad counts commands that are not well formed.
func (s *session) tooBad(f *fault) bool {
	if f.status != "BAD" {
		s.bad = 0
		return false
	}
	s.bad++
	return s.bad >= maxBad || s.account == "" && s.bad >= maxBadFirst
}
