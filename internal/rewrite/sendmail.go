package rewrite

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Sendmail is what decides where a Sendmail sends mail.
type Sendmail struct {
	HostName       string   // its own name; Config.Domain if empty
	VirtUserTable  string   // file; none if empty
	LocalHostNames []string // class w
	VirtualHosts   []string // VIRTUSER_DOMAIN
	EntireDomains  bool     // VIRTUSER_ENTIRE_DOMAIN: hosts in virtual hosts count, too
	Aliases        string   // aliases(5) file; none if empty
	Users          []string // local users; with none, every name has a mailbox
}

// LoadSendmail reads the files of a Sendmail directory (virtusertable,
// local-host-names, virtuser-domains and aliases, those that are there) and
// returns c with what they say.
func LoadSendmail(c Config, dir string) (Config, error) {
	s := &Sendmail{VirtUserTable: path.Join(dir, "virtusertable")}
	if _, err := c.readFile(s.VirtUserTable); err != nil {
		return c, fmt.Errorf("cannot read %s; name the directory that holds the virtusertable: %w", s.VirtUserTable, err)
	}
	c.Files = append(slices.Clone(c.Files), path.Join(dir, "local-host-names"), path.Join(dir, "virtuser-domains"))
	var err error
	if s.LocalHostNames, err = names(&c, path.Join(dir, "local-host-names")); err != nil {
		return c, err
	}
	if s.VirtualHosts, err = names(&c, path.Join(dir, "virtuser-domains")); err != nil {
		return c, err
	}
	if file := path.Join(dir, "aliases"); exists(&c, file) {
		s.Aliases = file
	}
	c.Sendmail = s
	c.Lenient = true
	return c, nil
}

func exists(c *Config, file string) bool {
	_, err := c.readFile(file)
	return err == nil
}

// names reads a file of one name a line; a missing file holds none.
func names(c *Config, file string) ([]string, error) {
	text, err := c.readFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", file, err)
	}
	var list []string
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		if line = trimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list, nil
}

// sendmailTables are the tables of a Sendmail.
type sendmailTables struct {
	host    string
	name    string
	virtual map[string]entry
	local   map[string]bool // class w
	hosts   map[string]bool // virtual hosts
	entire  bool
	aliases map[string]entry
	file    string // of aliases
	users   map[string]bool
}

func (o *opener) sendmail(c *Sendmail) *sendmailTables {
	t := &sendmailTables{
		host: c.HostName, name: "virtusertable:" + c.VirtUserTable, entire: c.EntireDomains, file: "aliases:" + c.Aliases,
		local: nameSet(c.LocalHostNames), hosts: nameSet(c.VirtualHosts), aliases: map[string]entry{},
	}
	if t.host == "" {
		t.host = o.config.domain()
	}
	t.host = strings.ToLower(t.host)
	t.local[t.host] = true
	if len(c.Users) > 0 {
		t.users = nameSet(c.Users)
	}
	if c.VirtUserTable != "" {
		t.virtual = o.virtUserTable(t.name, c.VirtUserTable)
	}
	if c.Aliases != "" {
		o.sendmailAliases(t, c.Aliases)
	}
	return t
}

func nameSet(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[strings.ToLower(s)] = true
	}
	return set
}

func (o *opener) virtUserTable(name, file string) map[string]entry {
	text, err := o.read(name, file, "open")
	if err != nil {
		o.unusable(name, err)
		return nil
	}
	m := &makemap{file: file, comment: '#', report: &o.report}
	m.text(text)
	return m.entries
}

// sendmailAliases reads an aliases(5) file as newaliases does.
func (o *opener) sendmailAliases(t *sendmailTables, file string) {
	text, err := o.read(t.file, file, "open")
	if err != nil {
		o.unusable(t.file, err)
		return
	}
	mistake := func(line int, text string) {
		o.report.add(Warning{File: file, Line: line, Mistake: true, Text: text + "; the line is not used"})
	}
	for _, l := range sendmailLines(text, mistake) {
		name, value, ok := cutAlias(l.text)
		value = strings.Trim(trimSpace(value), ", \t")
		switch {
		case !ok:
			mistake(l.line, "missing colon")
		case value == "":
			mistake(l.line, "missing value for alias")
		default:
			if first := t.aliases[name].line; first > 0 {
				o.report.add(Warning{File: file, Line: l.line, Text: fmt.Sprintf("the alias %q stands on line %d already; the last is used", name, first)})
			}
			t.aliases[name] = entry{value: value, line: int32(l.line)}
		}
	}
}

// sendmailLines joins the lines of an aliases file that newaliases joins: a
// line that begins with a blank continues the one right before it, and none
// other. What follows a comment or an empty line stands for itself.
func sendmailLines(text string, mistake func(line int, text string)) []logicalLine {
	var out []logicalLine
	number, open := 0, false
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSuffix(line, "\n")
		blank := line != "" && (line[0] == ' ' || line[0] == '\t')
		switch {
		case blank && open:
			out[len(out)-1].text += line
		case blank:
			mistake(number, "a line that continues nothing begins with a blank")
		case line == "" || line[0] == '#':
			open = false
		default:
			out, open = append(out, logicalLine{text: line, line: number}), true
		}
	}
	return out
}

// cutAlias splits "name: value", the name in lower case and without quotes.
func cutAlias(line string) (name, value string, ok bool) {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			name = aliasName(trimSpace(line[:i]))
			return fold(name, true), line[i+1:], name != ""
		}
	}
	return "", "", false
}

// aliasName returns the name of an alias without quotes. Blanks outside quotes
// become dots, as Sendmail's BlankSub has it.
func aliasName(s string) string {
	if strings.Contains(s, `"`) {
		return strings.ReplaceAll(s, `"`, "")
	}
	return strings.Join(strings.Fields(s), ".")
}
