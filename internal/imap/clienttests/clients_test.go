package clienttests

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

func TestImapflow(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("testdata/node_modules/imapflow"); err != nil {
		t.Fatal("imapflow is missing: run make deps, or npm ci --prefix internal/imap/clienttests/testdata")
	}
	w := start(t)
	w.deliver(plain, odd)
	if out := w.run("node", "nodejs", script(t, "session.mjs"), w.host, w.port); !strings.HasSuffix(out, "done\n") {
		t.Errorf("it ended with %q", out)
	}
	inbox, _ := w.State().Box("sink", "INBOX")
	if inbox.Len() != 1 {
		t.Errorf("INBOX has %d messages, want 1", inbox.Len())
	}
	kept, ok := w.State().Box("sink", "Grüße/Kopien")
	if !ok || kept.Len() != 3 || !kept.At(0).Flags.Has("kept") || !kept.At(0).Flags.Has(mail.Seen) {
		t.Error("the copies are not what they should be")
	}
}

func TestPerlMailIMAPClient(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(plain, odd)
	w.run("perl", "perl", "-e", "eval { require Mail::IMAPClient } or die 'Mail::IMAPClient is missing: install Debian package libmail-imapclient-perl'")
	if out := w.run("perl", "perl", script(t, "session.pl"), w.host, w.port); !strings.HasSuffix(out, "done\n") {
		t.Errorf("it ended with %q", out)
	}
}

// TestOfflineIMAP synchronises a Maildir, changes both sides, and synchronises
// again until there is nothing to do.
func TestOfflineIMAP(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(plain, odd)
	config := w.write("offlineimaprc", fmt.Sprintf(`
[general]
accounts = sink
ui = basic
metadata = %[3]s/meta
[Account sink]
localrepository = here
remoterepository = there
[Repository here]
type = Maildir
localfolders = %[3]s/mail
[Repository there]
type = IMAP
remotehost = %[1]s
remoteport = %[2]s
remoteuser = sink
remotepass = any
ssl = no
starttls = no
auth_mechanisms = PLAIN, LOGIN
folderfilter = lambda name: not name.startswith(('Recipients', 'Views'))
`, w.host, w.port, w.home))
	sync := func() { t.Helper(); w.run("offlineimap", "offlineimap3", "-c", config, "-1") }
	sync()
	if got := w.files("mail/INBOX"); len(got) != 2 {
		t.Fatalf("it pulled %d messages: %q", len(got), got)
	}
	w.write("mail/INBOX/new/1.near", strings.ReplaceAll(strings.Replace(plain, "one", "near", 1), "\r\n", "\n"))
	for name, content := range w.files("mail/INBOX") {
		if strings.Contains(content, "Subject: one") {
			to := w.home + "/mail/INBOX/cur/" + strings.TrimSuffix(name, ":2,") + ":2,FS"
			from := w.home + "/mail/INBOX/new/" + name
			if _, err := os.Stat(from); err != nil {
				from = w.home + "/mail/INBOX/cur/" + name
			}
			if err := os.Rename(from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	sync()
	inbox, _ := w.State().Box("sink", "INBOX")
	if inbox.Len() != 3 || !inbox.At(0).Flags.Has(mail.Flagged) || inbox.At(2).Summary.Subject != "near" {
		t.Errorf("it pushed %d messages, the first with %q", inbox.Len(), inbox.At(0).Flags)
	}
	before := w.State().ModSeq
	sync()
	if now := w.State().ModSeq; now != before {
		t.Errorf("a run with nothing to do changed something: %d, was %d", now, before)
	}
}
