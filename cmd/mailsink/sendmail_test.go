package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestFlagsOfSendmailAreReadAsTheRealOneReadsThem(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-t -i", "m true true <nil> []"},
		{"-ti", "m true true <nil> []"},
		{"-oi -t", "m true true <nil> []"},
		{"-O IgnoreDots=true ann@x.test", "m false true <nil> [ann@x.test]"},
		{"-fa@x.test ann@x.test bob@x.test", "m false false a@x.test [ann@x.test bob@x.test]"},
		{"-f a@x.test -- -odd@x.test", "m false false a@x.test [-odd@x.test]"},
		{"ann@x.test -i -ra@x.test", "m false true a@x.test [ann@x.test]"},
		{"-if a@x.test ann@x.test", "m false true a@x.test [ann@x.test]"},
		{"-bs", "s false false <nil> []"},
		{"-bm -oem -B8BITMIME -v -h 3 -L tag -G ann@x.test", "m false false <nil> [ann@x.test]"},
		{"-q15m -d0.1 -vt ann@x.test", "m true false <nil> [ann@x.test]"},
		{"-bd", "usage"},
		{"-Z", "usage"},
		{"-f", "usage"},
	} {
		o, err := parseSendmail(strings.Fields(c.args))
		from := "<nil>"
		if o.from != nil {
			from = *o.from
		}
		got := fmt.Sprint(o.mode, " ", o.extract, " ", o.dots, " ", from, " ", o.recipients)
		if err != nil {
			got = "usage"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.args, got, c.want)
		}
	}
}

func TestTheSenderIsWhatFSaysOrTheUserHere(t *testing.T) {
	for given, want := range map[string]string{"a@x.test": "a@x.test", "<a@x.test>": "a@x.test", "Ann <a@x.test>": "a@x.test", "<>": "", "": ""} {
		if got := (&sendmailFlags{from: &given}).sender("here.test"); got != want {
			t.Errorf("-f %q: %q, want %q", given, got, want)
		}
	}
	if got := new(sendmailFlags).sender("here.test"); len(got) <= len("@here.test") {
		t.Errorf("without -f it is %q", got)
	}
}
