// Command gen builds the web page: it bundles ui/src with the packages under
// ui/node_modules into ui/dist.
//
//	npm ci --prefix ui       once, to fetch Preact
//	go run -C ui/gen .       build
//	go run -C ui/gen . -watch    build again whenever a source changes
//
// The same sources give the same octets on every machine and from every path.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	ui := flag.String("ui", "..", "directory that holds src and node_modules")
	out := flag.String("out", "", "directory to write to (default dist beside src)")
	watch := flag.Bool("watch", false, "stay, and build again whenever a source changes")
	flag.Parse()
	if *out == "" {
		*out = filepath.Join(*ui, "dist")
	}
	run := build
	if *watch {
		run = watchSources
	}
	if err := run(*ui, *out); err != nil {
		fmt.Fprintln(os.Stderr, "ui/gen:", err)
		os.Exit(1)
	}
}
