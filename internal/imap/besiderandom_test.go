package imap_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestDovecotAgreesOnRandomCommands has two sessions say random commands to
// Dovecot and to us, in turns. Each is told first what the other did, so that
// both servers mean the same by a number. What they answer is the same, and so
// is what there is in the end.
func TestDovecotAgreesOnRandomCommands(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := newPair(t, []txtar.File{{Name: "one", Data: []byte("Subject: one\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nbody\n")}, {Name: "two", Data: []byte("Subject: two\nDate: Tue, 2 Jan 2024 10:00:00 +0000\n\nother\n")}})
			rnd := rand.New(rand.NewPCG(seed, 11))
			for _, who := range []string{"1", "2"} {
				for _, command := range []string{"CREATE a", "CREATE b", "SELECT a"} {
					p.say(who, command)
				}
			}
			for range 150 {
				who := []string{"1", "2"}[rnd.IntN(2)]
				n := p.told(who)
				p.agree(who, randomCommand(rnd, n))
			}
			for _, command := range []string{"NOOP", "FETCH 1:* (UID FLAGS RFC822.SIZE)", `LIST "" "*"`, `LSUB "" "*"`, "STATUS b (MESSAGES UIDNEXT UNSEEN)", "SELECT b", "FETCH 1:* (UID FLAGS)"} {
				p.agree("1", command)
			}
		})
	}
}

// told has a session hear what is new, and returns how many messages it knows.
func (p *pair) told(who string) int {
	p.Helper()
	p.agree(who, "NOOP")
	ours, _ := p.say(who, "SEARCH RETURN (COUNT) ALL")
	for _, r := range ours {
		var n int
		if _, err := fmt.Sscanf(r, "* ESEARCH (TAG T) COUNT %d", &n); err == nil {
			return n
		}
	}
	p.Fatalf("a session does not know how many messages there are: %q", ours)
	return 0
}

// agree says a command to both, which must answer the same in any order.
// Answers to STORE are looked at later: we say flags that have not changed,
// too. Keywords that no message has any more are Dovecot's alone, as
// are the directories of mailboxes that are gone.
func (p *pair) agree(who, command string) {
	p.Helper()
	a, b := p.say(who, command)
	plain := func(all []string) []string {
		all = slices.DeleteFunc(slices.Clone(all), func(r string) bool {
			return strings.Contains(command, "STORE") && strings.Contains(r, " FETCH (") || strings.Contains(r, " RECENT") || strings.Contains(r, "PERMANENTFLAGS") || strings.HasPrefix(r, "* FLAGS") || strings.Contains(r, `(\hasnochildren \noselect)`)
		})
		slices.Sort(all)
		return all
	}
	if a, b = plain(a), plain(b); !slices.Equal(a, b) {
		p.Fatalf("%s %s\nours   %q\ntheirs %q", who, command, a, b)
	}
}

// randomCommand returns a command that n messages allow.
func randomCommand(rnd *rand.Rand, n int) string {
	flag := []string{`\Seen`, `\Flagged`, `\Deleted`, `\Draft \Answered`, "work", "$Later"}[rnd.IntN(6)]
	if n == 0 || rnd.IntN(4) == 0 {
		return []string{
			"APPEND a @one", "APPEND a (" + flag + ") @two", "APPEND b @one @two", "APPEND none @one", "EXPUNGE", "UID EXPUNGE 1:*", "CHECK",
			"CREATE c/d", "DELETE c/d", "RENAME c/d c/e", "DELETE c/e", "SUBSCRIBE b", "SUBSCRIBE c/d", "UNSUBSCRIBE b", `LIST "" "c/%"`, `LSUB "" "%"`,
			"STATUS b (MESSAGES UIDNEXT)", "UID FETCH 1:* FLAGS", "UID SEARCH ALL", "SELECT a", "FETCH 1:999 UID",
		}[rnd.IntN(21)]
	}
	first := 1 + rnd.IntN(n)
	set := []string{fmt.Sprint(first), fmt.Sprintf("%d:%d", first, 1+rnd.IntN(n)), fmt.Sprintf("%d,%d", first, 1+rnd.IntN(n)), "*", fmt.Sprintf("%d:*", first)}[rnd.IntN(5)]
	sign := []string{"+", "-", ""}[rnd.IntN(3)]
	return []string{
		fmt.Sprintf("STORE %s %sFLAGS (%s)", set, sign, flag), fmt.Sprintf("STORE %s %sFLAGS.SILENT (%s)", set, sign, flag),
		fmt.Sprintf("UID STORE %s %sFLAGS.SILENT (%s)", set, sign, flag), fmt.Sprintf("FETCH %s (UID RFC822.SIZE)", set),
		fmt.Sprintf("FETCH %s BODY.PEEK[TEXT]<1.3>", set), fmt.Sprintf("UID FETCH %s (BODY.PEEK[HEADER.FIELDS (SUBJECT)])", set),
		fmt.Sprintf("COPY %s b", set), fmt.Sprintf("MOVE %s b", set), fmt.Sprintf("UID MOVE %s b", set), fmt.Sprintf("COPY %s none", set),
		fmt.Sprintf("SEARCH %s SEEN", set), fmt.Sprintf("UID SEARCH OR FLAGGED NOT %s", set), "SEARCH RETURN (MIN MAX COUNT) UNDELETED", "SORT (SUBJECT SIZE) UTF-8 ALL",
		"THREAD ORDEREDSUBJECT UTF-8 ALL", fmt.Sprintf("SEARCH UID %s KEYWORD work", set),
	}[rnd.IntN(16)]
}
