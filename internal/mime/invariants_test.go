package mime

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"mailsink/internal/mail"
)

// checkTree says what is wrong with the tree of content: every span lies
// inside the content, children inside their parents and behind each other,
// bounds are kept, strings for show are fit for it.
func checkTree(content []byte, root *Part) error {
	c := treeChecker{content: content}
	if err := c.part(root, Span{0, len(content)}, 0); err != nil {
		return err
	}
	if root.ID != "" {
		return fmt.Errorf("the root has ID %q", root.ID)
	}
	if root.Header.Start != 0 || root.Header.End != root.Body.Start || root.Body.End != len(content) {
		return fmt.Errorf("header %v and body %v of the root do not make up %d octets", root.Header, root.Body, len(content))
	}
	if c.parts > maxParts {
		return fmt.Errorf("%d parts", c.parts)
	}
	return nil
}

type treeChecker struct {
	content []byte
	parts   int
}

func (c *treeChecker) part(p *Part, within Span, depth int) error {
	c.parts++
	switch {
	case depth > maxDepth+1:
		return fmt.Errorf("part %q is %d levels deep", p.ID, depth)
	case !inside(p.Header, within) || !inside(p.Body, within):
		return fmt.Errorf("part %q: header %v, body %v outside %v", p.ID, p.Header, p.Body, within)
	case p.Header.End > p.Body.Start:
		return fmt.Errorf("part %q: body %v begins inside the header %v", p.ID, p.Body, p.Header)
	case p.Type == "" || p.Subtype == "" || p.Encoding == "":
		return fmt.Errorf("part %q has no type or encoding", p.ID)
	case p.Lines != c.lines(p.Body):
		return fmt.Errorf("part %q has %d lines, counted %d", p.ID, p.Lines, c.lines(p.Body))
	}
	for _, s := range []string{p.Filename, p.Description, p.ContentID} {
		if err := shown(s, maxSubject); err != nil {
			return fmt.Errorf("part %q: %w", p.ID, err)
		}
	}
	if err := c.fields(p); err != nil {
		return err
	}
	at := p.Body.Start
	for _, child := range p.Children {
		if child.Header.Start < at {
			return fmt.Errorf("part %q begins before the end of the part before it", child.ID)
		}
		at = child.Body.End
		if err := c.part(child, p.Body, depth+1); err != nil {
			return err
		}
	}
	if p.Message != nil {
		if p.Message.Header.Start != p.Body.Start || p.Message.Body.End != p.Body.End {
			return fmt.Errorf("the message in part %q does not fill it", p.ID)
		}
		return c.part(p.Message, p.Body, depth+1)
	}
	return nil
}

func (c *treeChecker) lines(s Span) int {
	eol := byte('\n')
	if bytes.IndexByte(c.content, '\n') < 0 {
		eol = '\r'
	}
	return bytes.Count(s.Of(c.content), []byte{eol})
}

func (c *treeChecker) fields(p *Part) error {
	at := p.Header.Start
	if len(p.Fields) > maxFields {
		return fmt.Errorf("part %q has %d fields", p.ID, len(p.Fields))
	}
	for _, f := range p.Fields {
		if f.Span.Start != at || f.Span.End > p.Header.End || !inside(f.Body, f.Span) {
			return fmt.Errorf("part %q: field %q at %v, body %v; the one before it ends at %d", p.ID, f.Name, f.Span, f.Body, at)
		}
		at = f.Span.End
		if f.Body.Len() < maxHeader && f.Raw() != string(f.Body.Of(c.content)) {
			return fmt.Errorf("part %q: the raw body of field %q is not what its span says", p.ID, f.Name)
		}
	}
	for _, d := range p.Defects {
		if !inside(d.Span, Span{0, len(c.content)}) || len(d.Text) < 20 || d.Text[len(d.Text)-1] != '.' {
			return fmt.Errorf("part %q: defect %+v", p.ID, d)
		}
	}
	return nil
}

func inside(s, within Span) bool {
	return within.Start <= s.Start && s.Start <= s.End && s.End <= within.End
}

// shown says what makes s unfit for show.
func shown(s string, limit int) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%.80q is not UTF-8", s)
	}
	if len(s) > limit {
		return fmt.Errorf("%.80q has %d octets", s, len(s))
	}
	for _, r := range s {
		if isUnsafe(r) || isBreak(r) {
			return fmt.Errorf("%.80q holds %U", s, r)
		}
	}
	return nil
}

// checkSummary says what makes s unfit for show.
func checkSummary(s mail.Summary) error {
	if err := shown(s.Subject, maxSubject); err != nil {
		return fmt.Errorf("subject: %w", err)
	}
	if err := shown(s.MessageID, maxSubject); err != nil {
		return fmt.Errorf("message ID: %w", err)
	}
	if err := shown(s.Snippet, 4*maxSnippet); err != nil {
		return fmt.Errorf("snippet: %w", err)
	}
	if n := utf8.RuneCountInString(s.Snippet); n > maxSnippet {
		return fmt.Errorf("the snippet has %d characters", n)
	}
	for _, list := range [][]mail.Contact{s.From, s.To, s.Cc, s.ReplyTo} {
		if len(list) > maxContacts {
			return fmt.Errorf("%d contacts", len(list))
		}
		if err := checkContacts(list); err != nil {
			return err
		}
	}
	if _, err := s.Date.MarshalJSON(); err != nil {
		return fmt.Errorf("date: %w", err)
	}
	return nil
}

func checkContacts(list []mail.Contact) error {
	for _, c := range list {
		if err := shown(c.Name, maxName); err != nil {
			return fmt.Errorf("name: %w", err)
		}
		if err := shown(string(c.Address), maxAddress); err != nil {
			return fmt.Errorf("address: %w", err)
		}
	}
	return nil
}

// checkAll asks everything of content that can be asked.
func checkAll(content []byte) error {
	d := Open(content)
	if err := checkTree(content, d.Root); err != nil {
		return err
	}
	s := Summarize(content, true)
	if err := checkSummary(s); err != nil {
		return fmt.Errorf("summary: %w", err)
	}
	if n := len(d.Defects()); n != s.Defects {
		return fmt.Errorf("the summary counts %d defects, the tree has %d", s.Defects, n)
	}
	all := d.Texts()
	texts := append([]string{d.Text(), d.HTML()}, all.Body...)
	for _, t := range all.Parts {
		texts = append(texts, t.Source, t.Text)
	}
	if joined := strings.Join(all.Body, "\n\n"); joined != texts[0] {
		return fmt.Errorf("the pieces %.80q are not the text %.80q", joined, texts[0])
	}
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return fmt.Errorf("text is not UTF-8: %.80q", text)
		}
	}
	for _, p := range d.Attachments() {
		if found := d.Part(sectionOf(p)); found == nil || found.Body != p.Body {
			return fmt.Errorf("part %q is not found by its ID", p.ID)
		}
		p.Decoded(content)
	}
	for _, l := range d.Links() {
		if !utf8.ValidString(l.URL) || shown(l.Text, maxName) != nil {
			return fmt.Errorf("link %.80q %.80q", l.URL, l.Text)
		}
	}
	if codes := d.Codes(); len(codes) > maxCodes {
		return fmt.Errorf("%d codes", len(codes))
	}
	return nil
}

func parseChecked(t *testing.T, content string) *Document {
	t.Helper()
	if err := checkAll([]byte(content)); err != nil {
		t.Error(err)
	}
	return Open([]byte(content))
}
