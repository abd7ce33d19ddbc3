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

func bashCompletion(w io.Writer, prelude string, root *kong.Node) error {
	var names, cases []string
	for _, n := range commands(root) {
		names = append(names, n.Name)
		cases = append(cases, fmt.Sprintf("    %s) words=%q;;", n.Name, strings.Join(append(flags(root), flags(n)...), " ")))
	}
	serve := root.DefaultCmd
	_, err := fmt.Fprintf(w, `%s_mailsink() {
  local word="${COMP_WORDS[COMP_CWORD]}" words
  case "${COMP_WORDS[1]}" in
%s
    *) words=%q;;
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word"));;
    *) if [ "$COMP_CWORD" = 1 ]; then COMPREPLY=($(compgen -W %q -- "$word")); else COMPREPLY=($(compgen -f -- "$word")); fi;;
  esac
}
complete -F _mailsink mailsink
`, prelude, strings.Join(cases, "\n"), strings.Join(append(flags(root), flags(serve)...), " "), strings.Join(names, " "))
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
