package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A size is a number of octets, written 1048576, 10MB or 50MiB.
type size int64

// UnmarshalText implements [encoding.TextUnmarshaler].
func (s *size) UnmarshalText(text []byte) error {
	number := strings.TrimRight(string(text), "kKmMgGiIbB")
	factor, ok := map[string]int64{
		"": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
	}[strings.ToLower(strings.TrimPrefix(string(text), number))]
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if !ok || err != nil || n < 0 || n > (1<<62)/factor {
		return fmt.Errorf("%q is not a size: write octets, or a number with KiB, MiB or GiB", text)
	}
	*s = size(n * factor)
	return nil
}

// String returns s with the largest unit that divides it.
func (s size) String() string {
	for _, unit := range []struct {
		name string
		n    size
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if s > 0 && s%unit.n == 0 {
			return fmt.Sprint(int64(s/unit.n), " ", unit.name)
		}
	}
	return fmt.Sprint(int64(s), " octets")
}

// An age is a duration that may be written in days: 30d, 36h.
type age time.Duration

// UnmarshalText implements [encoding.TextUnmarshaler].
func (a *age) UnmarshalText(text []byte) error {
	if days, ok := strings.CutSuffix(string(text), "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil {
			return fmt.Errorf("%q is not an age: write 30d, or 36h", text)
		}
		*a = age(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	d, err := time.ParseDuration(string(text))
	if err != nil || d < 0 {
		if string(text) == "0" {
			*a = 0
			return nil
		}
		return fmt.Errorf("%q is not an age: write 30d, or 36h", text)
	}
	*a = age(d)
	return nil
}

// String returns a as UnmarshalText reads it.
func (a age) String() string { return time.Duration(a).String() }
