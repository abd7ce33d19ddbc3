package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"os"
	"sync"
	"time"
)

// certificate returns a configuration with the certificate of the files, read
// anew when they change, or, when no file is given, with one made for now.
func certificate(cert, key, domain string, log *slog.Logger) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if cert == "" {
		pair, err := selfSigned(domain)
		if err != nil {
			return nil, fmt.Errorf("TLS: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
		return config, nil
	}
	files := &certificateFiles{cert: cert, key: key, log: log}
	if err := files.load(); err != nil {
		return nil, fmt.Errorf("TLS: %w; give --tls-cert and --tls-key PEM files that belong together", err)
	}
	config.GetCertificate = files.get
	return config, nil
}

// certificateFiles are a certificate and its key on disk, which something
// else renews.
type certificateFiles struct {
	cert, key string
	log       *slog.Logger

	mu    sync.Mutex
	pair  *tls.Certificate
	stamp [2]time.Time // of the files, when they were looked at last
}

// get serves a handshake. While the files do not belong together, because
// one of them is still to be replaced, the old pair stays in use.
func (f *certificateFiles) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if stamp := f.stamps(); stamp != f.stamp {
		if err := f.load(); err != nil {
			f.stamp = stamp
			f.log.Warn("the changed certificate cannot be used; the old one stays in use", "error", err)
		} else {
			f.log.Info("the certificate was read anew", "file", f.cert)
		}
	}
	return f.pair, nil
}

func (f *certificateFiles) load() error {
	stamp := f.stamps()
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return err
	}
	f.pair, f.stamp = &pair, stamp
	return nil
}

// stamps returns when the files were written, zero for one that is not there.
func (f *certificateFiles) stamps() (at [2]time.Time) {
	for i, path := range []string{f.cert, f.key} {
		if info, err := os.Stat(path); err == nil {
			at[i] = info.ModTime()
		}
	}
	return at
}

// selfSigned makes a certificate for domain and the names of loopback, good
// for a year.
func selfSigned(domain string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: domain},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0),
		DNSNames: []string{domain, "localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
