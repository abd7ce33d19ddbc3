package jetstream_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"mailsink/internal/store/jetstream"
)

// An authority signs certificates.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	file string
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func writeFile(t *testing.T, name string, octets []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, octets, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{key: newKey(t), cert: &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}}
	a.file = writeFile(t, "ca.pem", a.sign(t, a.cert, a.key))
	return a
}

func (a *authority) sign(t *testing.T, template *x509.Certificate, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	octets, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: octets})
}

// pair makes the files of a certificate for an address, valid until then.
func (a *authority) pair(t *testing.T, ip net.IP, until time.Time) (cert, key string) {
	t.Helper()
	k := newKey(t)
	octets, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	key = writeFile(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: octets}))
	return writeFile(t, "cert.pem", a.sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "mailsink"}, NotAfter: until, IPAddresses: []net.IP{ip},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, k)), key
}

// secured starts a server with a certificate of a. Clients need one too where
// asks says so.
func (a *authority) secured(t *testing.T, asks tls.ClientAuthType, ip net.IP, until time.Time) *server.Server {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(a.pair(t, ip, until))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parse(t, a.file))
	return start(t, func(o *server.Options) {
		o.TLS, o.TLSVerify, o.TLSTimeout = true, asks == tls.RequireAndVerifyClientCert, 30
		o.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: pool, ClientAuth: asks, MinVersion: tls.VersionTLS12}
	})
}

func parse(t *testing.T, file string) *x509.Certificate {
	t.Helper()
	octets, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(octets)
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// An operator issues accounts, and those their users.
type operator struct {
	keys    nkeys.KeyPair
	account nkeys.KeyPair
	server  *server.Server
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// newOperator starts a server that trusts one operator, with an account that
// may use JetStream if streams says so.
func newOperator(t *testing.T, streams bool) *operator {
	t.Helper()
	pair, text := must[nkeys.KeyPair](t), must[string](t)
	o := &operator{keys: pair(nkeys.CreateOperator()), account: pair(nkeys.CreateAccount())}
	system := pair(nkeys.CreateAccount())
	resolver := new(server.MemAccResolver)
	for _, kp := range []nkeys.KeyPair{system, o.account} {
		id := text(kp.PublicKey())
		claims := jwt.NewAccountClaims(id)
		if kp == o.account && streams {
			claims.Limits.JetStreamLimits = jwt.JetStreamLimits{DiskStorage: jwt.NoLimit, Streams: jwt.NoLimit, Consumer: jwt.NoLimit}
		}
		if err := resolver.Store(id, text(claims.Encode(o.keys))); err != nil {
			t.Fatal(err)
		}
	}
	trusted := must[*jwt.OperatorClaims](t)(jwt.DecodeOperatorClaims(text(jwt.NewOperatorClaims(text(o.keys.PublicKey())).Encode(o.keys))))
	o.server = start(t, func(so *server.Options) {
		so.TrustedOperators, so.AccountResolver, so.SystemAccount = []*jwt.OperatorClaims{trusted}, resolver, text(system.PublicKey())
	})
	return o
}

// creds writes the file of a user of the account.
func (o *operator) creds(t *testing.T) string {
	t.Helper()
	user := must[nkeys.KeyPair](t)(nkeys.CreateUser())
	claims := jwt.NewUserClaims(must[string](t)(user.PublicKey()))
	token := must[string](t)(claims.Encode(o.account))
	return writeFile(t, "ann.creds", must[[]byte](t)(jwt.FormatUserConfig(token, must[[]byte](t)(user.Seed()))))
}

func TestEachKindOfCredentialOpensTheStore(t *testing.T) {
	a, op := newAuthority(t), newOperator(t, true)
	loopback, later := net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)
	open1, mutual := a.secured(t, tls.NoClientCert, loopback, later), a.secured(t, tls.RequireAndVerifyClientCert, loopback, later)
	cert, key := a.pair(t, loopback, later)
	guarded := start(t, func(o *server.Options) { o.Username, o.Password = "ann", "secret" })
	known := at(guarded, "mail")
	known.User = url.UserPassword("ann", "secret")
	for _, c := range []struct {
		name    string
		place   jetstream.Place
		options jetstream.Options
	}{
		{"user and password", known, jetstream.Options{}},
		{"credentials of an account", at(op.server, "mail"), jetstream.Options{Creds: op.creds(t)}},
		{"an authority", at(open1, "mail"), jetstream.Options{CA: a.file}},
		{"a certificate", at(mutual, "mail"), jetstream.Options{CA: a.file, Cert: cert, Key: key}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if pos, err := open(t, c.place, c.options).Append(within(t), record(1)); pos != 1 || err != nil {
				t.Errorf("append: %d, %v", pos, err)
			}
		})
	}
}

