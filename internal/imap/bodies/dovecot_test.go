package bodies_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/imap/bodies"
	"mailsink/internal/imap/dovecot"
	"mailsink/internal/mime"
)

// crlf ends every line of content as Dovecot does.
func crlf(content []byte) []byte {
	content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n"))
}

// An item is what FETCH is asked for, and our answer.
type item struct{ name, answer string }

// literal is how Dovecot gives octets: a NUL in them is the octet 0x80.
func literal(octets []byte) string {
	octets = bytes.ReplaceAll(octets, []byte{0}, []byte{0x80})
	return fmt.Sprintf("{%d}\r\n%s", len(octets), octets)
}

// paths are the parts that are asked for.
func paths() [][]int {
	all := [][]int{nil}
	for a := 1; a <= 3; a++ {
		all = append(all, []int{a}, []int{a, 1}, []int{a, 2}, []int{a, 1, 1}, []int{a, 2, 1})
	}
	return all
}

// leaf reports whether p names the first part of a part that has none. For
// Dovecot that is the part itself; RFC 9051 §6.4.5.1 knows none.
func leaf(root *mime.Part, p []int) bool {
	if len(p) < 2 || p[len(p)-1] != 1 {
		return false
	}
	above := root.Section(p[:len(p)-1])
	return above != nil && !above.IsMultipart() && above.Message == nil
}

func structures(content []byte) []item {
	root := mime.Parse(content)
	return []item{
		{"ENVELOPE", string(bodies.AppendEnvelope(nil, root))},
		{"BODY", string(bodies.AppendBody(nil, root))},
		{"BODYSTRUCTURE", string(bodies.AppendBodyStructure(nil, root))},
	}
}

func sections(content []byte) []item {
	root := mime.Parse(content)
	var items []item
	for _, p := range paths() {
		if leaf(root, p) {
			continue
		}
		for kind := bodies.Whole; kind <= bodies.MIME; kind++ {
			s := bodies.Section{Path: p, Kind: kind}
			if kind == bodies.Fields || kind == bodies.FieldsNot {
				s.Names = []string{"SUBJECT", "CONTENT-TYPE"}
			}
			if kind == bodies.MIME && len(p) == 0 {
				continue
			}
			octets := bodies.Locate(content, root, s).AppendTo(nil, content)
			items = append(items, item{fmt.Sprintf("BODY[%s]", s.Append(nil)), literal(octets)})
		}
	}
	return items
}

// binaries are those of single bodies: of a message or of a multipart Dovecot
// makes another, with all that is in it decoded.
func binaries(content []byte) []item {
	root := mime.Parse(content)
	var items []item
	for _, p := range paths() {
		if part := root.Section(p); len(p) == 0 || leaf(root, p) || part != nil && (part.Type == "multipart" || part.Message != nil) {
			continue
		}
		octets, literal8, err := bodies.Binary(content, root, p)
		answer := string(bodies.AppendLiteral(nil, octets, literal8))
		if err != nil {
			answer = "NO [UNKNOWN-CTE]"
		}
		items = append(items, item{fmt.Sprintf("BINARY[%s]", bodies.Section{Path: p}.Append(nil)), answer})
	}
	return items
}

// differ asks Dovecot for items of the n-th message and returns those that it
// answers otherwise.
func differ(s *dovecot.Session, n int, items []item) (different []string) {
	for _, it := range items {
		ask := strings.NewReplacer("BODY[", "BODY.PEEK[", "BINARY[", "BINARY.PEEK[").Replace(it.name)
		untagged, status := s.Try(fmt.Sprintf("FETCH %d (%s)", n, ask))
		want := strings.Join(untagged, "\n")
		if strings.HasPrefix(status, "NO [UNKNOWN-CTE]") {
			want = fmt.Sprintf("* %d FETCH (%s NO [UNKNOWN-CTE])", n, it.name)
		}
		if have := fmt.Sprintf("* %d FETCH (%s %s)", n, it.name, it.answer); have != want {
			different = append(different, describe(it.name, have, want))
		}
	}
	return different
}

// describe shows where have and want part.
func describe(name, have, want string) string {
	n := 0
	for n < len(want) && n < len(have) && want[n] == have[n] {
		n++
	}
	from := max(0, n-60)
	return fmt.Sprintf("%s\n ours %q\nit is %q", name, have[from:min(len(have), n+140)], want[from:min(len(want), n+140)])
}

