// Package ui holds the web page of mailsink as files, ready to be served.
//
// The files under dist are generated from src by
//
//	npm ci --prefix ui && go run -C ui/gen .
//
// and are kept in the repository, so that building mailsink needs Go alone.
// They have stable names and readable contents; a conflict in dist is settled
// by generating it again, never by hand.
//
// index.html holds an empty JSON object in its script element "boot"; the
// server puts the first page of rows there, so that the list is in the first
// paint. The page asks for nothing but its own origin and runs under
//
//	default-src 'none'; script-src 'self'; style-src 'self';
//	img-src 'self' data:; connect-src 'self'; frame-src 'self';
//	require-trusted-types-for 'script'
//
// # Standards
//
// HTML Living Standard; Content Security Policy Level 3; Trusted Types;
// RFC 6455 for the live feed; WCAG 2.2 level AA.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files returns the generated page: index.html, app.js, app.css, icons.svg,
// favicon.svg and LICENSES.txt at its root, and beside them later.css and the
// c-NAME.js, which the page asks for when it needs them. The tree is read-only.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("ui: " + err.Error()) // "dist" is a valid path, so this cannot happen
	}
	return files
}
