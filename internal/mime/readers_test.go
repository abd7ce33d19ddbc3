package mime

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"
	"github.com/jhillyerd/enmime/v2"
	"mailsink/internal/mail"
)

// mailDir is the flag that names a directory of real mail, a message in each
// file, for TestOtherReadersAgreeAboutRealMail.
var mailDir = flag.String("mail", "", "a directory of messages to compare readers with")

// A verdict is what a reader made of a message.
type verdict struct {
	leaves   []leaf
	subject  string
	from, to []mail.Contact // nil where the reader says nothing
	files    []string       // octets of what it calls attachments; of ours all
}

// ourVerdict is what this package makes of a message. An embedded message is
// one leaf, as it is for the others.
func ourVerdict(content []byte) (verdict, *Document) {
	d := Open(content)
	s := Summarize(content, true)
	r := verdict{subject: s.Subject, from: s.From, to: s.To}
	d.Root.Walk(func(p *Part) bool {
		if !p.IsMultipart() {
			body := string(p.Decoded(content))
			if p.Type == "text" {
				body = p.Text(content)
			}
			r.leaves = append(r.leaves, leaf{p.MediaType(), p.Filename, body})
		}
		return p.Message == nil
	})
	for _, p := range d.Attachments() {
		r.files = append(r.files, string(p.Decoded(content)))
	}
	return r, d
}

// goMessageVerdict is what go-message makes of it; ok is false where it fails.
func goMessageVerdict(content []byte) (r verdict, ok bool) {
	e, err := message.Read(bytes.NewReader(content))
	if err != nil {
		return r, false
	}
	h := gomail.Header{Header: e.Header}
	if r.leaves, err = appendEntity(nil, e); err != nil {
		return r, false
	}
	if r.subject, err = h.Subject(); err != nil {
		return r, false
	}
	list := func(name string) []mail.Contact {
		addresses, err := h.AddressList(name)
		if err != nil {
			return nil
		}
		var out []mail.Contact
		for _, a := range addresses {
			out = append(out, mail.Contact{Name: a.Name, Address: mail.Address(a.Address)})
		}
		return out
	}
	r.from, r.to = list("From"), list("To")
	return r, true
}

func appendEntity(all []leaf, e *message.Entity) ([]leaf, error) {
	if r := e.MultipartReader(); r != nil {
		for {
			part, err := r.NextPart()
			if err == io.EOF {
				return all, nil
			}
			if err != nil {
				return nil, err
			}
			if all, err = appendEntity(all, part); err != nil {
				return nil, err
			}
		}
	}
	mediaType, _, err := e.Header.ContentType()
	if err != nil {
		return nil, err
	}
	name, err := (&gomail.AttachmentHeader{Header: e.Header}).Filename()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(e.Body)
	return append(all, leaf{mediaType, name, string(body)}), err
}

// enmimeVerdict is what enmime makes of it; ok is false where it fails or
// says that something is wrong.
func enmimeVerdict(content []byte) (r verdict, ok bool) {
	parser := enmime.NewParser(enmime.DisableTextConversion(true), enmime.DisableCharacterDetection(true))
	env, err := parser.ReadEnvelope(bytes.NewReader(content))
	if err != nil || len(env.Errors) > 0 {
		return r, false
	}
	r.leaves, r.subject = enmimeLeaves(env.Root), env.GetHeader("Subject")
	list := func(name string) []mail.Contact {
		addresses, err := env.AddressList(name)
		if err != nil {
			return nil
		}
		var out []mail.Contact
		for _, a := range addresses {
			out = append(out, mail.Contact{Name: a.Name, Address: mail.Address(a.Address)})
		}
		return out
	}
	r.from, r.to = list("From"), list("To")
	for _, p := range env.Attachments {
		r.files = append(r.files, string(p.Content))
	}
	return r, true
}

