package archive

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
)

var sample = []Message{
	{Item{
		ID: "0000000000001", Time: time.Unix(1790000000, 0).UTC(), Flags: mail.NewFlags(mail.Seen, mail.Flagged, "urgent"), Account: "sink",
		Envelope: mail.Envelope{ReversePath: "a@x.test", Recipients: []mail.Recipient{{Original: "b@x.test", Final: "sink@mailsink.test"}}},
	}, []byte("Subject: 1\r\n\r\nFrom here\r\n>From there\r\n.\r\n\r\nend\r\n")},
	{Item{ID: "0000000000002", Time: time.Unix(1790000001, 0).UTC()}, []byte("Subject: 2\r\n\r\n" + strings.Repeat("x", 200_000) + "\r\n")},
	{Item{ID: "0000000000003", Time: time.Unix(1790000002, 0).UTC()}, []byte("Subject: 3\r\n\r\n\r\n")},
}

// TestAMessageWithoutAnEndOfLineKeepsTheNextApart holds that a message is a
// message of an mbox however it ends.
func TestAMessageWithoutAnEndOfLineKeepsTheNextApart(t *testing.T) {
	contents := []string{
		"Subject: last line begins\r\n\r\nhi!", "no line at all", "", "Subject: x", "ends in CR\r", "ends in LF\n", "From the beginning",
		"Subject: long\r\n\r\n" + strings.Repeat("x", 4096), "Subject: longer\r\n\r\n" + strings.Repeat("x", 4097), strings.Repeat("x", 8192),
	}
	var given []Message
	for _, c := range contents {
		given = append(given, Message{Item{Time: time.Unix(1790000000, 0).UTC()}, []byte(c)})
	}
	got, err := read(write(t, "mbox", given), "mbox", 1<<20)
	if err != nil || len(got) != len(given) {
		t.Fatalf("%d messages of %d came back: %v", len(got), len(given), err)
	}
	for i, m := range got {
		if strings.TrimRight(string(m.Content), "\r\n") != strings.TrimRight(contents[i], "\r\n") {
			t.Errorf("%.40q came back as %.40q", contents[i], m.Content)
		}
	}
}

func write(t testing.TB, form string, messages []Message) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, form)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		m.Size = int64(len(m.Content))
		if err := w.Add(m.Item, bytes.NewReader(m.Content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(octets []byte, form string, limit int64) (all []Message, err error) {
	for m, e := range Read(bytes.NewReader(octets), form, limit) {
		if e != nil {
			return all, e
		}
		all = append(all, m)
	}
	return all, nil
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	for _, form := range []string{"tar", "maildir", "mbox", "eml"} {
		want := sample
		if form == "eml" {
			want = sample[:1]
		}
		got, err := read(write(t, form, want), form, 1<<20)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%s: %d messages, %v", form, len(got), err)
		}
		for i, m := range got {
			w := want[i]
			if !bytes.Equal(m.Content, w.Content) {
				t.Errorf("%s %d: %.80q", form, i, m.Content)
			}
			if form != "eml" && !m.Time.Equal(w.Time) {
				t.Errorf("%s %d: %v", form, i, m.Time)
			}
			if form == "tar" && (flagText(m.Flags) != flagText(w.Flags) || m.Account != w.Account || len(m.Envelope.Recipients) != len(w.Envelope.Recipients)) {
				t.Errorf("%s %d: %+v", form, i, m.Item)
			}
			if form == "maildir" && m.Flags.Has(mail.Flagged) != w.Flags.Has(mail.Flagged) {
				t.Errorf("%s %d: %v", form, i, m.Flags)
			}
			if form != "maildir" && form != "eml" && m.Envelope.ReversePath != w.Envelope.ReversePath {
				t.Errorf("%s %d: from %q", form, i, m.Envelope.ReversePath)
			}
		}
	}
}

func TestAnotherWritersMboxIsRead(t *testing.T) {
	const given = "\nFrom MAILER-DAEMON Fri Jan  2 15:04:05 2026\nSubject: a\n\nFrom the middle of a paragraph\n\n\nFrom b@x.test Fri Jan  2 15:04:06 2026\r\nSubject: b\r\n\r\n>>From x"
	got, err := read([]byte(given), "mbox", 1<<20)
	if err != nil || len(got) != 2 {
		t.Fatal(len(got), err)
	}
	if want := "Subject: b\r\n\r\n>From x\r\n"; string(got[len(got)-1].Content) != want {
		t.Errorf("%q", got[len(got)-1].Content)
	}
}

func TestAnEmptyFileIsAnMboxWithoutMessages(t *testing.T) {
	if got, err := read(write(t, "mbox", nil), "mbox", 100); len(got) != 0 || err != nil {
		t.Errorf("%d messages, %v", len(got), err)
	}
}

func TestWhatIsNoArchiveIsRefused(t *testing.T) {
	tarred := write(t, "tar", sample)
	for name, c := range map[string]struct {
		octets []byte
		form   string
		limit  int64
		want   error
	}{
		"nothing as tar":        {nil, "tar", 100, ErrDamaged},
		"nothing as eml":        {nil, "eml", 100, ErrDamaged},
		"a message as mbox":     {[]byte("Subject: x\n\n"), "mbox", 100, ErrDamaged},
		"a message as tar":      {[]byte("Subject: x\n\n"), "tar", 100, ErrDamaged},
		"half a tar":            {tarred[:len(tarred)/2], "tar", 1 << 20, ErrDamaged},
		"a large message":       {tarred, "tar", 1000, mail.ErrTooLarge},
		"a large eml":           {sample[1].Content, "eml", 1000, mail.ErrTooLarge},
		"a large one in a mbox": {write(t, "mbox", sample), "mbox", 1000, mail.ErrTooLarge},
	} {
		if _, err := read(c.octets, c.form, c.limit); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := NewWriter(io.Discard, "zip"); err == nil {
		t.Error("zip is written")
	}
}

func FuzzAnyOctetsCanBeRead(f *testing.F) {
	for _, form := range []string{"tar", "maildir", "mbox"} {
		f.Add(write(f, form, sample[:1]))
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		for _, form := range []string{"tar", "mbox", "eml"} {
			got, _ := read(octets, form, 4096)
			for _, m := range got {
				if len(m.Content) > 4096 {
					t.Fatalf("%s: %d octets", form, len(m.Content))
				}
			}
			if form != "mbox" || len(got) == 0 {
				continue
			}
			again, err := read(write(t, form, got), form, 1<<20)
			if err != nil || len(again) != len(got) {
				t.Fatalf("%d messages became %d: %v", len(got), len(again), err)
			}
		}
	})
}
