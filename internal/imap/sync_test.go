package imap_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mailsink/internal/imap"
	"mailsink/internal/mail"
	"mailsink/internal/store"
)

func few(s *imap.Server) { s.MaxConnections = 2 }

// A mirror is a mailbox as a client knows it by what it is told.
type mirror struct {
	*wire
	uids  []int
	flags map[int]string // by UID
}

func (w *world) mirror() *mirror {
	m := &mirror{wire: w.login("sink"), flags: map[int]string{}}
	m.take(m.ok("SELECT INBOX"))
	m.learn()
	return m
}

// learn asks for what is new.
func (m *mirror) learn() {
	m.Helper()
	if slices.Contains(m.uids, 0) {
		m.take(m.ok(fmt.Sprintf("FETCH %d:* (UID FLAGS)", slices.Index(m.uids, 0)+1)))
	}
}

var (
	exists  = regexp.MustCompile(`^\* (\d+) EXISTS$`)
	expunge = regexp.MustCompile(`^\* (\d+) EXPUNGE$`)
	fetched = regexp.MustCompile(`^\* (\d+) FETCH \((?:UID (\d+) )?FLAGS \(([^)]*)\)`)
)

// take believes what it is told.
func (m *mirror) take(responses []string) {
	m.Helper()
	for _, r := range responses {
		number := func(re *regexp.Regexp) (n int, sub []string) {
			if sub = re.FindStringSubmatch(r); sub != nil {
				n, _ = strconv.Atoi(sub[1])
			}
			return n, sub
		}
		if n, ok := number(exists); ok != nil {
			if n < len(m.uids) {
				m.Fatalf("%s, but %d are known", r, len(m.uids))
			}
			m.uids = append(m.uids, make([]int, n-len(m.uids))...)
		}
		if n, ok := number(expunge); ok != nil {
			m.uids = slices.Delete(m.uids, n-1, n)
		}
		if n, sub := number(fetched); sub != nil {
			uid, err := strconv.Atoi(sub[2])
			if err != nil {
				uid = m.uids[n-1]
			}
			if known := m.uids[n-1]; known != 0 && known != uid {
				m.Fatalf("%s, but number %d has UID %d", r, n, known)
			}
			m.uids[n-1] = uid
			m.flags[uid] = withoutRecent(sub[3])
		}
	}
}

func withoutRecent(flags string) string {
	words := strings.Fields(flags)
	return strings.Join(slices.DeleteFunc(words, func(f string) bool { return f == `\Recent` }), " ")
}

// compare compares the mirror with the mailbox.
func (m *mirror) compare(w *world) {
	m.Helper()
	m.take(m.ok("NOOP"))
	m.learn()
	b, _ := w.State().Box("sink", "INBOX")
	if b.Len() != len(m.uids) {
		m.Fatalf("the mirror has %d messages, the mailbox %d", len(m.uids), b.Len())
	}
	for i, msg := range b.From(0) {
		var want []string
		for _, f := range msg.Flags {
			want = append(want, string(f))
		}
		if m.uids[i] != int(msg.UID) || m.flags[m.uids[i]] != strings.Join(want, " ") {
			m.Fatalf("number %d is %d (%s) in the mirror and %d (%s) in the mailbox", i+1, m.uids[i], m.flags[m.uids[i]], msg.UID, want)
		}
	}
}

// TestAMirrorStaysEqual lets two clients and the mailbox itself do random
// things. What a client is told must suffice to know the mailbox.
func TestAMirrorStaysEqual(t *testing.T) {
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 7))
			w := start(t)
			for i := range 5 {
				w.deliver(message(fmt.Sprint(i)))
			}
			mirrors := []*mirror{w.mirror(), w.mirror()}
			for range 300 {
				act(w, rnd, mirrors[rnd.IntN(2)])
			}
			for _, m := range mirrors {
				m.compare(w)
			}
		})
	}
}

// act does one random thing, as client m or behind all clients' backs.
func act(w *world, rnd *rand.Rand, m *mirror) {
	w.Helper()
	flag := []string{`\Seen`, `\Deleted`, "Work", "$Fwd"}[rnd.IntN(4)]
	some := func() string { return strconv.Itoa(1 + rnd.IntN(max(1, len(m.uids)))) }
	b, _ := w.State().Box("sink", "INBOX")
	known := len(m.uids) > 0
	command := ""
	switch rnd.IntN(12) {
	case 0, 1:
		w.deliver(message("new"))
	case 2:
		if b.Len() > 3 {
			if err := w.Expunge(w.Context(), mail.UIDs(b.At(rnd.IntN(b.Len())).UID)); err != nil {
				w.Fatal(err)
			}
		}
	case 3:
		set := b.UIDs(0, rnd.IntN(b.Len()+1))
		if err := w.Flag(w.Context(), set, store.AddFlags, mail.NewFlags(mail.Flag(flag))); err != nil {
			w.Fatal(err)
		}
	case 4:
		command = "NOOP"
	case 5:
		command = fmt.Sprintf("STORE %s:%s +FLAGS (%s)", some(), some(), flag)
	case 6:
		command = fmt.Sprintf("UID STORE 1:* -FLAGS (%s)", flag)
	case 7:
		if known { // the message may be found to be gone
			m.take(m.run(fmt.Sprintf("FETCH %s (UID BODY[])", some())))
			m.learn()
		}
	case 8:
		command = "SEARCH UNSEEN"
	case 9:
		command = "EXPUNGE"
	case 10, 11:
		if known { // as in 7
			m.take(m.run(fmt.Sprintf("%s %s INBOX", []string{"COPY", "MOVE"}[rnd.IntN(2)], some())))
			m.learn()
		}
	}
	if known && command != "" {
		m.take(m.ok(command))
		m.learn()
	}
}

func TestWhatIsExpungedIsToldWhereItMayBe(t *testing.T) {
	w := start(t)
	for i := range 3 {
		w.deliver(message(fmt.Sprint(i)))
	}
	x := w.inbox()
	if err := w.Expunge(t.Context(), mail.UIDs(2)); err != nil {
		t.Fatal(err)
	}
	w.deliver(message("new"))
	for _, command := range []string{"FETCH 1:3 UID", "SEARCH ALL", "STORE 3 +FLAGS (Work)"} {
		for _, r := range x.ok(command) {
			if strings.Contains(r, "EXPUNGE") || strings.Contains(r, "EXISTS") {
				t.Errorf("%s was answered %q: numbers must not change", command, r)
			}
		}
	}
	x.no("FETCH 1 BODY[]", "NO [EXPUNGEISSUED]")
	got := x.ok("NOOP")
	want := []string{"* 1 EXPUNGE", "* 3 EXISTS"}
	if !slices.Equal(got, want) {
		t.Errorf("NOOP was answered %q, want %q", got, want)
	}
	if got := x.ok("FETCH 2 FLAGS"); !slices.Equal(got, []string{`* 2 FETCH (FLAGS (Work \Recent))`}) {
		t.Errorf("got %q", got)
	}
}

func TestAKeywordIsAnnouncedBeforeItIsUsed(t *testing.T) {
	w := start(t)
	w.deliver(message("one"))
	x := w.inbox()
	if err := w.Flag(t.Context(), mail.UIDs(2), store.AddFlags, mail.NewFlags("Work")); err != nil {
		t.Fatal(err)
	}
	got := x.ok("NOOP")
	want := []string{`* FLAGS (\Answered \Flagged \Deleted \Seen \Draft Work)`, `* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft Work \*)] Flags permitted`, `* 1 FETCH (FLAGS (Work \Recent))`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
