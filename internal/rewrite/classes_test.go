package rewrite

import "testing"

func TestNamedClassesAreChecked(t *testing.T) {
	classes := Classes{VirtualAlias: []string{"alias.test"}, VirtualMailbox: []string{"box.test"}, Relay: []string{"relay.test"}, Local: []string{"local.test"}}
	c := memory(map[string]string{"t": "/^known@alias\\.test$/ joe@box.test\n"})
	c.VirtualAliasMaps = []string{"regexp:t"}
	r, _, err := Open(t.Context(), classes.Config(c))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		rcpt, reply, final string
		external           bool
	}{
		{"known@alias.test", "250 2.1.5 Ok", "joe@box.test", false},
		{"other@alias.test", "550 5.1.1 <other@alias.test>: Recipient address rejected: User unknown in virtual alias table", "", false},
		{"any@box.test", "250 2.1.5 Ok", "any@box.test", false},
		{"any@local.test", "250 2.1.5 Ok", "any@local.test", false},
		{"any@mailsink.test", "250 2.1.5 Ok", "any@mailsink.test", false},
		{"any@relay.test", "250 2.1.5 Ok", "any@relay.test", true},
		{"any@far.test", "554 5.7.1 <any@far.test>: Relay access denied", "", false},
	} {
		route := r.Route(t.Context(), "a@far.test", tt.rcpt)
		if got := route.Reply.String(); got != tt.reply {
			t.Errorf("%s: %s, want %s", tt.rcpt, got, tt.reply)
		}
		if tt.final != "" && (len(route.Finals) != 1 || route.Finals[0].Address != tt.final || route.Finals[0].External != tt.external) {
			t.Errorf("%s ends at %+v, want %s", tt.rcpt, route.Finals, tt.final)
		}
	}
}

func TestNoClassNamedIsNoCheck(t *testing.T) {
	if c := (Classes{}).Config(Config{}); c.Postfix != nil {
		t.Error("class checks are on")
	}
}
