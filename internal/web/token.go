package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"mailsink/internal/mail"
)

// tokenLife is how long a preview may be looked at before the message must be
// asked for again, less tokenStep at the most: tokens end together, so that a
// message that is asked for twice has its preview at the same address and a
// page that shows it need not load it again.
const (
	tokenLife = 12 * time.Hour
	tokenStep = time.Hour
)

const macLen = 16

// token returns the permission to see the preview of a message. The frame that
// shows it has an origin of its own and so no other way to prove anything; the
// address is the permission. It ends with the process, or with time.
func (s *Server) token(id mail.ID, now time.Time) string {
	claim := make([]byte, 0, 16+macLen)
	claim = binary.BigEndian.AppendUint64(claim, uint64(id))
	claim = binary.BigEndian.AppendUint64(claim, uint64(now.Truncate(tokenStep).Add(tokenLife).Unix()))
	return base64.RawURLEncoding.EncodeToString(append(claim, s.sign(claim)...))
}

// opens returns the message that a token lets see.
func (s *Server) opens(token string, now time.Time) (mail.ID, bool) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) != 16+macLen || base64.RawURLEncoding.EncodeToString(b) != token || !hmac.Equal(b[16:], s.sign(b[:16])) {
		return 0, false
	}
	expiry := time.Unix(int64(binary.BigEndian.Uint64(b[8:16])), 0)
	return mail.ID(binary.BigEndian.Uint64(b[:8])), now.Before(expiry)
}

func (s *Server) sign(claim []byte) []byte {
	h := hmac.New(sha256.New, s.key[:])
	h.Write(claim)
	return h.Sum(nil)[:macLen]
}
