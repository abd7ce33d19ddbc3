package mail

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestAnIDIsThirteenCharactersAndComesBack(t *testing.T) {
	last := ""
	for _, id := range []ID{0, 1, 1 << 20, 1<<63 - 1, 1 << 63, 1<<64 - 1} {
		text := id.String()
		if len(text) != 13 || strings.Trim(text, "0123456789abcdefghijklmnopqrstuv") != "" {
			t.Errorf("%d is written %q", id, text)
		}
		if back, err := ParseID(text); back != id || err != nil {
			t.Errorf("%q is read as %d, %v", text, back, err)
		}
		if text <= last {
			t.Errorf("%q, which comes later, sorts before %q", text, last)
		}
		last = text
		octets, err := json.Marshal(id)
		var back ID
		if err != nil || json.Unmarshal(octets, &back) != nil || back != id {
			t.Errorf("as JSON %s is %d, %v", octets, back, err)
		}
	}
}

func TestWhatIsNoIDIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "0", "000000000000", "00000000000000", "000000000000w", "000000000000 ", "00000000000\n0", "000000000000V", "../../../etc/", strings.Repeat("0", 1<<16),
	} {
		id, err := ParseID(text)
		if err == nil {
			t.Errorf("%.20q is read as %d", text, id)
			continue
		}
		if len(err.Error()) > 200 {
			t.Errorf("of %d octets %d are said again", len(text), len(err.Error()))
		}
	}
}

func TestFlagsAreASetThatNeverChangesInPlace(t *testing.T) {
	fs := NewFlags(Seen, "b", Flagged, "b", Seen)
	if !slices.IsSorted(fs) || len(fs) != 3 {
		t.Errorf("the set is %q", fs)
	}
	before := slices.Clone(fs)
	with, without := fs.With("a", Seen, Draft), fs.Without("b", "not there")
	if !slices.Equal(fs, before) {
		t.Errorf("the set has become %q", fs)
	}
	for f, want := range map[Flag][3]bool{
		Seen: {true, true, true}, Flagged: {true, true, true}, "b": {true, true, false}, "a": {false, true, false}, Draft: {false, true, false}, "B": {},
	} {
		if got := [3]bool{fs.Has(f), with.Has(f), without.Has(f)}; got != want {
			t.Errorf("%s is in them: %v, want %v", f, got, want)
		}
	}
	if empty := NewFlags(); empty.Has("") || len(empty.Without(Seen)) > 0 {
		t.Error("the empty set has something")
	}
}

func TestTagsAreWhatPeopleGave(t *testing.T) {
	for f, want := range map[Flag]bool{"todo": true, "Größe": true, "a$": true, Seen: false, `\Custom`: false, "$Junk": false, "$": false} {
		if f.IsTag() != want {
			t.Errorf("%s is a tag: %t", f, !want)
		}
	}
}
