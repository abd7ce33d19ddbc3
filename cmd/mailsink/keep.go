package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/store"
)

// A keep is what is kept of an account: NAME=COUNT,OCTETS,AGE, any of them, in
// any order, told apart by their units. "sink=10000,1GB,30d".
type keep store.Limit

// UnmarshalText implements [encoding.TextUnmarshaler].
func (k *keep) UnmarshalText(text []byte) error {
	name, limits, ok := strings.Cut(string(text), "=")
	if name = strings.TrimSpace(name); !ok || name == "" {
		return fmt.Errorf("%q does not say of which account: write ACCOUNT=LIMITS, as in sink=10000,1GB,30d", text)
	}
	next := keep{Account: strings.ToLower(name)}
	for part := range strings.SplitSeq(limits, ",") {
		if err := next.set(strings.TrimSpace(part)); err != nil {
			return err
		}
	}
	*k = next
	return nil
}

// set reads one limit. A number is a count; d, h, m and s end an age; all else
// is a size.
func (k *keep) set(part string) error {
	var (
		a age
		s size
	)
	n, err := strconv.Atoi(part)
	switch {
	case err == nil:
		if n > 0 && k.Messages == 0 {
			k.Messages = n
			return nil
		}
	case strings.HasSuffix(part, "d") || strings.HasSuffix(part, "h") || strings.HasSuffix(part, "m") || strings.HasSuffix(part, "s"):
		if err := a.UnmarshalText([]byte(part)); err == nil && a > 0 && k.Age == 0 {
			k.Age = time.Duration(a)
			return nil
		}
	default:
		if err := s.UnmarshalText([]byte(part)); err == nil && s > 0 && k.Bytes == 0 {
			k.Bytes = int64(s)
			return nil
		}
	}
	return fmt.Errorf("%q is not a limit: write a count, a size such as 1GB or an age such as 30d, each once", part)
}

// String returns k as UnmarshalText reads it.
func (k keep) String() string {
	var parts []string
	if k.Messages > 0 {
		parts = append(parts, strconv.Itoa(k.Messages))
	}
	if k.Bytes > 0 {
		parts = append(parts, fmt.Sprint(k.Bytes, "B"))
	}
	if k.Age > 0 {
		parts = append(parts, k.Age.String())
	}
	return k.Account + "=" + strings.Join(parts, ",")
}
