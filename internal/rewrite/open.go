package rewrite

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// OpenTable opens one table by its Postfix name, "type:place". The warnings
// are about its lines; the error is that the table cannot be used at all.
func OpenTable(_ context.Context, spec string, c Config) (Table, []Warning, error) {
	o := opener{config: &c}
	t, err := o.open(spec)
	return t, o.report.warnings, err
}

// opener opens tables and collects what is to be said about them.
type opener struct {
	config *Config
	report report
}

func (o *opener) open(spec string) (Table, error) {
	kind, place, ok := strings.Cut(spec, ":")
	if !ok {
		kind, place = "regexp", spec
	}
	switch kind {
	case "regexp":
		return o.rules(spec, place, regexpDialect())
	case "pcre":
		return o.rules(spec, place, pcreDialect())
	}
	return nil, fmt.Errorf("%s: table type %q is not known", spec, kind)
}

func (o *opener) rules(name, file string, d dialect) (Table, error) {
	text, err := o.config.readFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot read the table: %w", name, err)
	}
	return parseRules(name, file, d, splitLines(string(text)), &o.report), nil
}

func splitLines(text string) []logicalLine {
	var lines []logicalLine
	logicalLines(text, func(l logicalLine) { lines = append(lines, l) })
	return lines
}

// Open reads the tables that c names. The warnings name traps and, where c is
// lenient, mistakes; the error joins every mistake, each as "file:line: sentence".
func Open(_ context.Context, c Config) (*Router, []Warning, error) {
	o := opener{config: &c}
	r := &Router{config: c}
	var errs []error
	if len(c.VirtualAliasMaps) == 0 {
		lines := splitLines(DefaultTable)
		r.maps = []Table{parseRules("default", "default", regexpDialect(), lines, &o.report)}
	}
	for _, spec := range c.VirtualAliasMaps {
		t, err := o.open(spec)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		r.maps = append(r.maps, t)
	}
	if !c.Lenient {
		errs = append(errs, o.report.mistakes()...)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, o.report.warnings, err
	}
	return r, o.report.warnings, nil
}
