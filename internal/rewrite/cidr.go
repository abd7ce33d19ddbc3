package rewrite

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// cidrTable is a cidr: table: networks in order, the first that holds the key.
type cidrTable struct {
	name  string
	rules []cidrRule
}

type cidrRule struct {
	line    int
	op      ruleOp
	network netip.Prefix
	negated bool
	result  string
	skip    int
}

// Name returns the name of the table.
func (t *cidrTable) Name() string { return t.name }

// Indexed reports whether parts of addresses are answered.
func (t *cidrTable) Indexed() bool { return false }

// Lookup answers keys that are IP addresses and nothing but.
func (t *cidrTable) Lookup(_ context.Context, key string) (Result, error) {
	addr, ok := parseIP(key)
	if !ok {
		return Result{}, nil
	}
	for i := 0; i < len(t.rules); i++ {
		r := &t.rules[i]
		if r.op == opEndif {
			continue
		}
		matched := r.network.Addr().Is4() == addr.Is4() && r.network.Contains(addr) != r.negated
		switch {
		case r.op == opIf && !matched:
			i = r.skip
		case r.op == opMatch && matched:
			return Result{Found: true, Value: r.result, Table: t.name, Line: r.line}, nil
		}
	}
	return Result{}, nil
}

// parseIP reads an address as inet_pton(3) does: without zone.
func parseIP(s string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(s)
	return addr, err == nil && addr.Zone() == ""
}

// cidrParser reads a cidr: table.
type cidrParser struct {
	file   string
	table  *cidrTable
	open   []int
	report *report
}

func (o *opener) cidr(name, file string) (Table, error) {
	lines, err := o.lines(name, "cidr", file)
	if err != nil {
		return nil, err
	}
	p := &cidrParser{file: file, table: &cidrTable{name: name}, report: &o.report}
	for _, l := range lines {
		p.line(l.line, l.text)
	}
	for i := len(p.open) - 1; i >= 0; i-- {
		r := &p.table.rules[p.open[i]]
		r.skip = len(p.table.rules)
		p.mistake(r.line, "IF has no matching ENDIF")
	}
	return p.table, nil
}

func (p *cidrParser) mistake(line int, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	p.report.add(Warning{
		File: p.file, Line: line, Mistake: true, Text: sentence(text),
		Postfix: fmt.Sprintf("cidr map %s, line %d: %s", p.file, line, text),
	})
}

func (p *cidrParser) line(line int, text string) {
	if text != "" && isSpace(text[0]) {
		p.report.add(leadingSpace(p.file, line, text))
		return
	}
	text = trimRight(text)
	r := cidrRule{line: line}
	switch {
	case keyword(text, "endif"):
		p.endif(line, trimLeft(text[len("endif"):]))
		return
	case keyword(text, "if"):
		r.op, text = opIf, text[len("if"):]
	}
	for text != "" && (text[0] == '!' || isSpace(text[0])) {
		r.negated = r.negated != (text[0] == '!')
		text = text[1:]
	}
	p.rule(r, text)
}

// rule reads what stands behind if and negations.
func (p *cidrParser) rule(r cidrRule, text string) {
	if text == "" {
		p.mistake(r.line, "no address pattern: skipping this rule")
		return
	}
	address := text
	if r.op == opMatch {
		address, r.result = firstWord(text)
	}
	var bad string
	if r.network, bad = parseNetwork(address); bad != "" {
		p.mistake(r.line, "%s: skipping this rule", printable(bad))
		return
	}
	if r.op == opMatch && r.result == "" {
		p.mistake(r.line, "no lookup result: skipping this rule")
		return
	}
	if r.op == opIf {
		p.open = append(p.open, len(p.table.rules))
	}
	p.table.rules = append(p.table.rules, r)
}

func (p *cidrParser) endif(line int, rest string) {
	if rest != "" {
		p.mistake(line, "garbage after ENDIF: skipping this rule")
		return
	}
	if len(p.open) == 0 {
		p.mistake(line, "ENDIF without IF: skipping this rule")
		return
	}
	last := len(p.open) - 1
	p.table.rules[p.open[last]].skip = len(p.table.rules)
	p.open = p.open[:last]
	p.table.rules = append(p.table.rules, cidrRule{line: line, op: opEndif})
}

// firstWord splits s at its first white space.
func firstWord(s string) (word, rest string) {
	for i := range len(s) {
		if isSpace(s[i]) {
			return s[:i], trimSpace(s[i:])
		}
	}
	return s, ""
}

// parseNetwork reads address, address/length, [address]/length or
// [address/length], or says in Postfix's words what is wrong with it.
func parseNetwork(s string) (netip.Prefix, string) {
	whole := s
	if rest, ok := strings.CutPrefix(s, "["); ok {
		inner, after, closed := strings.Cut(rest, "]")
		if !closed {
			return netip.Prefix{}, fmt.Sprintf("missing ']' character after \"%s\"", s)
		}
		if after != "" && after[0] != '/' {
			return netip.Prefix{}, fmt.Sprintf("garbage after \"[%s]\"", inner)
		}
		s = inner + after
		whole = s
	}
	address, mask, hasMask := strings.Cut(s, "/")
	addr, ok := parseIP(address)
	if !hasMask {
		if !ok {
			return netip.Prefix{}, fmt.Sprintf("bad address pattern: \"%s\"", whole)
		}
		return netip.PrefixFrom(addr, addr.BitLen()), ""
	}
	// A colon makes it an IPv6 network, before anything else is looked at.
	most := 32
	if strings.Contains(s, ":") {
		most = 128
	}
	bits, err := strconv.Atoi(mask)
	switch {
	case mask == "" || strings.Trim(mask, "0123456789") != "":
		return netip.Prefix{}, fmt.Sprintf("bad mask value in \"%s\"", whole)
	case err != nil || bits > most:
		return netip.Prefix{}, fmt.Sprintf("bad mask length in \"%s\"", whole)
	case !ok:
		return netip.Prefix{}, fmt.Sprintf("bad network value in \"%s\"", whole)
	}
	network := netip.PrefixFrom(addr, bits)
	if network.Masked() != network {
		return netip.Prefix{}, fmt.Sprintf("non-null host address bits in \"%s\", perhaps you should use \"%s\" instead", whole, network.Masked())
	}
	return network, ""
}