// compare returns what two readers say differently, each in a word and a
// sentence.
func (r verdict) compare(theirs verdict) map[string]string {
	found := make(map[string]string)
	note := func(what string, ours, theirs any) {
		found[what] = fmt.Sprintf("%s: ours %.200q, theirs %.200q", what, fmt.Sprint(ours), fmt.Sprint(theirs))
	}
	if !sameText(r.subject, theirs.subject) {
		note("subject", r.subject, theirs.subject)
	}
	for name, lists := range map[string][2][]mail.Contact{"from": {r.from, theirs.from}, "to": {r.to, theirs.to}} {
		if lists[1] != nil && !sameContacts(lists[0], lists[1]) {
			note(name, lists[0], lists[1])
		}
	}
	for _, file := range theirs.files {
		if !slices.Contains(r.files, file) {
			note("attachments", r.files, theirs.files)
		}
	}
	if len(r.leaves) != len(theirs.leaves) {
		note("count", len(r.leaves), len(theirs.leaves))
		return found
	}
	for i, ours := range r.leaves {
		t := theirs.leaves[i]
		switch {
		case ours.mediaType != strings.ToLower(t.mediaType):
			note("type", ours.mediaType, t.mediaType)
		case ours.filename != t.filename && ours.filename != cleanFilename(t.filename):
			note("filename", ours.filename, t.filename)
		case ours.body != t.body && ours.body != strings.TrimSuffix(t.body, "="): // a soft line break at the end
			note("body", ours.body, t.body)
		}
	}
	return found
}

// sameText compares text for show: in white space readers differ.
func sameText(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

func sameContacts(a, b []mail.Contact) bool {
	return slices.EqualFunc(a, b, func(a, b mail.Contact) bool { return a.Address == b.Address && sameText(a.Name, b.Name) })
}

// The classes of difference between readers, each with its reason. Of a
// message without a defect nothing else may differ.
const (
	byDefect     = "broken: we tell of a defect, and readers mend what is broken in different ways"
	byCharset    = "charset: text without a charset, or that says US-ASCII, ISO-8859-1 or an unknown one, is UTF-8 or windows-1252 for us, and always UTF-8; others leave its octets"
	byDigest     = "digest: in a multipart/digest the default is message/rfc822 (RFC 2046 §5.1.5)"
	byQuotedWord = "encoded-words: in quotes, in parameters and of more than 75 characters they are decoded by us, as by mail programs, and not by all"
	byParameter  = "parameters: with RFC 2231 broken in some way, they are read by us and not by all"
	byBoundary   = "boundaries: beyond ASCII, or one for two levels, they part a message for us as they are written"
	byRoot       = "root: a message that is nothing but text of any kind is read, and has no attachment"
	byBounds     = "bounds: subjects, names and addresses for show are cut, and their controls replaced"
	byAddress    = "addresses: with a name and no address, in mailto: form, with quotes or without an @, they are kept as written by us"
)

// explain returns the class that a difference falls into, or "".
func explain(what string, d *Document, ours verdict) string {
	header := string(d.Root.Header.Of(d.Content))
	switch {
	case len(d.Defects()) > 0:
		return byDefect
	case what == "type" && strings.Contains(strings.ToLower(string(d.Content)), "multipart/digest"):
		return byDigest
	case what == "body" && (openCharset(d.Root) || ours.broken()):
		return byCharset
	case what == "body" && strings.HasPrefix(d.Root.Charset, "utf-16"):
		return byCharset
	case what == "filename" && (strings.ContainsAny(string(d.Content), "*\\") || strings.Count(string(d.Content), "filename=") > 1):
		return byParameter
	case (what == "type" || what == "count") && oddBoundary(d.Root, nil):
		return byBoundary
	case what == "attachments" && !d.Root.IsMultipart():
		return byRoot
	case what == "subject" && (len(ours.subject) >= maxSubject-10 || strings.Contains(ours.subject, "\ufffd")):
		return byBounds
	case what != "count" && what != "body" && strings.Contains(string(d.Content), "=?"):
		return byQuotedWord
	case (what == "subject" || what == "from" || what == "to") && !utf8.ValidString(header):
		return byCharset
	case what == "from" || what == "to":
		for _, c := range slices.Concat(ours.from, ours.to) {
			if strings.ContainsAny(string(c.Address)+c.Name, "\"()") || c.Address == "" || c.Name == string(c.Address) || !strings.Contains(string(c.Address), "@") || len(c.Address) >= maxAddress || len(c.Name) >= maxName || strings.Contains(header, "mailto") {
				return byAddress
			}
		}
	}
	return ""
}

// broken reports whether octets of a text are not of its charset.
func (r verdict) broken() bool {
	return slices.ContainsFunc(r.leaves, func(l leaf) bool { return strings.Contains(l.body, "\ufffd") })
}

// openCharset reports whether a text of the message leaves its charset open.
func openCharset(root *Part) bool {
	found := false
	root.Walk(func(p *Part) bool {
		if p.Type == "text" && !p.IsMultipart() {
			switch p.Charset {
			case "utf-8":
			case "", "us-ascii", "ascii", "iso-8859-1", "latin1", "unknown-8bit", "iso-2022-kr", "iso-2022-jp", "hz-gb-2312":
				found = true
			default:
				found = found || !isKnownCharset(p.Charset)
			}
		}
		return true
	})
	return found
}

// oddBoundary reports whether a multipart has a boundary beyond ASCII, or that
// of one it is in.
func oddBoundary(p *Part, outer []string) bool {
	if p.Type == "multipart" {
		b := p.Param("boundary")
		if !isASCII(b) || slices.Contains(outer, b) {
			return true
		}
		outer = append(outer, b)
	}
	return slices.ContainsFunc(p.Children, func(c *Part) bool { return oddBoundary(c, outer) })
}

// A comparison counts what became of messages.
type comparison struct {
	read    map[string]int // messages by reader, that could be compared with it
	classes map[string]int // differences
}

// message compares what readers make of content, and fails where they differ
// without a reason.
func (c *comparison) message(t *testing.T, name string, content []byte) {
	ours, d := ourVerdict(content)
	for reader, read := range map[string]func([]byte) (verdict, bool){"go-message": goMessageVerdict, "enmime": enmimeVerdict} {
		theirs, ok := read(content)
		if !ok {
			c.read["refused by "+reader]++
			continue
		}
		c.read[reader]++
		for what, difference := range ours.compare(theirs) {
			class := explain(what, d, ours)
			if class == "" {
				t.Errorf("%s: %s says otherwise: %s", name, reader, difference)
			}
			c.classes[class]++
		}
	}
}

func (c *comparison) log(t *testing.T) {
	t.Log(c.read)
	for _, class := range slices.Sorted(maps.Keys(c.classes)) {
		t.Logf("%5d %s", c.classes[class], class)
	}
}

func newComparison() *comparison { return &comparison{map[string]int{}, map[string]int{}} }

func TestOtherReadersAgreeAboutBrokenMessages(t *testing.T) {
	c := newComparison()
	for _, m := range corpus(t) {
		c.message(t, m.File, m.content)
	}
	c.log(t)
}

// What is changed at random is read alike, or we say what is wrong with it.
func TestOtherReadersAgreeAboutChangedMessages(t *testing.T) {
	c := newComparison()
	for seed := range uint64(600) {
		random := rand.New(rand.NewPCG(seed, 11))
		content := []byte((&author{Rand: random}).message())
		for range 1 + random.IntN(3) {
			content = changed(random, content)
		}
		if err := checkAll(content); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		c.message(t, fmt.Sprint("seed ", seed), content)
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, content)
		}
	}
	c.log(t)
}

