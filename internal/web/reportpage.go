package web

import (
	_ "embed"
	"html/template"
)

//go:embed report.html
var reportHTML string

// reportTemplate reads the page of a report. html/template escapes what mail
// says for the place where it stands.
func reportTemplate() (*template.Template, error) {
	return template.New("report").Parse(reportHTML)
}
