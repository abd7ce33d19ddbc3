package imap

import (
	"errors"

	"github.com/emersion/go-sasl"
)

// An exchange is a SASL server whose empty challenges are sent as nothing at
// all. The engine would send "=" for them, at which c-client waits for ever.
type exchange struct{ sasl.Server }

// Next implements [sasl.Server].
func (e *exchange) Next(response []byte) (challenge []byte, done bool, err error) {
	challenge, done, err = e.Server.Next(response)
	if len(challenge) == 0 {
		challenge = nil
	}
	return challenge, done, err
}

// A loginExchange is the server of the mechanism LOGIN, which has no RFC, but
// programs.
type loginExchange struct {
	login    func(username, password string) error
	username *string
	asked    bool
}

var errExchange = errors.New("imap: the exchange is over")

// Next implements [sasl.Server].
func (e *loginExchange) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil && !e.asked:
		e.asked = true
		return []byte("Username:"), false, nil
	case e.username == nil:
		name := string(response)
		e.username = &name
		return []byte("Password:"), false, nil
	case e.login == nil:
		return nil, false, errExchange
	}
	login := e.login
	e.login = nil
	return nil, true, login(*e.username, string(response))
}