// apart are the messages of the corpus that Dovecot answers otherwise, and why
// that is left so.
var apart = map[string]string{
	"e-cs-425be9.eml":        "a charset with a slash in it: we pass on all of it",
	"e-qp-bad.eml":           "a quoted-printable that is not well formed: we decode what can be",
	"m-boundary-space.eml":   "a boundary with spaces at its end: Dovecot loses the closing one",
	"m-ct-00.eml":            "a type without a subtype: we say text/plain (RFC 2045 §5.2)",
	"m-ct-01.eml":            "a type that is none: we say text/plain (RFC 2045 §5.2)",
	"m-ct-02.eml":            "a type that is none: we say text/plain (RFC 2045 §5.2)",
	"m-ct-03.eml":            "a type that is none: we say text/plain (RFC 2045 §5.2)",
	"m-ct-07.eml":            "a parameter without a name: we leave it out",
	"m-ct-08.eml":            "a quote that never ends: we take what is behind it",
	"m-ct-09.eml":            "white space for a semicolon: we take the type",
	"m-ct-13.eml":            "white space in a type: we take it",
	"m-ct-21.eml":            "*/*: we say text/plain",
	"m-ct-23.eml":            "a type that is none: we say text/plain (RFC 2045 §5.2)",
	"m-empty-boundary.eml":   "an empty boundary parts nothing: we do not take the message apart",
	"m-rfc822-base64.eml":    "a message in base64: we do not take it apart (RFC 2046 §5.2.1)",
	"p-16.eml":               "a colon in a value without quotes: we pass on all of it",
	"s-bom.eml":              "a byte order mark before the first field: we pass over it",
	"s-crcrlf.eml":           "lines that end with CR CR LF: we take an empty one for the end of the header",
	"s-headers-no-blank.eml": "a header without an end: we add none",
	"s-http-request.eml":     "no header at all: we take the lines for the body",
	"s-lfcr.eml":             "lines that end with LF CR: we read them",
	"s-nul-first.eml":        "a NUL in the header: the body is a literal nevertheless",
	"s-random-4k.eml":        "random octets: the header ends elsewhere",
	"t-disp-odd.eml":         "a Content-Disposition without a value: NIL",
	"t-zero.eml":             "a part in base64 of no octets: we say a literal of none",
}

// undecodable reports whether the message has a base64 that is not well formed:
// Dovecot closes the connection there.
func undecodable(content []byte) bool {
	bad := false
	mime.Parse(content).Walk(func(p *mime.Part) bool {
		body := p.Body.Of(content)
		if p.Encoding == "base64" {
			_, err := base64.StdEncoding.Decode(make([]byte, len(body)), body)
			bad = bad || err != nil
		}
		return true
	})
	return bad
}

// corpus returns the messages of the tests of package mime that are small and
// have lines.
func corpus(t *testing.T, skip func([]byte) bool) (names []string, messages [][]byte) {
	t.Helper()
	files, err := filepath.Glob("../../mime/testdata/messages/*.eml")
	if err != nil || len(files) == 0 {
		t.Fatal("there is no corpus: ", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.IndexByte(content, '\n') < 0 || skip(content) {
			continue
		}
		names, messages = append(names, filepath.Base(file)), append(messages, crlf(content))
	}
	return names, messages
}

func TestAnswersAreThoseOfDovecot(t *testing.T) {
	none := func([]byte) bool { return false }
	for _, test := range []struct {
		name  string
		items func([]byte) []item
		skip  func([]byte) bool
	}{
		{"structures", structures, none},
		{"sections", sections, none},
		{"binaries", binaries, undecodable},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			names, messages := corpus(t, test.skip)
			s := dovecot.Start(t, messages...)
			s.Command("SELECT INBOX")
			for i, m := range messages {
				for _, d := range differ(s, i+1, test.items(m)) {
					if apart[names[i]] == "" {
						t.Errorf("%s: %s", names[i], d)
					}
				}
			}
		})
	}
}

// TestEnvelopesOfBrokenMailAreThoseOfDovecot changes one thing in the header of
// each message, and lets one in a hundred differ.
func TestEnvelopesOfBrokenMailAreThoseOfDovecot(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(12, 13))
	names, messages := corpus(t, func(content []byte) bool { return len(content) > 20_000 })
	var mutants [][]byte
	var of []string
	for i, m := range messages {
		for range 2 {
			if apart[names[i]] == "" {
				mutants, of = append(mutants, crlf(mutate(rnd, m))), append(of, names[i])
			}
		}
	}
	s := dovecot.Start(t, mutants...)
	s.Command("SELECT INBOX")
	var different []string
	for i, m := range mutants {
		for _, d := range differ(s, i+1, structures(m)[:1]) {
			different = append(different, of[i]+": "+d)
		}
	}
	if len(different) > len(mutants)/100 {
		t.Errorf("%d of %d differ:\n%s", len(different), len(mutants), strings.Join(different, "\n"))
	}
}

// mutate returns content with one thing in its header changed.
func mutate(rnd *rand.Rand, content []byte) []byte {
	end := bytes.Index(content, []byte("\r\n\r\n"))
	if end <= 0 {
		end = len(content)
	}
	out := bytes.Clone(content)
	i := rnd.IntN(end)
	j := min(len(out), i+1+rnd.IntN(12))
	switch rnd.IntN(4) {
	case 0:
		const odd = `"()<>@,;:\/[]?=-. `
		out[i] = odd[rnd.IntN(len(odd))]
	case 1:
		return append(out[:i:i], out[j:]...)
	case 2:
		return append(out[:j:j], out[i:]...)
	default:
		out[i] = byte(' ' + rnd.IntN(95))
	}
	return out
}
