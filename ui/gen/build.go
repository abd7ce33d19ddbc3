package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// errNoPackages tells how to get the packages that the page is built from.
var errNoPackages = errors.New("ui/node_modules is missing or incomplete; run `npm ci --prefix ui` in the repository root (Debian package npm)")

// build writes the page made from the sources in ui to the directory out.
func build(ui, out string) error {
	options, err := bundleOptions(ui, out)
	if err != nil {
		return err
	}
	if err := errorOf(api.Build(options).Errors); err != nil {
		return err
	}
	return copyRest(ui, out)
}

// watchSources builds, and builds again whenever a source changes, until the
// process is ended.
func watchSources(ui, out string) error {
	options, err := bundleOptions(ui, out)
	if err != nil {
		return err
	}
	options.LogLevel = api.LogLevelInfo
	options.Plugins = []api.Plugin{{Name: "copy", Setup: func(b api.PluginBuild) {
		b.OnEnd(func(*api.BuildResult) (api.OnEndResult, error) {
			return api.OnEndResult{}, copyRest(ui, out)
		})
	}}}
	context, failed := api.Context(options)
	if failed != nil {
		return errorOf(failed.Errors)
	}
	if err := context.Watch(api.WatchOptions{}); err != nil {
		return err
	}
	select {}
}

// bundleOptions says how the sources become app.js and app.css, with what is
// not needed at first in files of their own: later.css, a c-NAME.js for each
// file of src/later that is imported when it is asked for, and c-chunk.js for
// what all of them need. Names and white space are kept, so that the committed
// output can be read and compared.
func bundleOptions(ui, out string) (api.BuildOptions, error) {
	root, err := filepath.Abs(ui)
	if err != nil {
		return api.BuildOptions{}, err
	}
	outdir, err := filepath.Abs(out)
	if err != nil {
		return api.BuildOptions{}, err
	}
	if _, err := os.Stat(filepath.Join(root, "node_modules", "preact", "package.json")); err != nil {
		return api.BuildOptions{}, errNoPackages
	}
	return api.BuildOptions{
		AbsWorkingDir:     root,
		EntryPoints:       []string{"src/app.tsx", "src/app.css", "src/later.css"},
		Outdir:            outdir,
		Bundle:            true,
		Write:             true,
		Format:            api.FormatESModule,
		Splitting:         true,
		ChunkNames:        "c-[name]",
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		MinifySyntax:      true,
		JSX:               api.JSXAutomatic,
		JSXImportSource:   "preact",
		LegalComments:     api.LegalCommentsNone,
		TsconfigRaw:       "{}",
		MainFields:        []string{"module", "main"},
		ResolveExtensions: []string{".ts", ".tsx", ".mjs", ".js", ".css"},
	}, nil
}

// errorOf joins what the bundler has to say into one error, nil when nothing.
func errorOf(messages []api.Message) error {
	if len(messages) == 0 {
		return nil
	}
	text := api.FormatMessages(messages, api.FormatMessagesOptions{Kind: api.ErrorMessage})
	return fmt.Errorf("the page does not build:\n%s", strings.Join(text, ""))
}
