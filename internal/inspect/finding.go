package inspect

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// Levels of a finding, worst first.
const (
	Error   = "error"   // something does not work
	Warning = "warning" // something will be stumbled over
	Note    = "note"    // something to know
)

// A Finding is one thing to know about a message.
type Finding struct {
	Level string `json:"level"`          // error, warning or note
	Code  string `json:"code"`           // which finding it is, as "link.local"; it does not change with the language
	Args  Args   `json:"args,omitempty"` // what the sentence of that code has in braces
	Text  string `json:"text"`           // the sentence, in English
	Where string `json:"where,omitempty"`

	// Points are what it counts to a filter against spam; 0 in other checks.
	Points float64 `json:"points,omitempty"`
}

// Args are the words and numbers that a sentence is about, by name.
type Args map[string]string

//go:embed findings.json
var catalogue []byte

// A kind of finding: its level, its sentence, and its points.
type kind struct {
	level, text string
	points      float64
}

// UnmarshalJSON reads [level, sentence] or [level, sentence, points].
func (k *kind) UnmarshalJSON(data []byte) error {
	fields := []any{&k.level, &k.text, &k.points}
	return json.Unmarshal(data, &fields)
}

// kinds reads the catalogue, once.
func kinds() map[string]kind { return readKinds() }

var readKinds = sync.OnceValue(func() map[string]kind {
	var all map[string]kind
	if err := json.Unmarshal(catalogue, &all); err != nil {
		panic("inspect: findings.json: " + err.Error()) // it is embedded, and a test reads it
	}
	return all
})

// found returns the finding of a code. Args come as name and value by turns.
func found(code, where string, args ...any) Finding {
	k := kinds()[code]
	f := Finding{Level: k.level, Code: code, Text: k.text, Where: where, Points: k.points}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = make(Args)
		}
		name, value := fmt.Sprint(args[i]), fmt.Sprint(args[i+1])
		f.Args[name] = value
		f.Text = strings.ReplaceAll(f.Text, "{"+name+"}", value)
	}
	return f
}
