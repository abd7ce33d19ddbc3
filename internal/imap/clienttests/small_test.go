package clienttests

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"mailsink/internal/imap"
	"mailsink/internal/mail"
)

// TestFetchmailFetchesEachMessageOnce polls twice.
func TestFetchmailFetchesEachMessageOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(plain, odd)
	config := w.write("fetchmailrc", fmt.Sprintf("poll %s protocol IMAP port %s username sink password any sslproto '' keep no rewrite mda \"cat >> %s/got\"\n", w.host, w.port, w.home))
	w.run("fetchmail", "fetchmail", "-f", config, "--nosyslog")
	w.run("sh", "dash", "-c", "fetchmail -f "+config+" --nosyslog; [ $? = 1 ]") // nothing new
	got, err := os.ReadFile(w.home + "/got")
	if err != nil || strings.Count(string(got), "\nSubject: ") != 2 || !strings.Contains(string(got), "Sch=C3=B6ne") {
		t.Errorf("it fetched %q, %v", got, err)
	}
}

// TestGetmailFetchesEachMessageOnce runs twice, which only stable UIDs allow.
func TestGetmailFetchesEachMessageOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(plain, odd)
	config := w.write("getmailrc", fmt.Sprintf(`
[retriever]
type = SimpleIMAPRetriever
server = %[1]s
port = %[2]s
username = sink
password = any
[destination]
type = MDA_external
path = /usr/bin/tee
arguments = ("-a", "%[3]s/got")
allow_root_commands = true
[options]
read_all = false
`, w.host, w.port, w.home))
	for run, want := range []string{"2 messages (", "0 messages (0 bytes) retrieved, 2 skipped"} {
		if out := w.run("getmail", "getmail6", "--getmaildir="+w.home, "--rcfile="+config); !strings.Contains(out, want) {
			t.Errorf("run %d says %s", run+1, out)
		}
	}
}

// TestImapfilterFindsCopiesAndDeletes lets a script in Lua sort the mail.
func TestImapfilterFindsCopiesAndDeletes(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(plain, odd)
	config := w.write("filter.lua", fmt.Sprintf(`
options.create, options.close = true, true
account = IMAP { server = '%s', port = %s, username = 'sink', password = 'any' }
found = account.INBOX:contain_subject('one') + account.INBOX:contain_body('nothing')
found:copy_messages(account['Kept'])
found:mark_flagged()
rest = account.INBOX:is_unflagged()
rest:delete_messages()
print('counts', #found, #rest, #account['Kept']:select_all())
`, w.host, w.port))
	if out := w.run("imapfilter", "imapfilter", "-c", config); !strings.Contains(out, "counts\t1\t1\t1") {
		t.Errorf("it says %s", out)
	}
	inbox, _ := w.State().Box("sink", "INBOX")
	if inbox.Len() != 1 || !inbox.At(0).Flags.Has(mail.Flagged) {
		t.Errorf("%d messages are left", inbox.Len())
	}
}

func TestPerlMailIMAPTalk(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(plain, odd)
	w.run("perl", "perl", "-e", "eval { require Mail::IMAPTalk } or die 'Mail::IMAPTalk is missing: install Debian package libmail-imaptalk-perl'")
	if out := w.run("perl", "perl", script(t, "talk.pl"), w.host, w.port); !strings.HasSuffix(out, "done\n") {
		t.Errorf("it ended with %q", out)
	}
}

// TestGSASLLogsInByEveryMechanism has GNU SASL prove who it is.
func TestGSASLLogsInByEveryMechanism(t *testing.T) {
	t.Parallel()
	w := start(t, func(s *imap.Server) {
		s.Auth = func(_ context.Context, user, password string) error {
			if user != "ann" || password != "secret" {
				return errors.New("wrong")
			}
			return nil
		}
		s.Secret = func(user string) (string, bool) { return "secret", user == "ann" }
	})
	for _, mechanism := range []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"} {
		out := w.run("gsasl", "gsasl", "--imap", "--no-starttls", "--quiet", "-m", mechanism, "-a", "ann", "-z", "ann", "-p", "secret", w.host, w.port)
		if !strings.Contains(out, "Logged in") {
			t.Errorf("%s: %s", mechanism, out)
		}
	}
}
