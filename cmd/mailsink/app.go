package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// A commandLine is every command with its flags. Kong reads the tags.
type commandLine struct {
	Config configFile `placeholder:"FILE" help:"Read flags from a TOML file: smtp = [\"127.0.0.1:2525\"], max-size = \"10MiB\"."`

	Serve       serveCmd       `cmd:"" default:"withargs" help:"Take mail in and show it (the default)."`
	Query       queryCmd       `cmd:"" help:"Say where an address goes, and by which rule."`
	Postmap     postmapCmd     `cmd:"" help:"Look keys up as postmap -q does, or list the mistakes in tables."`
	Check       checkCmd       `cmd:"" help:"Look for mistakes in the rewriting as a whole, and for domains whose MX leads elsewhere."`
	Sendmail    sendmailCmd    `cmd:"" passthrough:"" help:"Take mail from standard input as sendmail does."`
	Send        sendCmd        `cmd:"" help:"Send a message made of flags."`
	Wait        waitCmd        `cmd:"" help:"Wait until a message comes, and print it."`
	Expect      expectCmd      `cmd:"" help:"Hold what came against what a file expects."`
	Tail        tailCmd        `cmd:"" help:"Print messages as they arrive."`
	List        listCmd        `cmd:"" help:"Print the messages there are, newest first."`
	Show        showCmd        `cmd:"" help:"Print a message."`
	Export      exportCmd      `cmd:"" help:"Write messages to mbox, Maildir, .eml or tar."`
	Import      importCmd      `cmd:"" help:"Read messages from mbox, Maildir, .eml or tar into the sink."`
	Backup      backupCmd      `cmd:"" help:"Copy a store while it is used."`
	Restore     restoreCmd     `cmd:"" help:"Make a store of a backup."`
	Salvage     salvageCmd     `cmd:"" help:"Save what can be read of a damaged store."`
	Reload      reloadCmd      `cmd:"" help:"Let a running sink read its tables anew."`
	Settings    configCmd      `cmd:"" name:"config" help:"Print the settings in force, and where each comes from."`
	MCP         mcpCmd         `cmd:"" name:"mcp" help:"Serve the mail to language models (Model Context Protocol)."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask a sink whether every door accepts; for containers."`
	Help        helpCmd        `cmd:"" help:"Print the help of a command."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
	Completion  completionCmd  `cmd:"" help:"Print a completion script for bash, zsh or fish."`
	Man         manCmd         `cmd:"" help:"Print the manual page: mailsink man | man -l -."`
}

const description = `A mail sink for test environments: takes in all mail, rewrites every recipient with a Postfix-style table, and shows it over IMAP, a live web page and an HTTP API. Nothing leaves it.

Every flag is also MAILSINK_<FLAG> in the environment (MAILSINK_MAX_SIZE=10MiB) and a key of --config. A flag beats the environment, which beats the file.

Example: mailsink --store file:mail --rewrite sink.regexp`

// ended is how kong leaves after --help: it has printed, and nothing follows.
type ended struct{ status int }

// run is the program; it returns the exit status.
func run(ctx context.Context, args []string, s streams) (status int) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case ended:
			status = r.status
		default:
			panic(r)
		}
	}()
	settings := new(settings)
	app, err := kong.New(new(commandLine),
		kong.Name("mailsink"), kong.Description(description),
		kong.Writers(s.out, s.err),
		kong.Exit(func(status int) { panic(ended{status}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.Resolvers(settings), kong.Bind(settings, s),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		return fail(s, "", err)
	}
	kctx, err := app.Parse(args)
	if err != nil {
		return fail(s, called(app, args), usage(err))
	}
	return fail(s, called(app, args), kctx.Run(app))
}

// called returns the command that args name, with a space in front; "" for
// none.
func called(app *kong.Kong, args []string) string {
	if len(args) > 0 && slices.Contains(names(app.Model.Node), args[0]) {
		return " " + args[0]
	}
	return ""
}

// usage marks err as a mistake in how the program was called.
func usage(err error) error {
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		err = parse.Unwrap()
	}
	return exitError{exitUsage, plainly(err)}
}

// plainly says in words of ours what kong says most often.
func plainly(err error) error {
	if rest, ok := strings.CutPrefix(err.Error(), "unexpected argument "); ok {
		word, _, _ := strings.Cut(rest, ",")
		return fmt.Errorf("nothing is called %q here; leave it out, or see what there is", word)
	}
	if rest, ok := strings.CutPrefix(err.Error(), `expected "`); ok {
		return fmt.Errorf("something is missing: %s", strings.TrimSuffix(rest, `"`))
	}
	return err
}
