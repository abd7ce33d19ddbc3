package rewrite

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// virtualCase is one transaction put to a Postfix.
type virtualCase struct {
	ID     string            `json:"id"`
	Group  string            `json:"group"`
	MainCF map[string]string `json:"main_cf"`
	Tables map[string]struct {
		Type    string  `json:"type"`
		Text    *string `json:"text"`
		TextB64 string  `json:"text_b64"`
	} `json:"tables"`
	ExtraFiles map[string]string `json:"extra_files"`
	Sender     string            `json:"sender"`
	Recipients []struct {
		Address    *string `json:"address"`
		AddressB64 string  `json:"address_b64"`
		Raw        *string `json:"raw_argument"`
		Params     string  `json:"params"`
		Reply      string  `json:"reply"`
	} `json:"recipients"`
	DataReply       *string     `json:"data_reply"`
	Expanded        [][2]string `json:"expanded"`
	FinalRecipients []string    `json:"final_recipients"`
	Failed          []struct {
		Recipient string `json:"recipient"`
	} `json:"failed"`
	SinkMailFrom string            `json:"sink_mail_from"`
	ServerData   map[string]string `json:"server_data"`
	RequestsSeen []string          `json:"requests_seen"`
}

// config returns the main.cf of the case as a Config.
func (c *virtualCase) config(t *testing.T) Config {
	files := map[string]string{}
	for name, table := range c.Tables {
		files["<"+name+">"] = c.place(octets(t, table.Text, table.TextB64))
	}
	for name, text := range c.ExtraFiles {
		files["/srv/pf/inst/tabs/"+name] = text
	}
	var main strings.Builder
	for name, value := range c.MainCF {
		fmt.Fprintf(&main, "%s = %s\n", name, c.place(value))
	}
	files["main.cf"] = main.String()
	conf := memory(files)
	conf.Domain = "sandbox.test"
	conf.OpenSQL = func(_ context.Context, path string) (SQL, error) {
		return fakeSQL(files[strings.TrimSuffix(path, ".sqlite")]), nil
	}
	conf, warnings, err := LoadPostfix(conf, "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		if w.Mistake {
			t.Errorf("%s: %v", c.ID, w)
		}
	}
	conf.Postfix.Client = netip.MustParseAddr("127.0.0.1")
	return conf
}

// place puts the names of tables where @name@ stands for them.
func (c *virtualCase) place(s string) string {
	for name, table := range c.Tables {
		kind := table.Type + ":"
		switch table.Type {
		case "sql":
			kind = ""
		case "aliases":
			kind = "hash:"
		}
		s = strings.ReplaceAll(s, "@"+name+"@", kind+"<"+name+">")
		s = strings.ReplaceAll(s, "@"+name+":"+name+"@", "<"+name+">")
	}
	return s
}

// elsewhere says why a case is about something that is not decided here.
func (c *virtualCase) elsewhere() string {
	switch c.Group {
	case "limit-rcpt", "limit-overshoot", "limit-size", "limit-disk":
		return "counts what the SMTP door counts"
	}
	return ""
}

func TestTransactionsGoWherePostfixSendsThem(t *testing.T) {
	known, scored := knownFailures(t), scores{}
	for _, c := range readCases[virtualCase](t, "virtual") {
		if c.elsewhere() != "" {
			continue
		}
		problem := c.check(t)
		scored.count("virtual", problem == "")
		judge(t, known, c.ID, problem)
	}
	scored.print(t, "virtual")
}

func (c *virtualCase) check(t *testing.T) string {
	conf := c.config(t)
	asked := &mapServer{data: c.ServerData}
	conf.Dial = asked.dial
	r, _, err := Open(t.Context(), conf)
	if err != nil {
		return err.Error()
	}
	var routes []Route
	before, after := r.Copies(t.Context(), c.Sender)
	var data Reply
	accepted := false
	for _, rcpt := range c.Recipients {
		path := rcpt.Raw
		if path == nil {
			s := octets(t, rcpt.Address, rcpt.AddressB64)
			s = "<" + s + ">"
			path = &s
		}
		route := r.Route(t.Context(), c.Sender, *path)
		if got := route.Reply.String(); got != rcpt.Reply {
			return fmt.Sprintf("RCPT %s: %q, want %q", *path, got, rcpt.Reply)
		}
		if accepted = accepted || route.Reply.Accepted(); route.Failure.Code != 0 {
			data = route.Failure
		}
		routes = append(routes, route)
	}
	if problem := asked.differs(c.RequestsSeen); problem != "" {
		return problem
	}
	if !accepted {
		return ""
	}
	if c.DataReply != nil && !strings.HasPrefix(*c.DataReply, "250") {
		if data.String() != *c.DataReply {
			return fmt.Sprintf("DATA: %q, want %q", data.String(), *c.DataReply)
		}
		return ""
	}
	if data.Code != 0 {
		return fmt.Sprintf("DATA: %v", data)
	}
	return c.checkRoutes(conf, slices.Concat(before, routes, after))
}

func (c *virtualCase) checkRoutes(conf Config, routes []Route) string {
	var pairs [][2]string
	var finals []string
	seen := map[string]bool{}
	for _, r := range routes {
		for _, e := range r.Expanded {
			key := strings.ToLower(e.Original + "\x00" + e.Final)
			if c.MainCF["enable_original_recipient"] == "no" {
				key = strings.ToLower(e.Final)
			}
			if !seen[key] {
				seen[key] = true
				pairs = append(pairs, [2]string{e.Original, e.Final})
			}
		}
		for _, f := range r.Finals {
			if f.Bounce == "" {
				finals = append(finals, f.Address)
			}
		}
		if want := c.SinkMailFrom; want != "" && c.Group != "generic-all" && "<"+r.ReversePath+">" != want {
			return "reverse-path " + r.ReversePath + ", want " + want
		}
	}
	if !slices.Equal(pairs, c.Expanded) {
		return fmt.Sprintf("expands to %q, want %q", pairs, c.Expanded)
	}
	return c.checkFinals(finals)
}

// checkFinals compares where mail ends. Users that Postfix did not find are
// found here: the sink has a mailbox for every name.
func (c *virtualCase) checkFinals(finals []string) string {
	if c.Group == "generic-all" || c.Group == "class-access" && len(c.FinalRecipients) == 0 {
		return ""
	}
	want := append([]string(nil), c.FinalRecipients...)
	for _, f := range c.Failed {
		if slices.Contains(finals, f.Recipient) {
			want = append(want, f.Recipient)
		}
	}
	if len(want) == 0 && c.MainCF["local_transport"] == "local" {
		return ""
	}
	if c.MainCF["enable_original_recipient"] == "no" {
		for i, f := range finals {
			finals[i] = strings.ToLower(f)
		}
	}
	slices.Sort(want)
	slices.Sort(finals)
	if got := slices.Compact(finals); !slices.Equal(got, slices.Compact(want)) {
		return fmt.Sprintf("ends at %q, want %q", got, want)
	}
	return ""
}
