package imap_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// program returns the path of a program, or fails with what to install.
func program(t *testing.T, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install Debian package %s", name, pkg)
	}
	return path
}

// output runs a program that must succeed, and returns what it prints.
func output(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir)
	var out, diag bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diag
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, out.String(), diag.String())
	}
	return out.String()
}

func TestCurl(t *testing.T) {
	t.Parallel()
	curl := program(t, "curl", "curl")
	w := start(t)
	w.deliver(message("one"))
	w.deliver(message("two"))
	dir := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		return output(t, dir, curl, append([]string{"--silent", "--show-error", "--max-time", "30", "--user", "sink:pw"}, args...)...)
	}
	url := "imap://" + w.addr
	if got := run(url); !strings.HasPrefix(got, "* LIST (\\HasNoChildren) \"/\" INBOX\r\n") {
		t.Errorf("the list is %q", got)
	}
	if got := run(url + "/INBOX?SUBJECT%20two"); got != "* SEARCH 2\r\n" {
		t.Errorf("the search finds %q", got)
	}
	if got := run(url + "/INBOX;MAILINDEX=1"); got != message("one") {
		t.Errorf("the first message is %q", got)
	}
	if got := run(url + "/INBOX;UID=3;SECTION=TEXT"); got != "Hello.\r\n" {
		t.Errorf("the text of the second message is %q", got)
	}
	file := filepath.Join(dir, "new.eml")
	if err := os.WriteFile(file, []byte(message("three")), 0o600); err != nil {
		t.Fatal(err)
	}
	run("--upload-file", file, url+"/INBOX")
	run(url, "--request", "CREATE Kept")
	run(url+"/INBOX", "--request", "STORE 3 +FLAGS (\\Flagged)")
	b, _ := w.State().Box("sink", "INBOX")
	if m := b.At(2); !m.Flags.Has(mail.Flagged) || string(w.octets(m)) != message("three") {
		t.Errorf("the upload is %q with %q", w.octets(m), m.Flags)
	}
}

func (w *world) octets(m *mail.Message) []byte {
	w.Helper()
	octets, err := w.Octets(w.Context(), m)
	if err != nil {
		w.Fatal(err)
	}
	return octets
}

func TestPythonImaplib(t *testing.T) {
	t.Parallel()
	python := program(t, "python3", "python3")
	w := start(t)
	w.deliver(message("=?utf-8?q?Gr=C3=BC=C3=9Fe?="))
	w.deliver(message("two"))
	script, err := filepath.Abs("testdata/session.py")
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := strings.Cut(w.addr, ":")
	if out := output(t, t.TempDir(), python, script, host, port); !strings.HasSuffix(out, "done\n") {
		t.Errorf("it ended with %q", out)
	}
}

// maildir is what a Maildir holds: the content of each file, and its flags.
func maildir(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for _, sub := range []string{"cur", "new"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			content, err := os.ReadFile(filepath.Join(dir, sub, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			_, flags, _ := strings.Cut(e.Name(), ":2,")
			key := subjectOf(string(content))
			out[key] = flags
		}
	}
	return out
}

func subjectOf(content string) string {
	_, rest, _ := strings.Cut(content, "Subject: ")
	subject, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSuffix(subject, "\r")
}

// TestMbsync synchronises a Maildir both ways: messages and flags pulled and
// pushed, expunges, and a last run that finds nothing to do.
func TestMbsync(t *testing.T) {
	t.Parallel()
	mbsync := program(t, "mbsync", "isync")
	w := start(t)
	dir := t.TempDir()
	host, port, _ := strings.Cut(w.addr, ":")
	config := fmt.Sprintf(`
IMAPStore far
Host %s
Port %s
User sink
Pass secret
SSLType None
AuthMechs LOGIN

MaildirStore near
Path %[3]s/mail/
Inbox %[3]s/mail/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Remove Both
Expunge Both
SyncState *
`, host, port, dir)
	file := filepath.Join(dir, "mbsyncrc")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "mail"), 0o700); err != nil {
		t.Fatal(err)
	}
	sync := func() string { t.Helper(); return output(t, dir, mbsync, "-V", "-c", file, "all") }

	for i := range 20 {
		w.deliver(message(fmt.Sprint("far ", i)))
	}
	first := w.State().Inboxes.At(0)
	if err := w.Flag(t.Context(), mail.UIDs(first.UID), store.AddFlags, mail.NewFlags(mail.Seen, mail.Flagged)); err != nil {
		t.Fatal(err)
	}
	sync()
	inbox := filepath.Join(dir, "mail", "INBOX")
	got := maildir(t, inbox)
	if len(got) != 20 || got["far 0"] != "FS" {
		t.Fatalf("pulled %d messages, the first with %q: %v", len(got), got["far 0"], got)
	}

	// A message and flags of the near side, another mailbox, an expunge.
	write(t, filepath.Join(inbox, "cur", "1.near:2,RS"), strings.ReplaceAll(message("near"), "\r\n", "\n"))
	flagNear(t, inbox, "far 1", "S")
	flagNear(t, inbox, "far 2", "T")
	for _, sub := range []string{"", "cur", "new", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, "mail", "Other", sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "mail", "Other", "cur", "2.near:2,"), strings.ReplaceAll(message("other"), "\r\n", "\n"))
	sync()
	checkPushed(t, w)

	before := w.State().ModSeq
	out := sync()
	if now := w.State().ModSeq; now != before {
		t.Errorf("a run with nothing to do changed something: %d, was %d\n%s", now, before, out)
	}
	if got := maildir(t, inbox); len(got) != 20 {
		t.Errorf("the near side has %d messages, want 20", len(got))
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// flagNear sets the flags of the message with that subject in a Maildir.
func flagNear(t *testing.T, dir, subject, flags string) {
	t.Helper()
	for _, sub := range []string{"cur", "new"} {
		entries, _ := os.ReadDir(filepath.Join(dir, sub))
		for _, e := range entries {
			old := filepath.Join(dir, sub, e.Name())
			content, err := os.ReadFile(old)
			if err != nil {
				t.Fatal(err)
			}
			if subjectOf(string(content)) != subject {
				continue
			}
			name, _, _ := strings.Cut(e.Name(), ":2,")
			if err := os.Rename(old, filepath.Join(dir, "cur", name+":2,"+flags)); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no message %q in %s", subject, dir)
}

// checkPushed checks what the second run of TestMbsync must have done.
func checkPushed(t *testing.T, w *world) {
	t.Helper()
	flags := make(map[string]mail.Flags)
	b, _ := w.State().Box("sink", "INBOX")
	for _, m := range b.From(0) {
		flags[m.Summary.Subject] = m.Flags
	}
	switch {
	case b.Len() != 20:
		t.Errorf("INBOX has %d messages, want 20", b.Len())
	case !flags["far 1"].Has(mail.Seen):
		t.Error("a flag was not pushed")
	case !flags["near"].Has(mail.Seen) || !flags["near"].Has(mail.Answered):
		t.Errorf("a message was pushed with the flags %q", flags["near"])
	}
	if _, ok := flags["far 2"]; ok {
		t.Error("an expunge was not pushed")
	}
	other, ok := w.State().Box("sink", "Other")
	if !ok || other.Len() != 1 {
		t.Error("another mailbox was not pushed")
	}
}
