package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// plain lists the sources that go into the page as they are.
func plain() []string {
	return []string{"index.html", "icons.svg", "favicon.svg"}
}

// bundled lists the packages whose code is inside c-chunk.js.
func bundled() []string {
	return []string{"preact", "@preact/signals", "@preact/signals-core"}
}

// copyRest puts beside the bundle what is not bundled: the page itself, its
// pictures, and the licences of the code inside the bundle.
func copyRest(ui, out string) error {
	for _, name := range plain() {
		data, err := os.ReadFile(filepath.Join(ui, "src", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return err
		}
	}
	text, err := licences(ui)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "LICENSES.txt"), text, 0o644)
}

// licences returns the licence texts of all bundled packages.
func licences(ui string) ([]byte, error) {
	var text bytes.Buffer
	fmt.Fprintln(&text, "c-chunk.js contains the following packages.")
	for _, name := range bundled() {
		licence, err := os.ReadFile(filepath.Join(ui, "node_modules", filepath.FromSlash(name), "LICENSE"))
		if err != nil {
			return nil, fmt.Errorf("%w (%v)", errNoPackages, err)
		}
		fmt.Fprintf(&text, "\n%s\n\n%s\n", name, bytes.TrimSpace(licence))
	}
	return text.Bytes(), nil
}
