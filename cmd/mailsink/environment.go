package main

import (
	"fmt"
	"regexp"
	"strings"

	"mailsink/internal/web"
)

// environment is a flag that names the sink and its colour.
type environment web.Environment

// UnmarshalText reads NAME or NAME:#RRGGBB.
func (e *environment) UnmarshalText(text []byte) error {
	name, color, _ := strings.Cut(string(text), ":")
	if ok, _ := regexp.MatchString(`^(#[0-9a-fA-F]{6})?$`, color); !ok || strings.TrimSpace(name) == "" || len(name) > 40 {
		return fmt.Errorf("%q must be a name of at most 40 octets, with :#RRGGBB behind it for a colour", text)
	}
	e.Name, e.Color = strings.TrimSpace(name), color
	return nil
}
