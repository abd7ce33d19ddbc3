package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

// settings is where flags come from that the command line does not give: the
// environment, then the file.
type settings struct {
	path string
	file map[string]any
}

// A configFile is the flag that names the file.
type configFile string

// BeforeResolve reads the file before any flag is looked up in it.
func (configFile) BeforeResolve(s *settings, ctx *kong.Context, trace *kong.Path) error {
	return s.read(string(ctx.FlagValue(trace.Flag).(configFile)))
}

func (s *settings) read(path string) error {
	octets, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("--config: %w", cannot("read", path, err))
	}
	s.path, s.file = path, nil
	if err := toml.Unmarshal(octets, &s.file); err != nil {
		return fmt.Errorf("%s is not TOML: %w", path, err)
	}
	return nil
}

// variable returns the name of a flag in the environment.
func variable(flag string) string {
	return "MAILSINK_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Resolve implements [kong.Resolver].
func (s *settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Name == "help" || flag.Name == "config" {
		return nil, nil
	}
	// An empty variable is one that is not set, save for lists: an empty
	// list of addresses turns a door off.
	if value, ok := os.LookupEnv(variable(flag.Name)); ok && (value != "" || flag.IsSlice()) {
		return value, nil
	}
	value, ok := s.file[flag.Name]
	if !ok {
		if theirs, ok := mailpitVariable(flag.Name); ok {
			return theirs, nil
		}
		return nil, nil
	}
	if list, ok := value.([]any); ok && flag.IsSlice() {
		return list, nil
	}
	return fmt.Sprint(value), nil
}

// Validate implements [kong.Resolver]: a key that is no flag is a mistake, and
// so is a variable that only looks like one.
func (s *settings) Validate(app *kong.Application) error {
	if path := os.Getenv("MAILSINK_CONFIG"); path != "" && s.file == nil {
		if err := s.read(path); err != nil {
			return err
		}
	}
	var known []string
	for _, node := range append(app.Children, app.Node) {
		for _, flag := range node.Flags {
			known = append(known, flag.Name)
		}
	}
	for key := range s.file {
		if !slices.Contains(known, key) {
			return fmt.Errorf(`%s: %q is not a setting; "mailsink serve --help" lists them`, s.path, key)
		}
	}
	return nil
}
