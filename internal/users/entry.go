package users

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

// An entry is how one password is kept: as it is, or as a hash.
type entry struct {
	kept  string // as the file has it
	plain string
	hash  hash // nil for plain
}

// A hash can tell whether a password is the one it was made of.
type hash interface {
	matches(password string) bool
}

func (e entry) matches(password string) bool {
	if e.hash != nil {
		return e.hash.matches(password)
	}
	return subtle.ConstantTimeCompare([]byte(e.plain), []byte(password)) == 1
}

// parseEntry reads what stands behind the name. Errors do not repeat it.
func parseEntry(kept string) (entry, error) {
	if plain, ok := strings.CutPrefix(kept, "{PLAIN}"); ok {
		return entry{kept: kept, plain: plain}, nil
	}
	if strings.HasPrefix(kept, "$argon2id$") {
		h, err := parseArgon2(kept)
		return entry{kept: kept, hash: h}, err
	}
	if strings.HasPrefix(kept, "$2") {
		_, err := bcrypt.Cost([]byte(kept))
		if err != nil {
			return entry{}, errors.New("the bcrypt hash is not whole; make it anew with htpasswd -nbB NAME PASSWORD")
		}
		return entry{kept: kept, hash: bcryptHash(kept)}, nil
	}
	return entry{}, errors.New("the hash is of a kind that is not read here; make a bcrypt hash with htpasswd -nbB NAME PASSWORD, or write {PLAIN}password")
}

type bcryptHash string

func (h bcryptHash) matches(password string) bool {
	return bcrypt.CompareHashAndPassword([]byte(h), []byte(password)) == nil
}

// An argon2Hash is "$argon2id$v=19$m=65536,t=3,p=4$salt$sum".
type argon2Hash struct {
	memory    uint32 // in KiB
	time      uint32
	threads   uint8
	salt, sum []byte
}

// maxArgon2Memory, in KiB, keeps one login from taking all the memory there is.
const maxArgon2Memory = 1 << 20

func parseArgon2(kept string) (*argon2Hash, error) {
	malformed := errors.New("the argon2id hash is not whole; write it as $argon2id$v=19$m=65536,t=3,p=4$salt$hash, with m at most 1048576")
	fields := strings.Split(kept, "$")
	if len(fields) != 6 || fields[2] != "v=19" {
		return nil, malformed
	}
	h := &argon2Hash{}
	if n, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); n != 3 || err != nil {
		return nil, malformed
	}
	var err, err2 error
	h.salt, err = base64.RawStdEncoding.DecodeString(fields[4])
	h.sum, err2 = base64.RawStdEncoding.DecodeString(fields[5])
	if err != nil || err2 != nil || len(h.sum) < 4 || h.memory > maxArgon2Memory || h.time < 1 || h.time > 1000 || h.threads < 1 {
		return nil, malformed
	}
	return h, nil
}

func (h *argon2Hash) matches(password string) bool {
	sum := argon2.IDKey([]byte(password), h.salt, h.time, h.memory, h.threads, uint32(len(h.sum)))
	return subtle.ConstantTimeCompare(sum, h.sum) == 1
}
