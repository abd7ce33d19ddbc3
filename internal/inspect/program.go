package inspect

import (
	"slices"
	"strings"
)

// A Program is one that shows mail, as it is on one platform.
type Program struct {
	Name     string  `json:"name"` // family and platform
	Family   string  `json:"family"`
	Platform string  `json:"platform"`
	Score    float64 `json:"score"` // percent of the features that this message uses and that are known of it; partly is half
}

// platforms end the names of programs; one that ends with another stands before it.
func platforms() []string {
	return []string{"mobile webmail", "webmail", "Windows Mail", "Windows", "Outlook.com", "macOS", "iOS", "Android"}
}

// programOf parts a name into family and platform.
func programOf(name string) Program {
	for _, platform := range platforms() {
		if family, ok := strings.CutSuffix(name, " "+platform); ok {
			return Program{Name: name, Family: family, Platform: platform}
		}
	}
	return Program{Name: name, Family: name}
}

// Programs returns the mail programs that are known, without scores.
func Programs() []Program {
	var list []Program
	for _, name := range table().Clients {
		list = append(list, programOf(name))
	}
	return list
}

// Known reports whether word names a program ("Gmail iOS") or a family of
// them ("Gmail"); case makes no difference.
func Known(word string) bool {
	return slices.ContainsFunc(Programs(), func(p Program) bool { return p.named(word) })
}

func (p Program) named(word string) bool {
	return strings.EqualFold(word, p.Name) || strings.EqualFold(word, p.Family)
}

// asked returns the places of the programs that words name; without words, of all.
func (s support) asked(words []string) []int {
	var places []int
	for i, name := range s.Clients {
		if len(words) == 0 || slices.ContainsFunc(words, programOf(name).named) {
			places = append(places, i)
		}
	}
	return places
}

// programs says what each program makes of what is used.
func (s support) programs(used map[string]*use) []Program {
	list := Programs()
	for i := range list {
		var points tally
		for _, known := range s.Features {
			if percent, ok := worth(known[3][i]); ok && used[known[0]] != nil {
				points.add(percent)
			}
		}
		list[i].Score = points.mean()
	}
	return list
}
