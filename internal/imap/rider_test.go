package imap_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A rider is a client that believes what it is told of one mailbox and no
// word more, and finds contradictions. Its methods return an error when the
// server contradicts itself; nothing works after one.
type rider struct {
	sock    net.Conn
	in      *bufio.Reader
	n       int
	still   bool // EXPUNGE must not be said now
	qresync bool

	open     bool
	messages []*rode
	keywords map[string]bool
	recent   int
	uidNext  int
	modSeq   int // the highest that was told of the mailbox
}

// rode is a message as it is known: its UID and flags, where they are.
type rode struct {
	uid    int
	flags  string
	known  bool // the flags are
	modSeq int
}

var errContradiction = errors.New("the server contradicts itself")

func contradiction(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errContradiction, fmt.Sprintf(format, args...))
}

func mount(addr string) (*rider, error) {
	sock, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	sock.SetDeadline(time.Now().Add(2 * time.Minute))
	r := &rider{sock: sock, in: bufio.NewReader(sock)}
	if _, err := r.response(); err != nil {
		return nil, err
	}
	_, err = r.do("LOGIN sink any")
	return r, err
}

// response reads one response with its literals.
func (r *rider) response() (string, error) {
	var b strings.Builder
	for {
		line, err := r.in.ReadString('\n')
		if err != nil {
			return "", err
		}
		b.WriteString(line)
		i := strings.LastIndexByte(line, '{')
		if i < 0 || !strings.HasSuffix(line, "}\r\n") {
			return strings.TrimSuffix(b.String(), "\r\n"), nil
		}
		n, err := strconv.Atoi(line[i+1 : len(line)-3])
		if err != nil {
			return "", contradiction("the literal of %q", line)
		}
		if _, err := io.CopyN(&b, r.in, int64(n)); err != nil {
			return "", err
		}
	}
}

// do says commands at once and reads all that is answered. It returns how the
// last one ended; none may be BAD.
func (r *rider) do(commands ...string) (status string, err error) {
	r.still = true
	var all strings.Builder
	for _, c := range commands {
		r.n++
		fmt.Fprintf(&all, "%d %s\r\n", r.n, c)
		verb, _, _ := strings.Cut(c, " ")
		r.still = r.still && (verb == "FETCH" || verb == "STORE" || verb == "SEARCH")
	}
	if _, err := io.WriteString(r.sock, all.String()); err != nil {
		return "", err
	}
	last := strconv.Itoa(r.n) + " "
	for {
		line, err := r.response()
		if err != nil {
			return "", err
		}
		if err := r.take(line); err != nil {
			return "", fmt.Errorf("%w; asked %.200q, answered %.300q", err, commands, line)
		}
		_, after, _ := strings.Cut(line, " ")
		if line[0] != '*' && strings.HasPrefix(after, "BAD") {
			return "", contradiction("%.200q: %s", commands, line)
		}
		if status, done := strings.CutPrefix(line, last); done {
			r.still = false
			return status, nil
		}
	}
}

var (
	rideNumber = regexp.MustCompile(`^\* (\d+) (EXISTS|RECENT|EXPUNGE|FETCH)(?: \((.*))?`)
	rideUID    = regexp.MustCompile(`(?:^| )UID (\d+)`)
	rideFlags  = regexp.MustCompile(`(?:^| )FLAGS \(([^)]*)\)`)
	rideModSeq = regexp.MustCompile(`(?:^| )MODSEQ \((\d+)\)`)
	rideCode   = regexp.MustCompile(`^(?:\*|\d+) OK \[(UIDNEXT|HIGHESTMODSEQ|CLOSED) ?(\d*)`)
)

