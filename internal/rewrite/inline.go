package rewrite

import (
	"errors"
	"fmt"
)

// inline opens inline:{key=value, {key = value}}. Of two equal keys the last
// is used, unlike in files.
func (o *opener) inline(name, place string) (Table, error) {
	need := fmt.Sprintf("\"%s\"; need \"inline:{name=value...}\"", name)
	inner, ok := braced(place)
	if !ok || inner == "" {
		return nil, badTable(name, "bad syntax: "+need)
	}
	t := &indexedTable{name: name, entries: map[string]entry{}, ascii: o.config.NoSMTPUTF8}
	for _, item := range splitList(inner) {
		if item[0] == '{' {
			var err error
			if item, err = unbrace(item); err != nil {
				return nil, badTable(name, err.Error()+": "+need)
			}
		}
		key, value, err := splitPair(item)
		if err != nil {
			return nil, badTable(name, err.Error()+": "+need)
		}
		t.entries[fold(key, t.ascii)] = entry{value: value}
	}
	if len(t.entries) == 0 {
		return nil, badTable(name, "empty table: "+need)
	}
	return t, nil
}

// splitPair splits "key = value"; the key may hold quoted blanks and equals signs.
func splitPair(s string) (key, value string, err error) {
	s = trimLeft(s)
	if s == "" {
		return "", "", errors.New("no key found; expected format: key = value")
	}
	quoted := false
	i := 0
scan:
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '=' || isSpace(c)):
			break scan
		}
	}
	if quoted {
		return "", "", errors.New("unbalanced '\"'")
	}
	i = min(i, len(s))
	key, s = s[:i], trimLeft(s[i:])
	if s == "" || s[0] != '=' {
		return "", "", errors.New("missing '=' after attribute name")
	}
	return key, trimSpace(s[1:]), nil
}
