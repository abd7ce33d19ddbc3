package main

import "github.com/alecthomas/kong"

// helpCmd prints what --help of a command does.
type helpCmd struct {
	Command []string `arg:"" optional:"" help:"The command; all of them without it."`
}

// Run prints.
func (c helpCmd) Run(app *kong.Kong) error {
	ctx, err := app.Parse(append(c.Command, "--help"))
	if err != nil {
		return usage(err)
	}
	return ctx.Run(app)
}
