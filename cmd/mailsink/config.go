package main

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// configCmd prints the settings that "mailsink serve" would have.
type configCmd struct{ serveCmd }

// Help is shown by "mailsink config --help".
func (configCmd) Help() string {
	return `Prints every setting of serve as TOML, each with where it comes from: the command line, the environment, the file or the default. The output is a file for --config.

Example: MAILSINK_MAX_AGE=30d mailsink config --smtp 127.0.0.1:2525 > mailsink.toml`
}

// Run prints.
func (configCmd) Run(kctx *kong.Context, from *settings, s streams) error {
	given := make(map[string]bool)
	for _, p := range kctx.Path {
		if p.Flag != nil && !p.Resolved {
			given[p.Flag.Name] = true
		}
	}
	group := ""
	for _, f := range kctx.Selected().Flags {
		if f.Name == "help" {
			continue
		}
		if f.Group != nil && f.Group.Title != group {
			group = f.Group.Title
			if _, err := fmt.Fprintf(s.out, "\n# %s\n", strings.TrimSuffix(group, ":")); err != nil {
				return err
			}
		}
		origin := from.origin(f)
		if given[f.Name] {
			origin = "command line"
		}
		line := f.Name + " = " + tomlValue(f.Target)
		if origin == "default" && (f.IsSlice() || f.Target.Kind() == reflect.String) && f.Target.Len() == 0 {
			line = "# " + line // it is not set, which is not the same as empty
		}
		if _, err := fmt.Fprintf(s.out, "%-46s # %s\n", line, origin); err != nil {
			return err
		}
	}
	return nil
}

// origin says where a flag comes from that the command line does not give.
func (s *settings) origin(f *kong.Flag) string {
	if value, ok := os.LookupEnv(variable(f.Name)); ok && (value != "" || f.IsSlice()) {
		return variable(f.Name)
	}
	if _, ok := s.file[f.Name]; ok {
		return s.path
	}
	return "default"
}

// tomlValue writes a value as TOML has it.
func tomlValue(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Slice:
		list := make([]string, v.Len())
		for i := range list {
			list[i] = tomlValue(v.Index(i))
		}
		return "[" + strings.Join(list, ", ") + "]"
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	}
	return strconv.Quote(fmt.Sprint(v.Interface()))
}
