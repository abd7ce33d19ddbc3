package rewrite

import (
	"slices"
	"strings"
	"testing"
)

func TestAMainCFIsReadAsPostfixReadsIt(t *testing.T) {
	p, warnings := ParseMainCF("main.cf", `
# a comment
mydomain = example.com
myhostname=mail.$mydomain
virtual_alias_maps =
    hash:$config_directory/virtual,
# a comment between
    regexp:${config_directory}/virtual.regexp
relay_domains = ${mydomain?relay.$mydomain} ${nothing?never} ${nothing:always}
mydomain = example.org
not a setting
money = $$5
`)
	for name, want := range map[string]string{
		"myhostname":    "mail.example.org",
		"relay_domains": "relay.example.org  always",
		"mydestination": "mail.example.org, localhost.example.org, localhost",
		"money":         "$5",
	} {
		if got, _ := p.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	want := []string{"hash:/etc/postfix/virtual", "regexp:/etc/postfix/virtual.regexp"}
	if got := p.list("virtual_alias_maps"); !slices.Equal(got, want) {
		t.Errorf("virtual_alias_maps: %q", got)
	}
	if len(warnings) != 1 || warnings[0].Line != 11 {
		t.Errorf("warnings: %v, want one of line 11", warnings)
	}
	if p.lines["mydomain"] != 10 {
		t.Errorf("mydomain is of line %d, want the last", p.lines["mydomain"])
	}
}

// TestTheDefaultsOfPostfixAreReadAsItReadsThem holds that postconf's output
// reads the same as main.cf, with the conditions that its defaults are made of.
func TestTheDefaultsOfPostfixAreReadAsItReadsThem(t *testing.T) {
	for text, want := range map[string]string{
		"x = ${{$compatibility_level} <level {2} ? {old} : {new}}":                                 "new",
		"compatibility_level = 1.9\nx = ${{$compatibility_level} <level {2} ? {old} : {new}}":      "old",
		"compatibility_level = 3.10\nx = ${{$compatibility_level} >level {3.9.1} ? {new} : {old}}": "new",
		"a = yes\nx = ${{$a} == {yes} ? {$a, indeed} : {no}}":                                      "yes, indeed",
		"a = 10\nx = ${{$a} < {9} ? {less} : {more}}":                                              "more",
		"a = yes\nx = ${a?{one}:{two}}":                                                            "one",
		"x = ${a?{one}:{two}}":                                                                     "two",
		"x = ${a?{one} : {two $$}}":                                                                "two $",
		"x = ${a:{one}}":                                                                           "one",
		"a = 1\nx = ${a:one}":                                                                      "",
		"x = ${{a} ~ {b} ? {c} : {d}}":                                                             "d",
		"x = ${{a}":                                                                                "${{a}",
	} {
		p, _ := ParseMainCF("main.cf", text+"\n")
		if got, _ := p.Get("x"); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestParametersThatNameThemselvesEnd(t *testing.T) {
	p, _ := ParseMainCF("main.cf", "a = $b$b\nb = $a$a\n")
	if got, _ := p.Get("a"); strings.Trim(got, "$ab") != "" {
		t.Errorf("a = %q", got)
	}
}

func TestLoadPostfixSaysWhatItIgnores(t *testing.T) {
	c := memory(map[string]string{"main.cf": "virtual_alias_maps = inline:{a@b=c@d}\nrelayhost = [smarthost]\nheader_checks = regexp:/x\nhome_mailbox = Maildir/\nbody_checks = pcre:/y\n" +
		"virtual_alais_maps = hash:/z\nmy_maps = hash:/w\nmailbox_size_limit = 51200000\nsmtpd_recipient_restrictions = permit_mynetworks,\n reject_rbl_client zen.example, check_policy_service unix:x, reject_unauth_destination $my_maps\n"})
	c, warnings, err := LoadPostfix(c, "main.cf")
	if err != nil || c.Postfix == nil {
		t.Fatal(err)
	}
	var said []string
	for _, w := range warnings {
		said = append(said, w.Error())
	}
	want := []string{
		"main.cf:6: virtual_alais_maps is no parameter of Postfix; is virtual_alias_maps meant?",
		"main.cf:3: header_checks, body_checks (line 5) are ignored: messages are stored as they came",
		"main.cf:4: home_mailbox is ignored: every local name has a mailbox in this sink",
		"main.cf:9: smtpd_recipient_restrictions: reject_rbl_client, check_policy_service: ignored; clients and senders are not checked, and no service is asked",
		"main.cf: settings that do not decide where mail goes, and are not looked at (2): my_maps, virtual_alais_maps",
	}
	if !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
	if _, _, err := LoadPostfix(c, "none.cf"); err == nil {
		t.Error("a main.cf that is not there was loaded")
	}
}

// TestWhatIsNoMainCFIsSaidToBeNone holds that each odd file is told what it is.
func TestWhatIsNoMainCFIsSaidToBeNone(t *testing.T) {
	for text, want := range map[string]string{
		"\xff\xfem\x00y\x00":                  "save it as UTF-8",
		"root: joe\nann: joe\n":               "has no line \"name = value\"",
		"\ufeffmydestination = x.test\n":      "",
		"":                                    "",
		"# nothing\n":                         "",
		"mydestination = x.test\r\n":          "",
		strings.Repeat("bad\n", 20) + "a = b": "",
	} {
		_, warnings, err := LoadPostfix(memory(map[string]string{"main.cf": text}), "main.cf")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", text, err, want)
		}
		if len(warnings) > maxSaid+2 {
			t.Errorf("%.20q: %d warnings", text, len(warnings))
		}
	}
	if _, _, err := LoadPostfix(Config{}, t.TempDir()); err == nil || !strings.Contains(err.Error(), "is a directory; name the file in it: ") {
		t.Errorf("a directory: %v", err)
	}
}

// TestReferencesAreFollowedSoFar holds that neither depth nor breadth of
// references costs time or room without end, and that a client cannot add any.
func TestReferencesAreFollowedSoFar(t *testing.T) {
	wide := "a = " + strings.Repeat("$a ", 50) + "\n"
	long := "b = " + strings.Repeat("x", 1<<16) + "\na = " + strings.Repeat("$b", 1<<10) + "\n"
	for _, text := range []string{wide, long} {
		p, _ := ParseMainCF("main.cf", text)
		if v, _ := p.Get("a"); len(v) > maxExpanded+1<<17 {
			t.Errorf("%.20q becomes %d octets", text, len(v))
		}
	}
	c, _, err := LoadPostfix(memory(map[string]string{
		"main.cf": "mydestination = x.test\nmyorigin = x.test\nluser_relay = lost+$user@y.test\nalias_maps =\n",
	}), "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Route(t.Context(), "", "$user$user$domain@x.test"); finalsOf(got) != "lost+$user$user$domain@y.test" {
		t.Errorf("goes to %s", finalsOf(got))
	}
}

func FuzzMainCF(f *testing.F) {
	f.Add("a = $b\n b\nb=${a?x}${a:y}$$")
	f.Add("virtual_alias_maps = inline:{a=b} regexp:{{/x/ y}}\nmydestination = /etc/x !a.test\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, _ := ParseMainCF("main.cf", text)
		c := p.Config(memory(nil))
		r, _, err := Open(t.Context(), c)
		if err != nil {
			return
		}
		r.Route(t.Context(), "a@b", "joe@example.com")
	})
}
