package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Messages that are hostile, broken or only odd are taken octet for octet,
// listed, opened in every way and fetched, each in bounded time, all of them
// in bounded memory.
func TestOddMessagesAreSeenThroughEveryDoor(t *testing.T) {
	p := start(t, "--store", "file:"+t.TempDir())
	contents, names := oddMessages(t)
	ids := giveAll(t, p, contents)
	var rows struct {
		Messages []struct{ ID string }
	}
	list := get(t, p, "/v1/messages?limit=500")
	if err := json.Unmarshal([]byte(list), &rows); err != nil || !utf8.ValidString(list) || len(rows.Messages) != len(contents) {
		t.Fatalf("%d rows of %d messages: %v", len(rows.Messages), len(contents), err)
	}
	for i, content := range contents {
		began := time.Now()
		openAll(t, p, names[i], ids[i], content)
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("%s: opening it took %v", names[i], took)
		}
	}
	fetchAll(t, p, names, contents)
	if peak := peakMemory(t, p); peak > 1<<30 { // of a program with the race detector in it
		t.Errorf("it took %d MiB", peak>>20)
	}
}

// oddMessages returns those of internal/mime, and large ones made here. The
// doors are tested with the hostile ones that lie beside them.
func oddMessages(t *testing.T) (contents [][]byte, names []string) {
	t.Helper()
	files, err := filepath.Glob("../../internal/mime/testdata/odd/*.eml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d messages: %v", len(files), err)
	}
	for _, f := range files {
		octets, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		contents, names = append(contents, octets), append(names, filepath.Base(f))
	}
	for name, content := range map[string]string{
		"a line of 4 MiB":          "Subject: x\r\n\r\n" + strings.Repeat("x", 4<<20),
		"30,000 delimiters":        "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\n", 30_000),
		"5,000 nested multiparts":  strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 5_000),
		"5,000 messages in others": strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 5_000),
		"100,000 parameters":       "Content-Type: text/html" + strings.Repeat("; a=b", 100_000) + "\r\n\r\n<p>x",
		"50,000 pieces":            "Content-Type: text/html" + strings.Repeat("; name*0*=%41", 50_000) + "\r\n\r\n<p>x",
		"100,000 comments":         "From: " + strings.Repeat("(", 100_000) + strings.Repeat(")", 100_000) + " a@b.test\r\n\r\nx",
		"50,000 encoded-words":     "Subject: " + strings.Repeat("=?utf-8?q?a?= ", 50_000) + "\r\n\r\nx",
		"20,000 addresses":         "To: " + strings.Repeat("u@e.test,\r\n ", 20_000) + "\r\n\r\nx",
		"50,000 files in text":     "Subject: x\r\n\r\n" + strings.Repeat("begin 644 a\r\n#0V%T\r\nend\r\n", 50_000),
		"a header of 2 MiB":        "Subject: " + strings.Repeat("x", 2<<20) + "\r\n\r\nx",
	} {
		contents, names = append(contents, []byte(content)), append(names, name)
	}
	return contents, names
}

// giveAll gives messages to the sink octet for octet (BDAT, RFC 3030), and
// returns their IDs.
func giveAll(t *testing.T, p *process, contents [][]byte) (ids []string) {
	t.Helper()
	c, err := textproto.Dial("tcp", p.SMTP)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	say := func(want int, format string, args ...any) string {
		t.Helper()
		if format != "" {
			if err := c.PrintfLine(format, args...); err != nil {
				t.Fatal(err)
			}
		}
		_, said, err := c.ReadResponse(want)
		if err != nil {
			t.Fatalf("%.80s: %v", fmt.Sprintf(format, args...), err)
		}
		return said
	}
	say(220, "")
	say(250, "EHLO client.test")
	for _, content := range contents {
		say(250, "MAIL FROM:<a@b.test> BODY=BINARYMIME")
		say(250, "RCPT TO:<c@d.test>")
		if err := c.PrintfLine("BDAT %d LAST", len(content)); err != nil {
			t.Fatal(err)
		}
		c.W.Write(content)
		if err := c.W.Flush(); err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(say(250, ""))
		ids = append(ids, words[len(words)-1])
	}
	return ids
}

// openAll asks the API for everything it says of a message.
func openAll(t *testing.T, p *process, name, id string, content []byte) {
	t.Helper()
	path := "/v1/messages/" + id
	var whole struct {
		Attachments []struct {
			Part string
			Size int
		}
	}
	detail := get(t, p, path)
	if err := json.Unmarshal([]byte(detail), &whole); err != nil || !utf8.ValidString(detail) {
		t.Errorf("%s: the detail is not JSON in UTF-8: %v", name, err)
	}
	if raw := get(t, p, path+"/raw"); raw != string(content) {
		t.Errorf("%s: %d octets came back of %d", name, len(raw), len(content))
	}
	for _, aspect := range []string{"/text", "/headers", "/structure", "/checks"} {
		if text := get(t, p, path+aspect); !utf8.ValidString(text) {
			t.Errorf("%s: %s is not UTF-8", name, aspect)
		}
	}
	for _, a := range whole.Attachments[:min(len(whole.Attachments), 5)] {
		if octets := get(t, p, path+"/parts/"+a.Part); len(octets) != a.Size {
			t.Errorf("%s: part %s has %d octets, want %d", name, a.Part, len(octets), a.Size)
		}
	}
}

// fetchAll fetches all there is of each message over IMAP.
func fetchAll(t *testing.T, p *process, names []string, contents [][]byte) {
	t.Helper()
	c, err := imapclient.DialInsecure(p.IMAP, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("anyone", "anything").Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	items := &imap.FetchOptions{
		Envelope: true, RFC822Size: true, BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
		BodySection: []*imap.FetchItemBodySection{{Peek: true}},
	}
	for i, content := range contents {
		got, err := c.Fetch(imap.SeqSetNum(uint32(i+1)), items).Collect()
		if err != nil {
			t.Fatalf("%s: %v", names[i], err)
		}
		if len(got) != 1 || got[0].Envelope == nil || got[0].BodyStructure == nil || !bytes.Equal(got[0].BodySection[0].Bytes, content) {
			t.Errorf("%s: FETCH gives other octets than were sent", names[i])
		}
	}
}

// peakMemory returns the most octets that the sink has held, where /proc tells.
func peakMemory(t *testing.T, p *process) (octets int) {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
		fmt.Sscan(rest, &octets)
	}
	t.Logf("most memory: %d MiB", octets>>10)
	return octets << 10
}
