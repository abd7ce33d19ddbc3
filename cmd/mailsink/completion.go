package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// completionCmd prints what a shell needs to complete commands and flags.
type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help is shown by "mailsink completion --help".
func (completionCmd) Help() string {
	return `Examples:
  source <(mailsink completion bash)
  mailsink completion fish > ~/.config/fish/completions/mailsink.fish`
}

// Run writes the script. Commands and flags are those of this very binary.
func (c *completionCmd) Run(app *kong.Kong, s streams) error {
	if c.Shell == "fish" {
		return fishCompletion(s.out, app.Model.Node)
	}
	prelude := ""
	if c.Shell == "zsh" {
		prelude = "autoload -U +X bashcompinit && bashcompinit\n"
	}
	return bashCompletion(s.out, prelude, app.Model.Node)
}

// commands returns the visible commands of the program.
func commands(root *kong.Node) []*kong.Node {
	var out []*kong.Node
	for _, n := range root.Children {
		if !n.Hidden {
			out = append(out, n)
		}
	}
	return out
}

// flags returns the flags of a command as they are typed.
func flags(n *kong.Node) []string {
	var out []string
	for _, f := range n.Flags {
		out = append(out, "--"+f.Name)
	}
	return out
}

// arguments returns the words that may follow a command: those of its first
// argument, where it is one of a few.
func arguments(root, n *kong.Node) []string {
	if n.Name == "help" {
		return names(root)
	}
	if len(n.Positional) == 0 {
		return nil
	}
	return n.Positional[0].EnumSlice()
}

func names(root *kong.Node) []string {
	var out []string
	for _, n := range commands(root) {
		out = append(out, n.Name)
	}
	return out
}

// bashCase returns what bash knows of one command: its flags, the words that
// may follow it, and the values of the flags that have few.
func bashCase(root *kong.Node, pattern string, n *kong.Node) string {
	var values []string
	for _, f := range n.Flags {
		if f.Enum != "" {
			values = append(values, fmt.Sprintf("--%s) values=%q;;", f.Name, strings.TrimSpace(strings.Join(f.EnumSlice(), " "))))
		}
	}
	asked := ""
	if len(values) > 0 {
		asked = fmt.Sprintf("\n      case \"$before\" in %s esac", strings.Join(values, " "))
	}
	return fmt.Sprintf("    %s) flags=%q words=%q%s;;", pattern, strings.Join(append(flags(root), flags(n)...), " "), strings.Join(arguments(root, n), " "), asked)
}

func bashCompletion(w io.Writer, prelude string, root *kong.Node) error {
	var cases []string
	for _, n := range commands(root) {
		cases = append(cases, bashCase(root, n.Name, n))
	}
	cases = append(cases, bashCase(root, "*", root.DefaultCmd))
	_, err := fmt.Fprintf(w, `%s_mailsink() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" flags words values=
  if [ "$word" = = ]; then word=
  elif [ "$before" = = ]; then before="${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "${COMP_WORDS[1]}" in
%s
  esac
  if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "$word")); return; fi
  if [ "$COMP_CWORD" = 1 ]; then words=%q; fi
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word"));;
    *) if [ -n "$words" ] && [ "$COMP_CWORD" -le 2 ]; then COMPREPLY=($(compgen -W "$words" -- "$word"))
       else compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); fi;;
  esac
}
complete -F _mailsink mailsink
`, prelude, strings.Join(cases, "\n"), strings.Join(names(root), " "))
	return err
}

func fishCompletion(w io.Writer, root *kong.Node) error {
	var b strings.Builder
	for _, n := range commands(root) {
		fmt.Fprintf(&b, "complete -c mailsink -n __fish_use_subcommand -a %s -d %s\n", n.Name, quoted(n.Help))
		for _, f := range n.Flags {
			fmt.Fprintf(&b, "complete -c mailsink -n '__fish_seen_subcommand_from %s' -l %s -d %s\n", n.Name, f.Name, quoted(f.Help))
		}
	}
	for _, f := range root.DefaultCmd.Flags {
		fmt.Fprintf(&b, "complete -c mailsink -n __fish_use_subcommand -l %s -d %s\n", f.Name, quoted(f.Help))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// quoted returns s as one word of a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
