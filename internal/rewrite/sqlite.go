package rewrite

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sqliteTable is a sqlite: table: a query with places for the parts of the key.
type sqliteTable struct {
	name    string
	db      SQL
	query   string
	format  string
	domains domainList
	limited bool // domains says for which keys the query is run
	limit   int  // of rows; 0 for none
	ascii   bool
}

// Name returns the name of the table.
func (t *sqliteTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t *sqliteTable) Indexed() bool { return true }

// Lookup runs the query and joins the first columns of its rows with commas.
func (t *sqliteTable) Lookup(ctx context.Context, key string) (Result, error) {
	key = fold(key, t.ascii)
	k := splitSQLKey(key)
	if t.limited {
		in, err := t.domains.has(ctx, k.domain)
		if err != nil || !in || k.user == "" {
			return Result{}, err
		}
	}
	query, ok := k.fill(t.query, key, quoteSQL)
	if !ok {
		return Result{}, nil
	}
	rows, err := t.db.Rows(ctx, query)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w: %w", t.name, ErrTemporary, err)
	}
	return t.result(key, k, rows)
}

func (t *sqliteTable) result(key string, k sqlKey, rows [][]string) (Result, error) {
	var values, notes []string
	for _, row := range rows {
		if len(row) == 0 {
			continue // NULL
		}
		if row[0] == "" {
			notes = append(notes, fmt.Sprintf("table \"%s\": empty lookup result for: \"%s\" -- ignored", t.name, key))
			continue
		}
		if value, ok := k.format(t.format, key, row[0]); ok {
			values = append(values, value)
		}
		if t.limit > 0 && len(values) > t.limit {
			return Result{Notes: notes}, fmt.Errorf("%s: more than %d rows for %q: %w", t.name, t.limit, key, ErrTemporary)
		}
	}
	if len(values) == 0 {
		return Result{Notes: notes}, nil
	}
	return Result{Found: true, Value: strings.Join(values, ","), Table: t.name, Notes: notes}, nil
}

// sqlKey is a key in its parts.
type sqlKey struct {
	user, domain string
	address      bool // the key has an @
}

func splitSQLKey(key string) sqlKey {
	local, domain, ok := split(key)
	return sqlKey{user: local, domain: domain, address: ok}
}

// part returns what %c stands for in the query; false when the key lacks it.
func (k sqlKey) part(c byte, key string) (string, bool) {
	switch c {
	case 's', 'S':
		return key, true
	case 'u', 'U':
		return k.user, k.user != ""
	case 'd', 'D':
		return k.domain, k.address && k.domain != ""
	}
	labels := strings.FieldsFunc(k.domain, func(r rune) bool { return r == '.' })
	n := int(c - '0')
	if !k.address || n > len(labels) {
		return "", false
	}
	return labels[len(labels)-n], true
}

// fill puts the parts of the key into a text.
func (k sqlKey) fill(text, key string, quote func(string) string) (string, bool) {
	return fillPercent(text, func(c byte) (string, bool) {
		s, ok := k.part(c, key)
		return quote(s), ok
	})
}

// format puts the parts of a result, and with capitals those of the key, into
// result_format.
func (k sqlKey) format(text, key, value string) (string, bool) {
	v := splitSQLKey(value)
	return fillPercent(text, func(c byte) (string, bool) {
		if c >= 'a' {
			return v.part(c, value)
		}
		return k.part(c, key)
	})
}

func fillPercent(text string, part func(c byte) (string, bool)) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 >= len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		c := text[i]
		if c == '%' {
			b.WriteByte(c)
			continue
		}
		s, ok := part(c)
		if !ok {
			return "", false
		}
		b.WriteString(s)
	}
	return b.String(), true
}

// validTemplate reports whether every % in a template has a meaning.
func validTemplate(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		if i++; i == len(text) || strings.IndexByte("%suSUdD123456789", text[i]) < 0 {
			return false
		}
	}
	return true
}

func quoteSQL(s string) string { return strings.ReplaceAll(s, "'", "''") }

// sqlite opens a sqlite: table by its configuration file.
func (o *opener) sqlite(name, file string) (Table, error) {
	text, err := o.read(name, file, "open")
	if err != nil {
		return nil, err
	}
	p, warnings := ParseMainCF(file, text)
	for _, w := range warnings {
		o.report.add(w)
	}
	path, query := p.values["dbpath"], p.values["query"]
	if query == "" && p.values["table"] != "" {
		query = fmt.Sprintf("SELECT %s FROM %s WHERE %s='%%s' %s", p.values["select_field"], p.values["table"], p.values["where_field"], p.values["additional_conditions"])
	}
	if path == "" || query == "" {
		return nil, badTable(name, "dbpath and query have to be set in "+file)
	}
	t := &sqliteTable{name: name, query: query, format: "%s", ascii: o.config.NoSMTPUTF8}
	if f, ok := p.values["result_format"]; ok {
		t.format = f
	}
	if err := t.settings(file, p); err != nil {
		return nil, err
	}
	if o.config.OpenSQL == nil {
		return nil, badTable(name, "sqlite tables are not available here")
	}
	db, err := o.config.OpenSQL(o.ctx, path)
	if err != nil {
		return nil, &TableError{Table: name, Text: fmt.Sprintf("cannot open %s: %v", path, err), Postfix: "open " + path, Cause: err}
	}
	o.files = append(o.files, path)
	t.db = db
	if list := splitList(p.values["domain"]); len(list) > 0 {
		t.domains, t.limited = o.domains(slices.Clone(list), false), true
	}
	return t, nil
}

// settings reads expansion_limit and looks through the templates: what Postfix
// does not take makes the table unusable.
func (t *sqliteTable) settings(file string, p Parameters) error {
	if v := p.values["expansion_limit"]; v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			return badTable(t.name, fmt.Sprintf("%s: bad numerical configuration: expansion_limit = %s", file, v))
		}
		if n < 0 {
			return badTable(t.name, fmt.Sprintf("invalid %s: expansion_limit parameter value %d < 0", file, n))
		}
		t.limit = n
	}
	if !validTemplate(t.query) {
		return badTable(t.name, fmt.Sprintf("db_common_parse: %s: Invalid query template: %s", file, t.query))
	}
	if !validTemplate(t.format) {
		return badTable(t.name, fmt.Sprintf("db_common_parse: %s: Invalid result template: %s", file, t.format))
	}
	return nil
}
