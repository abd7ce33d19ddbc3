package rewrite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// TableError is why a table cannot be used at all.
type TableError struct {
	Table   string // as the configuration names it
	Text    string // what is wrong
	Postfix string // what postmap says behind "fatal: "
	Cause   error  // nil if there is none below it
	// Unsupported is set where Postfix would have opened the table.
	Unsupported bool
}

// Error returns "table: what is wrong".
func (e *TableError) Error() string { return e.Table + ": " + e.Text }

// Unwrap returns the cause.
func (e *TableError) Unwrap() error { return e.Cause }

func badTable(name, text string) error {
	return &TableError{Table: name, Text: text, Postfix: text}
}

// OpenTable opens one table by its Postfix name, "type:place". The warnings
// are about its lines; the error is that the table cannot be used at all.
func OpenTable(ctx context.Context, spec string, c Config) (Table, []Warning, error) {
	o := newOpener(ctx, &c)
	t, err := o.open(spec)
	return t, o.report.warnings, err
}

// opener opens tables and collects what is to be said about them.
type opener struct {
	ctx    context.Context // of the one Open call that the opener lives for
	config *Config
	report report
	files  []string         // that were read
	depth  int              // of tables inside tables
	raw    bool             // keys need not be UTF-8
	opened map[string]Table // by name: a table that is named twice is read once

	refused []error // tables that Postfix would ask and that are not asked here
}

func newOpener(ctx context.Context, c *Config) *opener { return &opener{ctx: ctx, config: c} }

// open opens a table; a name without type is a regexp: table.
func (o *opener) open(spec string) (Table, error) {
	name := spec
	for strings.HasPrefix(name, "proxy:") {
		name = name[len("proxy:"):]
	}
	kind, place, ok := strings.Cut(name, ":")
	if !ok {
		kind, place = "regexp", name
		name = "regexp:" + name
	}
	if t := o.opened[name]; t != nil {
		return t, nil
	}
	t, err := o.byType(name, kind, place)
	if err != nil {
		return nil, err
	}
	if !o.config.NoSMTPUTF8 && !o.raw {
		t = checkedTable{t}
	}
	if o.opened == nil {
		o.opened = map[string]Table{}
	}
	o.opened[name] = t
	return t, nil
}

func (o *opener) byType(name, kind, place string) (Table, error) {
	if place == "" {
		return nil, badTable(name, fmt.Sprintf("open dictionary: expecting \"type:name\" form instead of \"%s\"", name))
	}
	switch kind {
	case "regexp":
		return o.rules(name, place, regexpDialect())
	case "pcre":
		return o.rules(name, place, pcreDialect())
	case "texthash", "hash", "btree", "lmdb", "cdb", "dbm", "sdbm":
		return o.indexed(name, kind, place)
	case "static":
		return o.static(name, place)
	case "inline":
		return o.inline(name, place)
	case "unionmap":
		members, err := o.members(name, kind, place)
		return orNil(&unionTable{compound{name, members, o.config.NoSMTPUTF8}}, err)
	case "pipemap":
		members, err := o.members(name, kind, place)
		return orNil(&pipeTable{compound{name, members, o.config.NoSMTPUTF8}}, err)
	case "randmap":
		return o.random(name, place)
	case "cidr":
		return o.cidr(name, place)
	case "sqlite":
		return o.sqlite(name, place)
	case "tcp":
		return o.tcp(name, place)
	case "socketmap":
		return o.socketmap(name, place)
	case "fail":
		return failTable{name: name}, nil
	}
	return nil, o.unknownType(name, kind)
}

func orNil(t Table, err error) (Table, error) {
	if err != nil {
		return nil, err
	}
	return t, nil
}

// unknownType says that a table type is not served, and what to use instead
// where Postfix would know it.
func (o *opener) unknownType(name, kind string) error {
	text := fmt.Sprintf("the table type %q is not known", kind)
	switch kind {
	case "mysql", "pgsql", "ldap", "memcache", "nis", "unix", "environ", "internal":
		text = fmt.Sprintf("tables of type %q ask a service, and none is asked from here; write the entries into a file, a line \"key value\" for each, and name it as texthash:FILE in a copy of main.cf", kind)
	}
	return &TableError{Table: name, Text: text, Postfix: "unsupported dictionary type: " + kind, Unsupported: true}
}

// read returns the text of a table file.
func (o *opener) read(name, file, opening string) (string, error) {
	o.files = append(o.files, file)
	b, err := o.config.readFile(file)
	if err == nil {
		return string(b), nil
	}
	reason := err
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		reason = pathErr.Err
	}
	said := reason.Error()
	if errors.Is(err, fs.ErrNotExist) {
		said = "No such file or directory"
	}
	return "", &TableError{
		Table: name, Cause: err,
		Text:    fmt.Sprintf("cannot read %s: %v", file, reason),
		Postfix: fmt.Sprintf("%s %s: %s", opening, file, said),
	}
}

// indexed opens texthash:, or the text that a compiled table was made from.
func (o *opener) indexed(name, kind, file string) (Table, error) {
	suffix, _ := compiledSuffix(kind)
	text, err := o.read(name, file, "open database")
	if err != nil {
		var e *TableError
		if errors.As(err, &e) && suffix != "" {
			e.Text += fmt.Sprintf("; a %s: table is read from the text that it was made from, which has to lie beside it", kind)
			e.Postfix = strings.Replace(e.Postfix, file+":", file+suffix+":", 1)
		}
		return nil, err
	}
	lintText(text, file, &o.report)
	p := &indexedParser{file: file, suffix: suffix, table: &indexedTable{name: name, ascii: o.config.NoSMTPUTF8}, report: &o.report}
	p.text(text)
	if p.twice && suffix == "" && o.config.refuseDuplicates {
		return nil, badTable(name, "a key stands on two lines; Postfix then refuses the whole texthash: table")
	}
	return p.table, nil
}

// rules opens a regexp: or pcre: table.
func (o *opener) rules(name, file string, d dialect) (Table, error) {
	lines, err := o.lines(name, d.name, file)
	if err != nil {
		return nil, err
	}
	t, err := parseRules(name, file, d, lines, &o.report)
	if err != nil {
		return nil, &TableError{Table: name, Text: err.Error(), Postfix: err.Error(), Unsupported: true}
	}
	return t, nil
}

// lines returns the logical lines of a file, or of {{line}, {line}}.
func (o *opener) lines(name, kind, file string) ([]logicalLine, error) {
	if file[0] != '{' {
		text, err := o.read(name, file, "open")
		lintText(text, file, &o.report)
		return splitLines(text), err
	}
	inner, ok := braced(file)
	if !ok {
		_, err := unbrace(file)
		return nil, badTable(name, kind+" map: "+err.Error())
	}
	var text strings.Builder
	for _, item := range splitList(inner) {
		if item[0] != '{' {
			return nil, badTable(name, fmt.Sprintf("%s map: no '{' at start of text in \"%s\"", kind, item))
		}
		line, err := unbrace(item)
		if err != nil {
			return nil, badTable(name, kind+" map: "+err.Error())
		}
		text.WriteString(line + "\n")
	}
	return splitLines(text.String()), nil
}

func splitLines(text string) []logicalLine {
	var lines []logicalLine
	logicalLines(text, func(l logicalLine) { lines = append(lines, l) })
	return lines
}
