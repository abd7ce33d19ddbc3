package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A foreign variable is one of Mailpit that says the same as a flag here, so
// that its containers can be replaced by ours.
type foreign struct {
	flag, name string
	say        func(value string) (string, bool) // in the words of the flag; nil for the same
}

// foreigners lists them; of several for one flag the first that is set counts.
func foreigners() []foreign {
	return []foreign{
		{"smtp", "MP_SMTP_BIND_ADDR", nil}, {"http", "MP_UI_BIND_ADDR", nil}, {"webroot", "MP_WEBROOT", nil},
		{"max-messages", "MP_MAX_MESSAGES", nil}, {"max-age", "MP_MAX_AGE", nil}, {"max-size", "MP_MAX_MESSAGE_SIZE", megabytes},
		{"max-recipients", "MP_SMTP_MAX_RECIPIENTS", positive}, {"store", "MP_DATABASE", besideFile}, {"store", "MP_DATA_FILE", besideFile},
		{"tls-cert", "MP_SMTP_TLS_CERT", nil}, {"tls-key", "MP_SMTP_TLS_KEY", nil}, {"require-tls", "MP_SMTP_REQUIRE_STARTTLS", nil},
		{"users", "MP_UI_AUTH_FILE", nil}, {"users", "MP_SMTP_AUTH_FILE", nil},
		{"cors-origin", "MP_API_CORS", origins}, {"allowed-host", "MP_ALLOWED_HOSTS", nil}, {"webhook", "MP_WEBHOOK_URL", nil},
		{"log-level", "MP_QUIET", whenTrue("warn")}, {"log-level", "MP_VERBOSE", whenTrue("debug")},
	}
}

// heeded are variables of Mailpit that ask for what is always so here.
func heeded() []string {
	return []string{
		"MP_SMTP_AUTH_ACCEPT_ANY", "MP_SMTP_AUTH_ALLOW_INSECURE", "MP_SMTP_DISABLE_RDNS", "MP_SMTP_STRICT_RFC_HEADERS", "MP_BLOCK_REMOTE_CSS_AND_FONTS",
		"MP_HIDE_DELETE_ALL_BUTTON", "MP_DISABLE_VERSION_CHECK", "MP_ENABLE_CHAOS", "MP_USE_MESSAGE_DATES",
	}
}

func megabytes(value string) (string, bool) { return value + "MiB", value != "0" }

func positive(value string) (string, bool) {
	n, err := strconv.Atoi(value)
	return value, err != nil || n > 0
}

// besideFile keeps mail in a directory beside the database of Mailpit.
func besideFile(path string) (string, bool) {
	return "file:" + filepath.Join(filepath.Dir(path), "mailsink"), !strings.Contains(path, "://")
}

// origins lets no page in that has no name: that any may read mail is not for
// a variable to say.
func origins(value string) (string, bool) {
	for _, origin := range strings.Split(value, ",") {
		if !isWeb(origin) {
			return "", false
		}
	}
	return value, true
}

func whenTrue(word string) func(string) (string, bool) {
	return func(value string) (string, bool) {
		on, err := strconv.ParseBool(value)
		return word, err == nil && on
	}
}

// mailpitVariable returns what a variable of Mailpit says about a flag.
func mailpitVariable(flag string) (string, bool) {
	for _, f := range foreigners() {
		if value := os.Getenv(f.name); f.flag == flag && value != "" {
			if f.say == nil {
				return value, true
			}
			if said, ok := f.say(value); ok {
				return said, true
			}
		}
	}
	return "", false
}

// unheardOfMailpit returns the names of the variables of Mailpit that are set
// and have no effect here.
func unheardOfMailpit(environ []string) []string {
	var names []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "MP_") || value == "" || slices.Contains(heeded(), name) {
			continue
		}
		known := slices.ContainsFunc(foreigners(), func(f foreign) bool {
			if f.name != name || f.say == nil {
				return f.name == name
			}
			_, ok := f.say(value)
			return ok || value == "false" || value == "0"
		})
		if !known {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
