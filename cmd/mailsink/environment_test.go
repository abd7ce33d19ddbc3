package main

import "testing"

func TestAnEnvironmentHasANameAndMaybeAColour(t *testing.T) {
	for text, want := range map[string]environment{
		"staging":         {Name: "staging"},
		"staging:#b45309": {Name: "staging", Color: "#b45309"},
		"staging:":        {Name: "staging"},
		"":                {},
		":#b45309":        {},
		"staging:red":     {},
		"a:#b45309;x":     {},
	} {
		var got environment
		err := got.UnmarshalText([]byte(text))
		if got != want || (err == nil) != (want.Name != "") {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
}
