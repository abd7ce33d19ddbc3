package pattern

import (
	"strconv"
	"strings"
	"unicode"
)

// namedProperty returns the test of a property by the name that a pattern
// gives; nil for a name that is none. A script alone means Script_Extensions,
// as in PCRE2 since 10.40: the characters of other scripts, too, that it uses.
func namedProperty(name string) func(rune) bool {
	bare := bareProperty(name)
	for _, prefix := range []string{"scriptextensions=", "scriptextensions:", "scx=", "scx:", "script=", "script:", "sc=", "sc:"} {
		rest, ok := strings.CutPrefix(bare, prefix)
		if !ok {
			continue
		}
		script := scriptNamed(rest)
		if script == "" {
			return nil
		}
		return scriptTest(script, strings.HasPrefix(prefix, "scx") || strings.HasPrefix(prefix, "scriptext"))
	}
	if script := scriptNamed(bare); script != "" {
		return scriptTest(script, true)
	}
	return unicodeProperty(canonicalProperty(name))
}

// scriptNamed returns the name of a script by its bare name or its code of
// ISO 15924; none if PCRE2 10.42 (Unicode 14) does not know it.
func scriptNamed(bare string) string {
	words := strings.Fields(scriptCodes)
	for i := 0; i+1 < len(words); i += 2 {
		if words[i] == bare {
			return words[i+1]
		}
	}
	for n := range unicode.Scripts {
		if bareProperty(n) == bare && n != "Kawi" && n != "Nag_Mundari" {
			return n
		}
	}
	return ""
}

// scriptTest tests for a script or, extended, for its Script_Extensions.
func scriptTest(name string, extended bool) func(rune) bool {
	script := unicode.Scripts[name]
	if !extended {
		return func(r rune) bool { return unicode.Is(script, r) }
	}
	more := scriptExtras(name)
	return func(r rune) bool { return unicode.Is(script, r) || inRanges(more, r) }
}

func inRanges(list [][2]rune, r rune) bool {
	for _, x := range list {
		if r >= x[0] && r <= x[1] {
			return true
		}
	}
	return false
}

// scriptExtras returns the characters of other scripts that a script uses.
func scriptExtras(name string) [][2]rune {
	var more [][2]rune
	for line := range strings.Lines(scriptExtensions) {
		if words := strings.Fields(line); words[0] == name {
			for _, w := range words[1:] {
				more = append(more, hexRange(w))
			}
		}
	}
	return more
}

// hexRange reads "41-5A" or "41".
func hexRange(s string) [2]rune {
	from, to, found := strings.Cut(s, "-")
	if !found {
		to = from
	}
	lo, _ := strconv.ParseUint(from, 16, 21)
	hi, _ := strconv.ParseUint(to, 16, 21)
	return [2]rune{rune(lo), rune(hi)}
}
