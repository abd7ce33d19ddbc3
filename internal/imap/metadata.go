package imap

import (
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/imap/bodies"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

const (
	maxEntry       = 200     // octets of the name of an entry
	maxAnnotation  = 8 << 10 // octets of a value
	maxAnnotations = 1000    // of an account
	anyDepth       = 1 << 30
)

// A metadataQuery is a GETMETADATA command (RFC 5464 §4.2).
type metadataQuery struct {
	maxSize int64 // 0 for any
	depth   int
	entries []string
}

// cmdGetMetadata does GETMETADATA. Its options may stand on either side of the
// mailbox: the RFC has both.
func (s *session) cmdGetMetadata(r *request) (string, error) {
	q := &metadataQuery{}
	if err := r.space(); err != nil {
		return "", err
	}
	if r.peek() == '(' {
		if err := r.list(func() error { return q.option(r) }); err != nil {
			return "", err
		}
		if err := r.space(); err != nil {
			return "", err
		}
	}
	box, wire, err := s.metadataBox(r)
	if err != nil {
		return "", err
	}
	if err := q.read(r); err != nil {
		return "", err
	}
	return s.tellMetadata(q, box, wire), nil
}

// metadataBox reads the name of a mailbox; the empty one is the account. wire
// is the name as it is answered.
func (s *session) metadataBox(r *request) (box mail.BoxID, wire string, err error) {
	text, err := r.astring()
	if err != nil {
		return 0, "", err
	}
	if text == "" {
		return mailbox.OfAccount, `""`, nil
	}
	name, ok := s.readName(text)
	if !ok {
		return 0, "", no(goimap.ResponseCodeCannot, "The name is not well-formed modified UTF-7")
	}
	b, ok := s.box(name)
	if !ok {
		return 0, "", mailbox.ErrNotExist
	}
	return b.ID, s.wireName(b.Name), nil
}

// option reads MAXSIZE or DEPTH.
func (q *metadataQuery) option(r *request) (err error) {
	word := r.word()
	if err := r.space(); err != nil {
		return err
	}
	switch word {
	case "MAXSIZE":
		q.maxSize, err = r.number()
		return err
	case "DEPTH":
		switch r.word() {
		case "0":
			q.depth = 0
		case "1":
			q.depth = 1
		case "INFINITY":
			q.depth = anyDepth
		default:
			return bad("DEPTH is 0, 1 or infinity")
		}
		return nil
	}
	return bad("Unknown option of GETMETADATA")
}

// read reads the entries that are asked for, and options in front of them.
func (q *metadataQuery) read(r *request) error {
	if err := r.space(); err != nil {
		return err
	}
	if r.peek() == '(' && isOption(string(r.line[r.pos:])) {
		if err := r.list(func() error { return q.option(r) }); err != nil {
			return err
		}
		if err := r.space(); err != nil {
			return err
		}
	}
	one := func() error {
		entry, err := readEntry(r)
		if len(q.entries) == 100 {
			return no(goimap.ResponseCodeLimit, "GETMETADATA takes 100 entries at most")
		}
		q.entries = append(q.entries, entry)
		return err
	}
	var err error
	if r.peek() == '(' {
		err = r.list(one)
	} else {
		err = one()
	}
	if err != nil {
		return err
	}
	return r.end()
}

func isOption(rest string) bool {
	rest = strings.ToUpper(rest)
	return strings.HasPrefix(rest, "(MAXSIZE ") || strings.HasPrefix(rest, "(DEPTH ")
}

// readEntry reads the name of an entry, which has no case (RFC 5464 §3.2).
func readEntry(r *request) (string, error) {
	entry, err := r.astring()
	if err != nil {
		return "", err
	}
	entry = strings.ToLower(entry)
	scoped := strings.HasPrefix(entry, "/private/") || strings.HasPrefix(entry, "/shared/")
	switch {
	case !scoped, strings.HasSuffix(entry, "/"), strings.Contains(entry, "//"), len(entry) > maxEntry,
		strings.ContainsFunc(entry, func(c rune) bool { return c <= ' ' || c > '~' || c == '*' || c == '%' }):
		return "", bad("An entry is written as /private/comment or /shared/comment")
	}
	return entry, nil
}

// tellMetadata answers GETMETADATA. The code says if something was too long.
func (s *session) tellMetadata(q *metadataQuery, box mail.BoxID, wire string) (code string) {
	var longest int
	first := true
	tell := func(entry, value string, there bool) {
		if q.maxSize > 0 && int64(len(value)) > q.maxSize {
			longest = max(longest, len(value))
			return
		}
		lead := " "
		if first {
			lead, first = "* METADATA "+wire+" (", false
		}
		s.out = append(append(s.out, lead...), entry+" "...)
		if there {
			s.out = bodies.AppendString(s.out, value)
		} else {
			s.out = append(s.out, "NIL"...)
		}
	}
	account, _ := s.Mailbox.State().Account(s.account)
	for _, asked := range q.entries {
		found := false
		for n := range annotationsOf(account, box) {
			if q.covers(asked, n.Entry) {
				found = true
				tell(n.Entry, n.Value, true)
			}
		}
		if !found && q.depth == 0 {
			tell(asked, "", false)
		}
	}
	if !first {
		s.out = append(s.out, ")\r\n"...)
	}
	if longest > 0 {
		return "METADATA LONGENTRIES " + itoa(longest)
	}
	return ""
}

// annotationsOf yields the annotations of an account that may not be there.
func annotationsOf(a *mailbox.Account, box mail.BoxID) func(func(mailbox.Annotation) bool) {
	if a == nil {
		return func(func(mailbox.Annotation) bool) {}
	}
	return a.Annotations(box)
}

// covers reports whether an entry is asked for: itself, or so far below it.
func (q *metadataQuery) covers(asked, entry string) bool {
	if asked == entry {
		return true
	}
	below, ok := strings.CutPrefix(entry, asked+"/")
	return ok && strings.Count(below, "/") < q.depth
}

// cmdSetMetadata does SETMETADATA (RFC 5464 §4.3).
func (s *session) cmdSetMetadata(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	box, _, err := s.metadataBox(r)
	if err != nil {
		return "", err
	}
	if err := r.space(); err != nil {
		return "", err
	}
	var all []mailbox.Annotation
	err = r.list(func() error {
		entry, err := readEntry(r)
		if err != nil {
			return err
		}
		if err := r.space(); err != nil {
			return err
		}
		value, _, err := r.ntext()
		if err == nil && len(value) > maxAnnotation {
			return no(goimap.ResponseCode("METADATA MAXSIZE "+itoa(maxAnnotation)), "The value is too long")
		}
		all = append(all, mailbox.Annotation{Box: box, Entry: entry, Value: value})
		return err
	})
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return "", err
	}
	if a, ok := s.Mailbox.State().Account(s.account); ok && a.CountAnnotations()+len(all) > maxAnnotations {
		return "", no("METADATA TOOMANY", "The account has too many annotations")
	}
	return "", s.Mailbox.Annotate(s.ctx, s.account, all...)
}
