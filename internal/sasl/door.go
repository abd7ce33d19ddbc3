package sasl

import (
	"errors"

	"github.com/emersion/go-sasl"
)

// Why an exchange fails.
var (
	ErrRefused   = errors.New("sasl: credentials refused")
	ErrMalformed = errors.New("sasl: malformed response in an exchange")
)

// The names of mechanisms.
const (
	Plain       = sasl.Plain
	Login       = sasl.Login
	CRAMMD5     = "CRAM-MD5"
	SCRAMSHA256 = "SCRAM-SHA-256"
	XOAuth2     = "XOAUTH2"
	OAuthBearer = sasl.OAuthBearer
)

// A Server is the server's side of one exchange. A nil response means that the
// client sent none with its command; a nil challenge is sent as an empty one.
type Server = sasl.Server

// A Door says whom a protocol lets in.
type Door struct {
	// Domain names the server in challenges.
	Domain string
	// Password judges a name with its password, or with a token in place of
	// one, and remembers who came in. identity is whom the user wants to act
	// for; empty for himself.
	Password func(identity, username, password string) error
	// Identify remembers who proved to know a password without sending it.
	Identify func(username string) error
	// Secret returns the password of a user. Where it is nil, mechanisms that
	// never send the password are not offered, unless Anyone is set.
	Secret func(username string) (password string, ok bool)
	// Anyone says that every password is right.
	Anyone bool
}

// Every lists all mechanisms that there are.
func Every() []string { return []string{Plain, Login, CRAMMD5, SCRAMSHA256, XOAuth2, OAuthBearer} }

// Mechanisms lists what can work at d. CRAM-MD5 and SCRAM never send the
// password, so the server must have it; only CRAM-MD5 can pretend.
func (d *Door) Mechanisms() []string {
	offered := []string{Plain, Login}
	if d.Secret != nil || d.Anyone {
		offered = append(offered, CRAMMD5)
	}
	if d.Secret != nil {
		offered = append(offered, SCRAMSHA256)
	}
	return append(offered, XOAuth2, OAuthBearer)
}

// Start begins an exchange by one of the mechanisms of d.
func (d *Door) Start(mechanism string) Server {
	switch mechanism {
	case Login:
		return &loginServer{check: d.Password}
	case CRAMMD5:
		return &cramServer{door: d}
	case SCRAMSHA256:
		return &scramServer{door: d}
	case XOAuth2:
		return &bearerServer{door: d, read: readXOAuth2}
	case OAuthBearer:
		return &bearerServer{door: d, read: readOAuthBearer}
	}
	return &plainServer{check: d.Password}
}