func TestEachWrongCredentialSaysWhatToDo(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	op, poor, other := newOperator(t, true), newOperator(t, false), newOperator(t, true)
	loopback, later := net.IPv4(127, 0, 0, 1), time.Now().Add(time.Hour)
	plain := start(t, nil)
	guarded := start(t, func(o *server.Options) { o.Username, o.Password = "ann", "secret" })
	secured, mutual := ours.secured(t, tls.NoClientCert, loopback, later), ours.secured(t, tls.RequireAndVerifyClientCert, loopback, later)
	elsewhere, stale := ours.secured(t, tls.NoClientCert, net.IPv4(192, 0, 2, 1), later), ours.secured(t, tls.NoClientCert, loopback, time.Now().Add(-time.Hour))
	cert, key := ours.pair(t, loopback, later)
	foreign, foreignKey := theirs.pair(t, loopback, later)
	nothing := writeFile(t, "nothing", []byte("nothing"))
	guessed := at(guarded, "mail")
	guessed.User = url.UserPassword("ann", "guess")
	for _, c := range []struct {
		name, want string
		place      jetstream.Place
		options    jetstream.Options
	}{
		{"a wrong password", "USER:PASSWORD@", guessed, jetstream.Options{}},
		{"no password", "USER:PASSWORD@", at(guarded, "mail"), jetstream.Options{}},
		{"no credentials", "--nats-creds", at(op.server, "mail"), jetstream.Options{}},
		{"credentials of another operator", "--nats-creds", at(op.server, "mail"), jetstream.Options{Creds: other.creds(t)}},
		{"credentials that are not there", "--nats-creds", at(op.server, "mail"), jetstream.Options{Creds: nothing + "x"}},
		{"credentials that are none", "--nats-creds", at(op.server, "mail"), jetstream.Options{Creds: nothing}},
		{"an account without JetStream", "enable JetStream for the account", at(poor.server, "mail"), jetstream.Options{Creds: poor.creds(t)}},
		{"no authority", "--nats-ca", at(secured, "mail"), jetstream.Options{}},
		{"another authority", "--nats-ca", at(secured, "mail"), jetstream.Options{CA: theirs.file}},
		{"an authority that is not there", "--nats-ca", at(secured, "mail"), jetstream.Options{CA: nothing + "x"}},
		{"an authority that is none", "--nats-ca", at(secured, "mail"), jetstream.Options{CA: nothing}},
		{"a certificate for another address", "name it in --store", at(elsewhere, "mail"), jetstream.Options{CA: ours.file}},
		{"a certificate that is too old", "has expired", at(stale, "mail"), jetstream.Options{CA: ours.file}},
		{"no certificate of ours", "--nats-cert", at(mutual, "mail"), jetstream.Options{CA: ours.file}},
		{"our certificate is of another authority", "--nats-cert", at(mutual, "mail"), jetstream.Options{CA: ours.file, Cert: foreign, Key: foreignKey}},
		{"a key of another certificate", "--nats-key", at(mutual, "mail"), jetstream.Options{CA: ours.file, Cert: cert, Key: foreignKey}},
		{"a certificate that is not there", "--nats-cert", at(mutual, "mail"), jetstream.Options{CA: ours.file, Cert: nothing + "x", Key: key}},
		{"TLS where there is none", "only there", at(plain, "mail"), jetstream.Options{CA: ours.file}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := jetstream.Open(within(t), c.place, c.options)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v; want one sentence with %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "guess") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
}
