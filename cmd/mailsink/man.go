package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// manCmd prints the manual page, made of the same words as --help.
type manCmd struct{}

// Run writes mailsink.1 in man(7) form.
func (manCmd) Run(app *kong.Kong, s streams) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH MAILSINK 1 \"\" \"mailsink %s\" \"User Commands\"\n", release)
	fmt.Fprintf(&b, ".SH NAME\nmailsink \\- a mail sink for test environments\n")
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B mailsink\n[\\fIcommand\\fR] [\\fIflags\\fR]\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\n", roff(description))
	fmt.Fprintf(&b, ".SH COMMANDS\n")
	for _, n := range commands(app.Model.Node) {
		fmt.Fprintf(&b, ".SS %s\n%s\n", n.Name, roff(n.Help))
		if n.Detail != "" {
			fmt.Fprintf(&b, ".PP\n.nf\n%s\n.fi\n", roff(n.Detail))
		}
		b.WriteString(manFlags(n.Flags))
	}
	fmt.Fprintf(&b, ".SH EXIT STATUS\n0 well, 1 the answer is no, 2 usage, 3 the sink could not be reached, 4 anything else.\n")
	_, err := io.WriteString(s.out, b.String())
	return err
}

// manFlags lists flags, each group under its title, as --help does.
func manFlags(flags []*kong.Flag) string {
	var b strings.Builder
	title := ""
	for _, f := range flags {
		if f.Group != nil && f.Group.Title != title {
			title = f.Group.Title
			fmt.Fprintf(&b, ".PP\n.I %s\n", roff(title))
		}
		value := ""
		if !f.IsBool() {
			value = fmt.Sprintf(" \\fI%s\\fR", roff(strings.ToUpper(f.Name)))
			if f.PlaceHolder != "" {
				value = fmt.Sprintf(" \\fI%s\\fR", roff(f.PlaceHolder))
			}
		}
		fmt.Fprintf(&b, ".TP\n\\fB\\-\\-%s\\fR%s\n%s\n", roff(f.Name), value, roff(f.Help))
		if f.HasDefault && f.Default != "" {
			fmt.Fprintf(&b, "Default: %s.\n", roff(f.Default))
		}
	}
	return b.String()
}

// roff escapes what man(7) would read as its own.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n\n", "\n.PP\n").Replace(s)
	return strings.ReplaceAll(s, "\n'", "\n\\&'")
}
