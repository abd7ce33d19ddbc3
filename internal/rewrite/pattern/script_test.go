package pattern

import (
	"strings"
	"testing"
	"unicode"
)

func TestScriptsMeanScriptExtensions(t *testing.T) {
	for _, c := range []struct{ promise, property, yes, no string }{
		{"a script has its own characters", "Greek", "Ω", "A"},
		{"a script has what it shares with others", "Hiragana", "ー", "A"},
		{"shared characters stay common", "Common", "ー", "あ"},
		{"script= asks for the script alone", "script=Hiragana", "あ", "ー"},
		{"sc: asks for the script alone", "sc:Common", "ー", "あ"},
		{"scx: asks for the extensions", "scx:Hira", "ー", "A"},
		{"codes name scripts", "Grek", "Ω", "A"},
		{"inherited marks belong to the scripts that use them", "Devanagari", "\u0951", "\u0300"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			re, err := CompilePCRE(`(*UTF)^\p{`+c.property+`}$`, PCRE{})
			if err != nil {
				t.Fatal(err)
			}
			if groups(t, re, c.yes) == "" {
				t.Errorf("%q is not in %s", c.yes, c.property)
			}
			if groups(t, re, c.no) != "" {
				t.Errorf("%q is in %s", c.no, c.property)
			}
		})
	}
}

func TestScriptsYoungerThanPCRE2AreUnknown(t *testing.T) {
	for _, name := range []string{"Kawi", "Nag_Mundari", "scx=Kawi", "sc:none"} {
		if _, err := CompilePCRE(`(*UTF)\p{`+name+`}`, PCRE{}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestEveryScriptOfTheTableIsOne(t *testing.T) {
	for line := range strings.Lines(scriptExtensions) {
		name := strings.Fields(line)[0]
		if unicode.Scripts[name] == nil {
			t.Errorf("%s is no script", name)
		}
		for _, r := range scriptExtras(name) {
			if r[0] == 0 || r[1] < r[0] {
				t.Errorf("%s: %x is no range", name, r)
			}
		}
	}
}