// take believes a response.
func (r *rider) take(line string) error {
	if m := rideCode.FindStringSubmatch(line); m != nil {
		return r.takeCode(m[1], atoi(m[2]))
	}
	if list, ok := strings.CutPrefix(line, "* FLAGS ("); ok {
		r.keywords = make(map[string]bool)
		for word := range strings.FieldsSeq(strings.TrimSuffix(list, ")")) {
			r.keywords[word] = true
		}
	}
	if set, ok := strings.CutPrefix(line, "* VANISHED "); ok && !strings.HasPrefix(set, "(") {
		return r.vanish(set)
	}
	m := rideNumber.FindStringSubmatch(line)
	if m == nil {
		return nil
	}
	switch n := atoi(m[1]); m[2] {
	case "EXISTS":
		return r.exists(n)
	case "RECENT":
		if r.recent = n; n > len(r.messages) {
			return contradiction("%d are recent of %d", n, len(r.messages))
		}
	case "EXPUNGE":
		return r.expunge(n)
	default:
		return r.fetch(n, m[3])
	}
	return nil
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

func (r *rider) takeCode(code string, n int) error {
	switch code {
	case "CLOSED":
		r.forget()
	case "UIDNEXT":
		if n < r.uidNext {
			return contradiction("UIDNEXT went back from %d", r.uidNext)
		}
		r.uidNext = n
	case "HIGHESTMODSEQ":
		if n < r.modSeq {
			return contradiction("HIGHESTMODSEQ went back from %d", r.modSeq)
		}
		r.modSeq = n
	}
	return nil
}

func (r *rider) forget() { r.open, r.messages, r.keywords, r.recent = false, nil, nil, 0 }

func (r *rider) exists(n int) error {
	if n < len(r.messages) {
		return contradiction("%d are known", len(r.messages))
	}
	for len(r.messages) < n {
		r.messages = append(r.messages, &rode{})
	}
	return nil
}

func (r *rider) expunge(n int) error {
	if n < 1 || n > len(r.messages) || r.still || r.qresync {
		return contradiction("an EXPUNGE of %d that may not be, %d are known", n, len(r.messages))
	}
	r.messages = slices.Delete(r.messages, n-1, n)
	return nil
}

func (r *rider) vanish(set string) error {
	if r.still || !r.qresync {
		return contradiction("a VANISHED that may not be")
	}
	for part := range strings.SplitSeq(set, ",") {
		first, last, ranged := strings.Cut(part, ":")
		for uid := atoi(first); uid <= atoi(last) || !ranged && uid == atoi(first); uid++ {
			i := slices.IndexFunc(r.messages, func(m *rode) bool { return m.uid >= uid })
			switch {
			case i < 0:
				i = len(r.messages) - 1
			case r.messages[i].uid > uid:
				i-- // one that came and went unseen
			}
			if i < 0 || r.messages[i].uid != uid && r.messages[i].uid != 0 {
				return contradiction("%d has vanished, and was not there", uid)
			}
			r.messages = slices.Delete(r.messages, i, i+1)
		}
	}
	return nil
}

func (r *rider) fetch(n int, items string) error {
	if n < 1 || n > len(r.messages) {
		return contradiction("%d are known", len(r.messages))
	}
	m := r.messages[n-1]
	items, _, _ = strings.Cut(items, "BODY[")
	if f := rideUID.FindStringSubmatch(items); f != nil {
		uid := atoi(f[1])
		if m.uid != 0 && m.uid != uid {
			return contradiction("number %d has the UID %d", n, m.uid)
		}
		if n > 1 && r.messages[n-2].uid >= uid || n < len(r.messages) && r.messages[n].uid != 0 && r.messages[n].uid <= uid {
			return contradiction("UIDs do not ascend around number %d", n)
		}
		m.uid = uid
	}
	if f := rideFlags.FindStringSubmatch(items); f != nil {
		for word := range strings.FieldsSeq(f[1]) {
			if word != `\Recent` && !r.keywords[word] {
				return contradiction("%s was not announced in FLAGS", word)
			}
		}
		m.flags, m.known = withoutRecent(f[1]), true
	}
	if f := rideModSeq.FindStringSubmatch(items); f != nil {
		if at := atoi(f[1]); at < m.modSeq {
			return contradiction("the MODSEQ of number %d went back from %d", n, m.modSeq)
		}
		m.modSeq = atoi(f[1])
	}
	return nil
}

// learn asks for what is not known of messages.
func (r *rider) learn() error {
	i := slices.IndexFunc(r.messages, func(m *rode) bool { return m.uid == 0 || !m.known })
	if i < 0 {
		return nil
	}
	_, err := r.do(fmt.Sprintf("FETCH %d:%d (UID FLAGS)", i+1, len(r.messages)))
	return err
}

// check asks for everything, which must be known.
func (r *rider) check() error {
	if _, err := r.do("NOOP"); err != nil {
		return err
	}
	if err := r.learn(); err != nil || len(r.messages) == 0 {
		return err
	}
	before := make([]rode, len(r.messages))
	for i, m := range r.messages {
		before[i] = *m
	}
	if _, err := r.do("FETCH 1:* (UID FLAGS)"); err != nil {
		return err
	}
	for i, m := range r.messages {
		if i >= len(before) || before[i].uid != m.uid || before[i].flags != m.flags {
			return contradiction("number %d is %+v and was said to be %+v", i+1, *m, before[i])
		}
	}
	return nil
}
