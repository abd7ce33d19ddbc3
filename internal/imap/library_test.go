package imap_test

import (
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// library starts go-imap's server on its own mailboxes in memory.
func library(t *testing.T) *wire {
	t.Helper()
	user := imapmemserver.NewUser("sink", "secret")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem := imapmemserver.New()
	mem.AddUser(user)
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return mem.NewSession(), nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapLiteralPlus: {}, imap.CapUIDPlus: {}, imap.CapESearch: {}, imap.CapMove: {}},
		InsecureAuth: true,
	})
	ln := listen(t)
	served := make(chan struct{})
	go func() { defer close(served); server.Serve(ln) }()
	t.Cleanup(func() { server.Close(); <-served })
	c, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	x := wireOn(t, c)
	x.want("* OK ")
	x.ok("LOGIN sink secret")
	return x
}

// TestTheLibraryAgrees says the same to go-imap's server and to ours. What
// both answer to base commands is the same but for UIDs, for texts, for what
// IMAP leaves open.
func TestTheLibraryAgrees(t *testing.T) {
	ours, theirs := start(t).login("sink"), library(t)
	for _, command := range []string{
		"APPEND INBOX (\\Seen) {%d+}\r\n%s", "APPEND INBOX {%d+}\r\n%s", "APPEND INBOX (\\Flagged) {%d+}\r\n%s",
		"SELECT INBOX", "CREATE Box", "CREATE Box", "DELETE None", "RENAME None Other", "SELECT None", "SELECT INBOX",
		"FETCH 1:* FLAGS", "FETCH 2 (FLAGS RFC822.SIZE)", "FETCH 1 BODY.PEEK[]", "FETCH 1 BODY.PEEK[HEADER]",
		"FETCH 1 BODY.PEEK[TEXT]<2.3>", "FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (Subject)]", "FETCH 2 BODY.PEEK[1]", "FETCH 2 FLAGS",
		"SEARCH ALL", "SEARCH SEEN", "SEARCH UNSEEN", "SEARCH FLAGGED", "SEARCH NOT FLAGGED", "SEARCH OR SEEN FLAGGED", "SEARCH 2:*",
		"SEARCH SUBJECT two", "SEARCH FROM a.test", "SEARCH BODY hello", "SEARCH TEXT nothing", "SEARCH LARGER 10", "SEARCH SMALLER 10",
		"SEARCH (SEEN 1) NOT DELETED", "SEARCH SENTSINCE 1-Jan-2026", "SEARCH SENTBEFORE 1-Jan-2026", "SEARCH HEADER Subject one",
		"STORE 1 +FLAGS (\\Answered)", "STORE 1 FLAGS (\\Draft)", "STORE 1:2 -FLAGS.SILENT (\\Draft)", "FETCH 1:2 FLAGS",
		"COPY 1:2 Box", "COPY 1 None", "STATUS Box (MESSAGES UNSEEN)", "STATUS None (MESSAGES)",
		"STORE 2 +FLAGS (\\Deleted)", "EXPUNGE", "SEARCH ALL", "COPY 1 Box", "SEARCH ALL", "STATUS Box (MESSAGES)",
		"SUBSCRIBE Box", "LSUB \"\" *", "UNSUBSCRIBE Box", "LSUB \"\" *", "LIST \"\" None", "CLOSE", "DELETE Box", "NOOP",
		"FETCH 1 FLAGS", "NOSUCH", "SELECT", "LOGIN a b", "LIST \"\"", "APPEND INBOX", "STORE 1 FLAGS",
	} {
		if strings.HasPrefix(command, "APPEND INBOX ") {
			m := message([]string{"one", "two"}[strings.Count(command, "(")])
			command = fmt.Sprintf(command, len(m), m)
		}
		a, b := comparable(ours.run(command)), comparable(theirs.run(command))
		if !slices.Equal(a, b) {
			t.Errorf("%.60q\nours   %q\ntheirs %q", command, a, b)
		}
	}
}

var (
	uids  = regexp.MustCompile(`(UID |APPENDUID |COPYUID )[\d:, ]+`)
	text  = regexp.MustCompile(`^(OK|NO|BAD).*`)
	flags = regexp.MustCompile(`FLAGS \([^)]*\)`)
)

// comparable leaves of responses what two servers should agree on.
func comparable(responses []string) []string {
	var out []string
	for _, r := range responses {
		r = uids.ReplaceAllString(r, "")
		switch {
		case strings.HasPrefix(r, "* OK"), strings.HasPrefix(r, "* FLAGS"), strings.HasSuffix(r, "RECENT"):
			continue
		case strings.HasPrefix(r, "* LIST") || strings.HasPrefix(r, "* LSUB"):
			r = "* LIST " + r[strings.Index(r, ") ")+2:]
		}
		r = strings.NewReplacer(` \Recent`, "", `\Recent`, "", `"INBOX"`, "INBOX", `("Subject")`, "(Subject)").Replace(r)
		r = flags.ReplaceAllStringFunc(r, func(s string) string {
			words := strings.Fields(strings.ToLower(strings.Trim(s, "FLAGS ()")))
			slices.Sort(words)
			return fmt.Sprint(words)
		})
		r = text.ReplaceAllString(r, "$1")
		out = append(out, r)
	}
	return out
}