// changed returns content with one random change.
func changed(random *rand.Rand, content []byte) []byte {
	lines := bytes.SplitAfter(content, []byte("\n"))
	i, j := random.IntN(len(lines)), random.IntN(len(lines))
	switch random.IntN(6) {
	case 0: // a line less
		lines = slices.Delete(lines, i, i+1)
	case 1: // a line twice
		lines = slices.Insert(lines, i, lines[j])
	case 2:
		lines[i], lines[j] = lines[j], lines[i]
	case 3: // another octet
		content = bytes.Clone(content)
		content[random.IntN(len(content))] = byte(random.IntN(256))
		return content
	case 4: // cut off
		return content[:random.IntN(len(content))+1]
	case 5: // an empty line more
		lines = slices.Insert(lines, i, []byte("\r\n"))
	}
	if out := bytes.Join(lines, nil); len(out) > 0 {
		return out
	}
	return content
}

// With -mail DIR, other readers say the same of the messages there.
func TestOtherReadersAgreeAboutRealMail(t *testing.T) {
	if *mailDir == "" {
		t.Skip("needs mail: go test -run RealMail -mail DIR ./internal/mime")
	}
	files, err := os.ReadDir(*mailDir)
	if err != nil {
		t.Fatal(err)
	}
	c := newComparison()
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(*mailDir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if err := checkAll(content); err != nil {
			t.Errorf("%s: %v", f.Name(), err)
		}
		c.message(t, f.Name(), content)
	}
	c.log(t)
}
