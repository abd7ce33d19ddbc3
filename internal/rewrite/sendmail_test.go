package rewrite

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// sendmailCase is one question put to a Sendmail, or to its makemap.
type sendmailCase struct {
	ID         string            `json:"id"`
	Kind       string            `json:"kind"`
	Hosts      []string          `json:"local_host_names"`
	VirtHosts  []string          `json:"virthost_domains"`
	Entire     bool              `json:"virtuser_entire_domain"`
	Users      []string          `json:"users"`
	Aliases    string            `json:"aliases"`
	TableText  *string           `json:"table_text"`
	TableB64   string            `json:"table_text_b64"`
	Files      map[string]string `json:"files"`
	Recipient  string            `json:"recipient"`
	Result     []sendmailResult  `json:"result"`
	Reply      *string           `json:"rcpt_reply"`
	Options    []string          `json:"options"`
	ExitCode   int               `json:"exit_code"`
	Messages   []string          `json:"messages"`
	Entries    []string          `json:"entries_dump"`
	NewAliases []string          `json:"newaliases"`
}

type sendmailResult struct {
	Mailer string `json:"mailer"`
	User   string `json:"user"`
}

func TestVirtusertablesAnswerAsSendmailDoes(t *testing.T) {
	known, scored := knownFailures(t), scores{}
	for _, c := range readCases[sendmailCase](t, "sendmail") {
		var problem string
		if c.Kind == "makemap" {
			problem = c.checkMakemap(t)
		} else {
			problem = c.check(t)
		}
		scored.count(c.Kind, problem == "")
		judge(t, known, c.ID, problem)
	}
	scored.print(t, "sendmail")
}

func (c *sendmailCase) checkMakemap(t *testing.T) string {
	rep := &report{}
	m := &makemap{file: "virtusertable", comment: '#', report: rep}
	for i, o := range c.Options {
		switch o {
		case "-e":
			m.empty = true
		case "-r":
			m.replace = true
		case "-f":
			m.keep = true
		case "-D":
			m.comment = c.Options[i+1][0]
		}
	}
	text := ""
	if c.TableText != nil || c.TableB64 != "" {
		text = octets(t, c.TableText, c.TableB64)
	}
	m.text(text)
	var entries, messages []string
	for _, k := range m.keys {
		entries = append(entries, k+"\t"+m.entries[k].value)
	}
	slices.Sort(entries)
	for _, w := range rep.warnings {
		messages = append(messages, w.Postfix)
	}
	if !slices.Equal(entries, c.Entries) || !slices.Equal(messages, c.Messages) {
		return fmt.Sprintf("%q %q, want %q %q", entries, messages, c.Entries, c.Messages)
	}
	if (c.ExitCode == 0) != (len(messages) == 0) {
		return "mistakes and exit status do not agree"
	}
	return ""
}

func (c *sendmailCase) check(t *testing.T) string {
	files := map[string]string{"aliases": c.Aliases, "virtusertable": ""}
	if c.TableText != nil {
		files["virtusertable"] = *c.TableText
	}
	for name, text := range c.Files {
		files["/srv/pf/sm/mail/"+name] = text
	}
	conf := memory(files)
	conf.Domain = "mx.sandbox.test"
	conf.Lenient = true
	conf.Sendmail = &Sendmail{
		VirtUserTable: "virtusertable", LocalHostNames: c.Hosts, VirtualHosts: c.VirtHosts,
		EntireDomains: c.Entire, Aliases: "aliases", Users: c.Users,
	}
	r, _, err := Open(t.Context(), conf)
	if err != nil {
		return err.Error()
	}
	route := r.Route(t.Context(), "", c.Recipient)
	if c.Reply != nil && route.Reply.String() != *c.Reply {
		return fmt.Sprintf("%q, want %q", route.Reply, *c.Reply)
	}
	var want []string
	for _, res := range c.Result {
		switch res.Mailer {
		case "local":
			want = append(want, strings.TrimPrefix(res.User, "\\")+"@mx.sandbox.test")
		case "esmtp":
			want = append(want, res.User)
		}
	}
	var got []string
	for _, f := range route.Finals {
		if f.Bounce == "" {
			got = append(got, f.Address)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, slices.Compact(want)) {
		return fmt.Sprintf("ends at %q, want %q", got, want)
	}
	return ""
}
