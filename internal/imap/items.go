package imap

import (
	"math"
	"strconv"
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/imap/bodies"
	"mailsink/internal/mail"
)

// An item is one thing that FETCH asks for.
type item struct {
	kind    itemKind
	name    string         // as it is answered, for those with a body
	section bodies.Section // of BODY[…]; the path alone of BINARY
	partial *partial
	peek    bool // \Seen is not set
}

// A partial is <offset.size>.
type partial struct{ offset, size int64 }

// An itemKind tells items apart.
type itemKind uint8

const (
	itemUID itemKind = iota
	itemFlags
	itemDate
	itemSize
	itemEnvelope
	itemBody
	itemStructure
	itemSection
	itemBinary
	itemBinarySize
	itemModSeq
	itemPreview
	itemEmailID
	itemThreadID
	itemSaveDate
)

// A fetching is a FETCH command.
type fetching struct {
	set          set
	items        []item
	changedSince mail.ModSeq
	changed      bool // only messages that have changed since
	vanished     bool
}

// maxItems bounds what one FETCH asks for of each message.
const maxItems = 1000

func (s *session) readFetch(r *request) (f fetching, err error) {
	if err = r.space(); err != nil {
		return f, err
	}
	if f.set, err = r.set(r.uid); err != nil {
		return f, err
	}
	if err = r.space(); err != nil {
		return f, err
	}
	if r.peek() == '(' {
		err = r.list(func() error { return f.item(r, false) })
	} else {
		err = f.item(r, true)
	}
	if err == nil && len(f.items) == 0 {
		err = bad("FETCH needs an item")
	}
	if err == nil && r.more() {
		err = f.modifiers(s, r)
	}
	if err == nil {
		err = r.end()
	}
	return f, err
}

// item reads one item. A macro may only stand alone (RFC 9051 §6.4.5).
func (f *fetching) item(r *request, alone bool) error {
	if len(f.items) >= maxItems {
		return no(goimap.ResponseCodeLimit, "FETCH asks for too many items")
	}
	name := strings.ToUpper(r.run(func(c byte) bool { return isAtom(c) && c != '[' }))
	if it, ok := plainItem(name); ok {
		if name == "BODY" && r.peek() == '[' {
			return f.bodySection(r, false)
		}
		if it.kind == itemSection || !f.asks(it.kind) {
			f.items = append(f.items, it)
		}
		if name == "PREVIEW" && r.peek() == ' ' {
			return lazyPreview(r)
		}
		return nil
	}
	switch name {
	case "BODY.PEEK":
		return f.bodySection(r, true)
	case "BINARY", "BINARY.PEEK", "BINARY.SIZE":
		return f.binarySection(r, name)
	case "ALL", "FAST", "FULL":
		if alone {
			f.macro(name)
			return nil
		}
	}
	return bad("Unknown item of FETCH")
}

// lazyPreview reads the modifier of PREVIEW (RFC 8970 §3.1), if one follows.
// Previews are made at once, so it changes nothing.
func lazyPreview(r *request) error {
	rest := string(r.line[r.pos:])
	if !strings.HasPrefix(rest, " (") || strings.HasPrefix(strings.ToUpper(rest), " (CHANGEDSINCE") {
		return nil
	}
	r.take(' ')
	return r.list(func() error {
		if r.word() != "LAZY" {
			return bad("The only modifier of PREVIEW is LAZY")
		}
		return nil
	})
}

func plainItem(name string) (item, bool) {
	switch name {
	case "UID":
		return item{kind: itemUID}, true
	case "FLAGS":
		return item{kind: itemFlags}, true
	case "INTERNALDATE":
		return item{kind: itemDate}, true
	case "RFC822.SIZE":
		return item{kind: itemSize}, true
	case "ENVELOPE":
		return item{kind: itemEnvelope}, true
	case "BODY":
		return item{kind: itemBody}, true
	case "BODYSTRUCTURE":
		return item{kind: itemStructure}, true
	case "MODSEQ":
		return item{kind: itemModSeq}, true
	case "PREVIEW":
		return item{kind: itemPreview}, true
	case "EMAILID":
		return item{kind: itemEmailID}, true
	case "THREADID":
		return item{kind: itemThreadID}, true
	case "SAVEDATE":
		return item{kind: itemSaveDate}, true
	case "RFC822":
		return item{kind: itemSection, name: name}, true
	case "RFC822.HEADER":
		return item{kind: itemSection, name: name, section: bodies.Section{Kind: bodies.Header}, peek: true}, true
	case "RFC822.TEXT":
		return item{kind: itemSection, name: name, section: bodies.Section{Kind: bodies.Text}}, true
	}
	return item{}, false
}

func (f *fetching) macro(name string) {
	kinds := []itemKind{itemFlags, itemDate, itemSize}
	if name != "FAST" {
		kinds = append(kinds, itemEnvelope)
	}
	if name == "FULL" {
		kinds = append(kinds, itemBody)
	}
	for _, k := range kinds {
		f.items = append(f.items, item{kind: k})
	}
}

