package main

import (
	"errors"
	"fmt"
	"io/fs"

	"mailsink/internal/imap"
	"mailsink/internal/smtp"
	"mailsink/internal/users"
)

// authenticate says to the doors whom AUTH and LOGIN let in.
func (s *sink) authenticate(in *smtp.Server, out *imap.Server) error {
	if err := s.checkAuth(); err != nil {
		return err
	}
	in.NoAuth = s.admits() == "off"
	if s.Users == "" {
		return nil
	}
	file, err := users.Open(s.Users, s.log)
	if err != nil {
		if path := new(fs.PathError); errors.As(err, &path) {
			err = fmt.Errorf("users: %w", cannot("read", s.Users, err))
		}
		return exitError{exitUsage, fmt.Errorf("--%w", err)}
	}
	if file.Plain() {
		in.Secret, out.Secret = file.Secret, file.Secret
	}
	if s.admits() == "users" {
		in.Auth, out.Auth, s.known = file.Check, file.Check, file
	}
	return nil
}

// checkAuth finds flags that contradict each other.
func (c *serveCmd) checkAuth() error {
	switch {
	case c.Auth == "users" && c.Users == "":
		return exitError{exitUsage, errors.New("--auth users needs to know them: give --users FILE, with lines as htpasswd -nbB NAME PASSWORD prints them")}
	case c.Auth == "off" && c.RequireAuth:
		return exitError{exitUsage, errors.New("--require-auth and --auth off contradict each other; leave one of them out")}
	case c.RequireTLS && !c.offersTLS():
		return exitError{exitUsage, errors.New("--require-tls needs a certificate: give --tls-cert and --tls-key, or --tls-self-signed")}
	}
	return nil
}
