package sasl

import "strings"

// A plainServer is the server's side of PLAIN (RFC 4616).
type plainServer struct {
	check func(identity, username, password string) error
}

// Next implements [Server].
func (s *plainServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if response == nil {
		return nil, false, nil
	}
	parts := strings.Split(string(response), "\x00")
	if len(parts) != 3 {
		return nil, false, ErrMalformed
	}
	return nil, true, s.check(parts[0], parts[1], parts[2])
}

// A loginServer is the server's side of the LOGIN mechanism, which was never
// standardised and is what many clients try first.
type loginServer struct {
	check    func(identity, username, password string) error
	username string
	asked    int
}

// Next implements [Server].
func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if response == nil && l.asked == 0 {
		l.asked = 1
		return []byte("Username:"), false, nil
	}
	if l.asked < 2 {
		l.asked = 2
		l.username = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check("", l.username, string(response))
}
