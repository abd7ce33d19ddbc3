package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
)

// Validate is asked by kong when every flag is known: it finds values that
// mean nothing, which would else be taken for none or fail much later.
func (c *serveCmd) Validate() error {
	for _, n := range []struct {
		flag  string
		value int
	}{
		{"max-recipients", c.MaxRecipients}, {"max-connections", c.MaxConnections}, {"max-messages", c.MaxMessages},
		{"max-sessions", c.MaxSessions}, {"grace", int(c.Grace)},
	} {
		if n.value < 0 {
			return fmt.Errorf("--%s is less than 0; give a greater one", n.flag)
		}
	}
	switch {
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key go together; give both, or --tls-self-signed")
	case c.Domain == "" || strings.ContainsFunc(c.Domain, notOfDomain):
		return fmt.Errorf("--domain %q is not a domain; write one as in mailsink.test", c.Domain)
	case c.PublicURL != "" && !isWeb(c.PublicURL):
		return fmt.Errorf("--public-url %q is not the address of a page; write it as https://mail.example", c.PublicURL)
	case c.PreviewURL != "" && (!isWeb(c.PreviewURL) || c.PublicURL == ""):
		return fmt.Errorf("--preview-url %q is the address of previews beside that of the page; write it as https://preview.example, and give --public-url too", c.PreviewURL)
	case strings.Contains(c.Webroot, "://"):
		return fmt.Errorf("--webroot %q is not a path; write it as /mail", c.Webroot)
	}
	for _, origin := range c.CORSOrigin {
		if !isWeb(origin) {
			return fmt.Errorf("--cors-origin %q is not an origin; write it as https://app.example", origin)
		}
	}
	return nil
}

// notOfDomain reports whether r cannot be in a domain.
func notOfDomain(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`@<>(),;:\"`, r) }

// isWeb reports whether text is an address of HTTP.
func isWeb(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// cannot says of a file, once, what cannot be done with it: what is told twice
// by "mail.yaml: open mail.yaml: no such file" is told by "mail.yaml cannot be
// read: no such file".
func cannot(what, file string, err error) error {
	if path := new(fs.PathError); errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("%s cannot be %s: %w", file, what, err)
}
