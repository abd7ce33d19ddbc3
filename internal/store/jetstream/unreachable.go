package jetstream

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/nats-io/nats.go"
)

// unreachable says what to do about servers that could not be connected to.
func unreachable(place Place, err error) error {
	at, text := strings.Join(place.Servers, ", "), err.Error()
	about := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(text, w) {
				return true
			}
		}
		return false
	}
	var misnamed x509.HostnameError
	switch {
	case errors.Is(err, nats.ErrNoServers):
		return fmt.Errorf("no NATS server answers at %s: start one with JetStream (nats-server -js), or mend --store", at)
	case errors.Is(err, nats.ErrAuthorization), about("uthorization", "signing nonce", "key pair from file"):
		return fmt.Errorf("NATS at %s lets these credentials in nowhere: give --nats-creds, or nats://USER:PASSWORD@... with --store", at)
	case errors.As(err, &misnamed):
		return fmt.Errorf("the certificate of NATS at %s has another name (%w): name it in --store as its certificate does", at, err)
	case about("has expired"):
		return fmt.Errorf("the certificate of NATS at %s has expired, or the clock of this machine is wrong (%w): renew it", at, err)
	case about("x509:"):
		return fmt.Errorf("the certificate of NATS at %s is not trusted (%w): name its authority with --nats-ca", at, err)
	case about("remote error: tls:", "after TLS handshake"): // TLS 1.3 servers judge a certificate after the handshake
		return fmt.Errorf("NATS at %s wants a certificate that it trusts (%w): give one with --nats-cert and --nats-key", at, err)
	case errors.Is(err, nats.ErrSecureConnRequired), errors.Is(err, nats.ErrSecureConnWanted):
		return fmt.Errorf("NATS at %s and --nats-ca, --nats-cert do not agree about TLS (%w): give them where the server has TLS, and only there", at, err)
	}
	return fmt.Errorf("NATS at %s cannot be connected to (%w): see to --store and the --nats flags", at, err)
}

// readable looks into the files before a server is asked.
func (o Options) readable() error {
	for _, f := range []struct{ flag, path, holds string }{
		{"--nats-creds", o.Creds, "NATS USER JWT"}, {"--nats-ca", o.CA, "BEGIN CERTIFICATE"},
		{"--nats-cert", o.Cert, "BEGIN CERTIFICATE"}, {"--nats-key", o.Key, "PRIVATE KEY"},
	} {
		if f.path == "" {
			continue
		}
		octets, err := os.ReadFile(f.path)
		if err != nil {
			return fmt.Errorf("%s: %s cannot be read: %w", f.flag, f.path, errors.Unwrap(err))
		}
		if !strings.Contains(string(octets), f.holds) {
			return fmt.Errorf("%s: %s is not such a file: there is no %q in it", f.flag, f.path, f.holds)
		}
	}
	return nil
}
