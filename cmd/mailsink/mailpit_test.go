package main

import (
	"slices"
	"testing"
)

func TestVariablesOfMailpitSayWhatTheyCan(t *testing.T) {
	for _, c := range []struct{ name, value, flag, want string }{
		{"MP_SMTP_BIND_ADDR", "0.0.0.0:25", "smtp", "0.0.0.0:25"},
		{"MP_DATABASE", "/data/mailpit.db", "store", "file:/data/mailsink"},
		{"MP_DATABASE", "http://rqlite:4001", "store", ""},
		{"MP_MAX_MESSAGE_SIZE", "30", "max-size", "30MiB"},
		{"MP_MAX_MESSAGE_SIZE", "0", "max-size", ""},
		{"MP_SMTP_MAX_RECIPIENTS", "0", "max-recipients", ""},
		{"MP_SMTP_MAX_RECIPIENTS", "7", "max-recipients", "7"},
		{"MP_SMTP_REQUIRE_STARTTLS", "true", "require-tls", "true"},
		{"MP_UI_AUTH_FILE", "/run/users", "users", "/run/users"},
		{"MP_API_CORS", "*", "cors-origin", ""},
		{"MP_API_CORS", "https://app.example", "cors-origin", "https://app.example"},
		{"MP_VERBOSE", "true", "log-level", "debug"},
		{"MP_VERBOSE", "false", "log-level", ""},
		{"MP_WEBHOOK_URL", "http://ci.example/mail", "webhook", "http://ci.example/mail"},
		{"MP_LABEL", "staging", "label", ""},
	} {
		t.Setenv(c.name, c.value)
		if got, ok := mailpitVariable(c.flag); got != c.want || ok != (c.want != "") {
			t.Errorf("%s=%s says %q of --%s, want %q", c.name, c.value, got, c.flag, c.want)
		}
		t.Setenv(c.name, "")
	}
}

func TestVariablesOfMailpitWithoutEffectAreNamed(t *testing.T) {
	got := unheardOfMailpit([]string{
		"HOME=/root", "MP_UI_AUTH=ann:secret", "MP_SMTP_RELAY_HOST=mx.example", "MP_API_CORS=*", "MP_SMTP_BIND_ADDR=:25", "MP_VERBOSE=false",
		"MP_SMTP_AUTH_ACCEPT_ANY=1", "MP_TAG=", "MPX=1",
	})
	if want := []string{"MP_API_CORS", "MP_SMTP_RELAY_HOST", "MP_UI_AUTH"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
