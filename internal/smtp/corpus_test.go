package smtp

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"testing"
)

// corpus returns odd messages, made and found.
func corpus(t *testing.T) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader("testdata/hostile/messages.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	messages := map[string][]byte{
		"a line of 8 MiB": bytes.Repeat([]byte("x"), 8<<20),
		"dots only":       bytes.Repeat([]byte(".\r\n"), 100000),
		"CRs only":        bytes.Repeat([]byte("\r"), 100001),
		"NULs only":       make([]byte, 100000),
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if messages[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return messages
}

// stuff makes content ready for DATA. Content whose last line does not end
// gets an end, and want says so.
func stuff(content []byte) (data, want []byte) {
	want = content
	if !bytes.HasSuffix(content, []byte("\r\n")) && len(content) > 0 {
		want = append(bytes.Clone(content), "\r\n"...)
	}
	data = bytes.ReplaceAll(want, []byte("\r\n."), []byte("\r\n.."))
	if bytes.HasPrefix(data, []byte(".")) {
		data = append([]byte("."), data...)
	}
	return append(bytes.Clone(data), ".\r\n"...), want
}

func TestEveryMessageArrivesOctetForOctet(t *testing.T) {
	box := &recorder{}
	addr, _ := start(t, newServer(box))
	c := greeted(t, addr)
	messages := corpus(t)
	if len(messages) < 290 {
		t.Errorf("only %d messages", len(messages))
	}
	for name, content := range messages {
		data, want := stuff(content)
		c.envelope()
		c.want("DATA\r\n", "354 ")
		c.want(string(data), "250 ")
		c.envelope()
		cut := len(content) / 3
		c.want(fmt.Sprintf("BDAT %d\r\n%s", cut, content[:cut]), "250 ")
		c.want(fmt.Sprintf("BDAT %d LAST\r\n%s", len(content)-cut, content[cut:]), "250 ")
		all := box.all()
		if got := all[len(all)-2].content; !bytes.Equal(got, want) {
			t.Errorf("%s: DATA changed the content, %d octets for %d", name, len(got), len(want))
		}
		if got := all[len(all)-1].content; !bytes.Equal(got, content) {
			t.Errorf("%s: BDAT changed the content, %d octets for %d", name, len(got), len(content))
		}
	}
}
