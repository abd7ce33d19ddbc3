package clienttests

import (
	"os"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

// manual returns the settings that docs/imap.md gives for a program, for a
// server on another port.
func (w *world) manual(program string) string {
	w.Helper()
	text, err := os.ReadFile("../../../docs/imap.md")
	if err != nil {
		w.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "```"+program+"\n")
	settings, _, closed := strings.Cut(rest, "```")
	if !ok || !closed || !strings.Contains(settings, "1143") {
		w.Fatalf("docs/imap.md has no settings for %s", program)
	}
	return strings.ReplaceAll(settings, "1143", w.port)
}

// TestTheManualSetsUpMbsync runs mbsync as docs/imap.md says.
func TestTheManualSetsUpMbsync(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(plain, odd)
	config := w.write("mbsyncrc", w.manual("mbsyncrc"))
	if err := os.Mkdir(w.home+"/mail", 0o700); err != nil {
		t.Fatal(err)
	}
	w.run("mbsync", "isync", "-c", config, "sink")
	got := w.files("mail/INBOX")
	if len(got) != 2 {
		t.Errorf("it pulled %d messages", len(got))
	}
	entries, _ := os.ReadDir(w.home + "/mail")
	if len(entries) != 1 {
		t.Errorf("it pulled mailboxes that it was told to leave: %v", entries)
	}
	before := w.State().ModSeq
	w.run("mbsync", "isync", "-c", config, "sink")
	if now := w.State().ModSeq; now != before || len(w.files("mail/INBOX")) != 2 {
		t.Errorf("a second run changed something: %d, was %d", now, before)
	}
}

// TestTheManualSetsUpMutt runs mutt as docs/imap.md says, in a terminal: it
// copies all messages out, flags the first, deletes the second, and leaves.
func TestTheManualSetsUpMutt(t *testing.T) {
	for _, program := range []string{"mutt", "neomutt"} {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			runMutt(t, program)
		})
	}
}

func runMutt(t *testing.T, program string) {
	w := start(t)
	w.deliver(plain, odd)
	settings := w.manual("muttrc") + `
set copy = no
set confirmappend = no
set mbox_type = mbox
set delete = yes
set quit = yes
set wait_key = no
set mark_old = no
set resolve = no
push "<tag-pattern>~A<enter><tag-prefix><copy-message>` + w.home + `/copies<enter><untag-pattern>~A<enter><first-entry><flag-message><last-entry><delete-message><sync-mailbox><exit>"
`
	config := w.write("muttrc", settings)
	w.run("script", "bsdutils", "-qec", program+" -n -F "+config, "/dev/null")
	copies, err := os.ReadFile(w.home + "/copies")
	if err != nil || strings.Count(string(copies), "\nSubject: ") != 2 || !strings.Contains(string(copies), "Sch=C3=B6ne") {
		t.Errorf("it copied %q, %v", copies, err)
	}
	inbox, _ := w.State().Box("sink", "INBOX")
	if inbox.Len() != 1 || !inbox.At(0).Flags.Has(mail.Flagged) {
		t.Errorf("%d messages are left, the first with %q", inbox.Len(), inbox.At(0).Flags)
	}
}

// extensions returns what docs/imap.md says that the door offers.
func extensions(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../../../docs/imap.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "## What the extensions are good for")
	table, _, _ = strings.Cut(table, "\n## ")
	named := make(map[string]bool)
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.Contains(line, "---") || strings.TrimSpace(cells[1]) == "" {
			continue
		}
		for name := range strings.SplitSeq(cells[1], ",") {
			named[strings.TrimSpace(name)] = true
		}
	}
	return named
}

// TestTheManualKnowsWhatIsOffered holds the table of extensions against what
// the door says of itself, both ways.
func TestTheManualKnowsWhatIsOffered(t *testing.T) {
	t.Parallel()
	w := start(t)
	offered, named := make(map[string]bool), extensions(t)
	for capability := range strings.FieldsSeq(strings.TrimPrefix(w.talk("sink").do("CAPABILITY", "OK"), "* CAPABILITY ")) {
		name, _, _ := strings.Cut(capability, "=")
		offered[capability], offered[name] = true, true
		if name != "AUTH" && !named[capability] && !named[name] {
			t.Errorf("docs/imap.md says nothing of %s", capability)
		}
	}
	for name := range named {
		if !offered[name] {
			t.Errorf("docs/imap.md promises %s, which is not offered", name)
		}
	}
}