// bodySection reads what follows BODY: "[1.2.HEADER.FIELDS (From To)]<0.100>".
func (f *fetching) bodySection(r *request, peek bool) error {
	it := item{kind: itemSection, peek: peek}
	if !r.take('[') {
		return bad("A section is missing")
	}
	var err error
	if it.section, err = readSection(r); err != nil {
		return err
	}
	if !r.take(']') {
		return bad("A section is not well formed")
	}
	if it.partial, err = readPartial(r); err != nil {
		return err
	}
	it.name = "BODY[" + string(it.section.Append(nil)) + "]" + it.partial.origin()
	f.items = append(f.items, it)
	return nil
}

// readSection reads a section-spec (RFC 9051 §9).
func readSection(r *request) (sec bodies.Section, err error) {
	if sec.Path, err = readPath(r); err != nil {
		return sec, err
	}
	word := r.word()
	switch {
	case word == "" && (len(sec.Path) == 0 || r.line[r.pos-1] != '.'):
	case word == "TEXT":
		sec.Kind = bodies.Text
	case word == "HEADER":
		sec.Kind = bodies.Header
	case word == "MIME" && len(sec.Path) > 0:
		sec.Kind = bodies.MIME
	case word == "HEADER.FIELDS", word == "HEADER.FIELDS.NOT":
		sec.Kind = bodies.Fields
		if word == "HEADER.FIELDS.NOT" {
			sec.Kind = bodies.FieldsNot
		}
		sec.Names, err = fieldNames(r)
	default:
		return sec, bad("A section is not well formed")
	}
	return sec, err
}

// readPath reads the part numbers that a section begins with, and the dot
// after them if more follows.
func readPath(r *request) ([]int, error) {
	var path []int
	for isDigit(r.peek()) {
		n, err := strconv.ParseUint(r.run(isDigit), 10, 32)
		if err != nil || n == 0 || len(path) == 1000 {
			return nil, bad("The number of a part is not well formed")
		}
		path = append(path, int(min(n, math.MaxInt32)))
		if !r.take('.') {
			break
		}
	}
	return path, nil
}

func fieldNames(r *request) ([]string, error) {
	var names []string
	if err := r.space(); err != nil {
		return nil, err
	}
	err := r.list(func() error {
		name, err := r.astring()
		if strings.ContainsAny(name, "\r\n") {
			return bad("The name of a field is not well formed")
		}
		names = append(names, name)
		return err
	})
	if err == nil && len(names) == 0 {
		return nil, bad("The name of a field is missing")
	}
	return names, err
}

// binarySection reads what follows BINARY (RFC 3516).
func (f *fetching) binarySection(r *request, name string) error {
	it := item{kind: itemBinary, peek: name == "BINARY.PEEK"}
	if !r.take('[') {
		return bad("A section is missing")
	}
	path, err := readPath(r)
	if err != nil {
		return err
	}
	if !r.take(']') || r.line[r.pos-2] == '.' {
		return bad("A section of BINARY is made of part numbers alone")
	}
	it.section.Path = path
	if name == "BINARY.SIZE" {
		it.kind, it.peek = itemBinarySize, true
	} else if it.partial, err = readPartial(r); err != nil {
		return err
	}
	it.name = strings.TrimSuffix(name, ".PEEK") + "[" + string(it.section.Append(nil)) + "]" + it.partial.origin()
	f.items = append(f.items, it)
	return nil
}

// readPartial reads "<offset.size>", if it is there.
func readPartial(r *request) (*partial, error) {
	if !r.take('<') {
		return nil, nil
	}
	wrong := bad("A partial is <offset.size>, the size not 0, the offset below 2^32")
	offset, err := r.number()
	if err != nil || offset > math.MaxUint32 {
		return nil, wrong
	}
	if r.take('>') { // some leave out the size
		return &partial{offset, math.MaxInt64}, nil
	}
	if !r.take('.') {
		return nil, wrong
	}
	size, err := r.number()
	if err != nil || !r.take('>') || size == 0 {
		return nil, wrong
	}
	return &partial{offset, size}, nil
}

// origin returns "<offset>", as an answer has it.
func (p *partial) origin() string {
	if p == nil {
		return ""
	}
	return "<" + strconv.FormatInt(p.offset, 10) + ">"
}

// clip returns the range of n octets that p names; nil is all.
func (p *partial) clip(n int64) (from, to int64) {
	if p == nil {
		return 0, n
	}
	from = min(p.offset, n)
	if p.size >= n-from {
		return from, n
	}
	return from, from + p.size
}

// modifiers reads (CHANGEDSINCE n VANISHED) (RFC 7162 §3.1.4, §3.2.6).
func (f *fetching) modifiers(s *session, r *request) error {
	err := r.list(func() error {
		switch r.word() {
		case "CHANGEDSINCE":
			if err := r.space(); err != nil {
				return err
			}
			since, err := r.number()
			f.changedSince, f.changed = mail.ModSeq(since), true
			return err
		case "VANISHED":
			f.vanished = true
			return nil
		}
		return bad("Unknown modifier of FETCH")
	})
	if err == nil && f.vanished && (!f.changed || !r.uid || !s.enabled.qresync) {
		return bad("VANISHED needs ENABLE QRESYNC, UID FETCH and CHANGEDSINCE")
	}
	return err
}
